import type { NodeFigures } from '../../src/shared/figures/nodeFigures';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { PageCommand } from '../../src/shared/protocol/editor';
import { COMPUTED_FIGURES, type ComputedSource, MEASURED_FIGURES } from './figures';

/** A figure that can be chosen, or why it cannot. */
export interface Offer {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly group: 'computed' | 'weights' | 'reports';
  /** Why it is not there; `null` when it can be chosen. */
  readonly missing: string | null;
  /** What would make it. */
  readonly command: PageCommand | null;
}

/** A figure that a report or a comparison brings. */
interface Expected {
  /** Ids that begin so are of this kind. */
  readonly prefix: string;
  readonly title: string;
  readonly missing: string;
  readonly command: PageCommand | null;
  /** Offered also when there is one: there may be another. */
  readonly again?: boolean;
}

/** What reports can bring, told while they do not: one entry each. */
const EXPECTED: readonly Expected[] = [
  {
    prefix: 'benchmark.',
    title: 'Measured time',
    missing: 'Run Benchmark: Latency to measure times',
    command: 'benchmarkLatency',
  },
  {
    prefix: 'quantization.',
    title: 'Quantization error',
    missing: 'Quantize to INT8 to see what each weight loses',
    command: 'quantizeInt8',
  },
  {
    prefix: 'compare.',
    title: 'Difference to another model…',
    missing: 'Compare with another model to see where they differ',
    command: 'showDifference',
    again: true,
  },
];

/** Everything that can be chosen, and what could be if something was done first. */
export function offersOf(table: NodeTable, reports: readonly NodeFigures[]): readonly Offer[] {
  const hasWeights = table.weights.some(({ isParameter }) => isParameter);
  return [
    ...COMPUTED_FIGURES.map(source => computed(source, table)),
    ...MEASURED_FIGURES.map(({ id, title, hint }) => ({
      id,
      title,
      hint,
      group: 'weights' as const,
      missing: hasWeights ? null : 'This model has no weights',
      command: null,
    })),
    ...reports.map(({ id, title, source, notes }) => ({
      id,
      title,
      hint: [source, ...notes].join('\n'),
      group: 'reports' as const,
      missing: null,
      command: null,
    })),
    ...EXPECTED.filter(({ prefix, again }) => again === true || !reports.some(({ id }) => id.startsWith(prefix))).map(
      ({ prefix, title, missing, command }) => ({
        id: prefix,
        title,
        hint: missing,
        group: 'reports' as const,
        missing,
        command,
      }),
    ),
  ];
}

function computed(source: ComputedSource, table: NodeTable): Offer {
  const isThere = source.isThere(table);
  return {
    id: source.id,
    title: source.title,
    hint: source.hint,
    group: 'computed',
    missing: isThere ? null : 'No node of this model has this figure',
    command: null,
  };
}
