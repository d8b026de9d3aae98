import { nodeTable } from '../../src/analysis/cost/nodeTable';
import { inferTypes } from '../../src/analysis/shapes/inferTypes';
import type { Model } from '../../src/model/model';
import { modelIndex } from '../../src/model/modelIndex';
import { transformerOf } from '../fixtures/transformer';
import type { BenchRow } from './benchRow';

const SIZES = [10_000, 20_000, 50_000] as const;
const LIMITS: ReadonlyMap<number, number> = new Map([
  [10_000, 300],
  [50_000, 2000],
]);
const MOST_GROWTH = 1.5;
const RUNS = 7;

interface Timing {
  readonly nodes: number;
  readonly shapes: number;
  readonly both: number;
}

/** Shape inference and cost of transformers with an open batch and sequence, weights left unread. */
export async function bench(): Promise<readonly BenchRow[]> {
  const timings: Timing[] = [];
  for (const nodes of SIZES) timings.push(time(await transformerOf(nodes)));
  return [...timings.flatMap(within), ...growth(timings)];
}

/** The look-up tables of a model are made when it is opened. */
function time(model: Model): Timing {
  modelIndex(model);
  const shapes: number[] = [];
  const both: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const types = inferTypes(model);
    const middle = performance.now();
    const table = nodeTable(model, types, new Map());
    both.push(performance.now() - start);
    shapes.push(middle - start);
    if (table.peak.unknownValues > 0) throw new Error('The transformer has values of unknown size.');
  }
  // Other processes of the machine only ever make it longer.
  return { nodes: model.graph.nodes.length, shapes: Math.min(...shapes), both: Math.min(...both) };
}

function within({ nodes, shapes, both }: Timing, index: number): BenchRow[] {
  const limit = LIMITS.get(SIZES[index] ?? 0);
  if (limit === undefined) return [];
  return [
    {
      name: `Shape inference and cost of a transformer of ${nodes} nodes, quietest of ${RUNS} runs`,
      value: both,
      unit: 'ms',
      baseline: `shape inference alone, ${shapes.toFixed(0)} ms`,
      limit: `< ${limit} ms`,
      passed: both < limit,
    },
  ];
}

/** Time for each node of the larger models, in times of the smallest one: 1 is linear. */
function growth(timings: readonly Timing[]): BenchRow[] {
  const [smallest, ...larger] = timings;
  if (smallest === undefined) return [];
  const perNode = ({ nodes, both }: Timing): number => both / nodes;
  return larger.map(timing => {
    const value = perNode(timing) / perNode(smallest);
    return {
      name: `Time for each node at ${timing.nodes} nodes against ${smallest.nodes}`,
      value,
      unit: 'x',
      baseline: `${((1000 * smallest.both) / smallest.nodes).toFixed(1)} µs for each of ${smallest.nodes}`,
      limit: `< ${MOST_GROWTH}`,
      passed: value < MOST_GROWTH,
    };
  });
}
