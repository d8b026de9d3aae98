import { launchChromium } from '../workbench/browser';
import type { BenchRow } from './benchRow';
import { type DrawingTask, type DrawingTimes, NETWORKS } from './drawingTimes';
import { median } from './median';
import { pageBundle } from './pageBundle';

const ROUNDS = 5;
const SIZES = [
  { nodes: 10_000, limit: 100, warmUp: 6 },
  { nodes: 50_000, limit: 500, warmUp: 4 },
] as const;

/** Layout and routing with everything open, in a worker of a real browser; networks and sizes in turn. */
export async function bench(): Promise<readonly BenchRow[]> {
  const code = await pageBundle('test/bench/inPage/graphLayoutWorker.ts');
  const script = await pageBundle('test/bench/inPage/graphLayout.ts');
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    const found = new Map<string, DrawingTimes[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const network of NETWORKS) {
        for (const { nodes, warmUp } of SIZES) {
          const task: DrawingTask = { network, nodes, rounds: warmUp };
          const times = await page.evaluate<DrawingTimes>(
            `drawingTimes(${JSON.stringify(code)}, ${JSON.stringify(task)})`,
          );
          const key = `${network} ${nodes}`;
          found.set(key, [...(found.get(key) ?? []), times]);
        }
      }
    }
    return NETWORKS.flatMap(network => {
      const of = (nodes: number): DrawingTimes[] => found.get(`${network} ${nodes}`) ?? [];
      return [...SIZES.map(({ nodes, limit }) => sizeRow(network, of(nodes), limit)), growthRow(network, of)];
    });
  } finally {
    await browser.close();
  }
}

function sizeRow(network: string, rounds: readonly DrawingTimes[], limit: number): BenchRow {
  const value = later(rounds);
  const first = median(rounds.map(times => times.first));
  const pass = median(rounds.map(times => times.pass));
  const nodes = rounds[0]?.nodes ?? 0;
  if ((rounds[0]?.lines ?? 0) < nodes) throw new Error(`The ${network} of ${nodes} nodes has too few lines.`);
  return {
    name: `Graph of a ${network} with ${nodes.toLocaleString('en')} nodes: layout and routing`,
    value: Math.round(value),
    unit: 'ms',
    baseline: `one pass over its arrays, ${pass.toFixed(1)} ms; first in a fresh worker ${first.toFixed(0)} ms`,
    limit: `< ${limit} ms`,
    passed: value < limit,
  };
}

/** Linear means that five times the nodes take five times as long. */
function growthRow(network: string, of: (nodes: number) => readonly DrawingTimes[]): BenchRow {
  const perNode = (nodes: number): number => later(of(nodes)) / (of(nodes)[0]?.nodes ?? 1);
  const value = perNode(50_000) / perNode(10_000);
  return {
    name: `Graph of a ${network}: time per node at 50,000 against 10,000`,
    value: Number(value.toFixed(2)),
    unit: 'x',
    baseline: `${(1000 * perNode(10_000)).toFixed(1)} µs a node at 10,000`,
    limit: '< 2 x',
    passed: value < 2,
  };
}

/** Of the drawings that a worker makes after its first ones. */
function later(rounds: readonly DrawingTimes[]): number {
  return median(rounds.map(times => median(times.later.slice(-3))));
}
