import { amountAt, rowCount } from '../../src/shared/nodeTable/cells';
import { intensityAt } from '../../src/shared/nodeTable/intensity';
import type { AmountColumn, NodeTable, TableWeight } from '../../src/shared/nodeTable/nodeTable';
import type { WeightReport } from '../../src/shared/reports/weightReport';
import type { Figure, FigureHead } from './figure';
import { joinMetric } from './joinMetric';
import { ownedWeights, partSums } from './ownedWeights';
import { sizeOf } from './runs';
import { WEIGHT_METRICS } from './weightMetrics';

interface Source {
  readonly id: string;
  readonly title: string;
  /** One sentence for a tooltip. */
  readonly hint: string;
}

/** A figure of the node table. */
export interface ComputedSource extends Source {
  /** Whether any node has it. */
  isThere(table: NodeTable): boolean;
  make(table: NodeTable): Figure;
}

/** A figure of the weights, which must have been measured. */
export interface MeasuredSource extends Source {
  make(table: NodeTable, report: WeightReport): Figure;
}

/** Figures of the node table: one entry each. */
export const COMPUTED_FIGURES: readonly ComputedSource[] = [
  owned('parameters', 'Parameters', 'Learned numbers; shared ones count once in groups', 'count', weight =>
    weight.isParameter ? weight.elements : 0,
  ),
  owned(
    'weightBytes',
    'Weight bytes',
    'Stored bytes of constants; shared ones count once in groups',
    'bytes',
    weight => {
      return weight.bytes;
    },
  ),
  cost('macs', 'MACs', 'Multiply-accumulates in one run of the model', 'count', ({ macs }) => macs),
  cost('flops', 'FLOPs', 'Operations in one run; a multiply-accumulate is two', 'count', ({ flops }) => flops),
  cost('inputBytes', 'Bytes read', 'Activations read in one run of the model', 'bytes', table => table.inputBytes),
  cost('outputBytes', 'Bytes written', 'Activations written in one run of the model', 'bytes', table => {
    return table.outputBytes;
  }),
  {
    ...cost('liveBytes', 'Live bytes', 'Activations alive while a node runs; of a group the most', 'bytes', table => {
      return table.liveBytes;
    }),
    make: table => ({
      ...head('liveBytes', 'Live bytes', 'bytes', table),
      aggregation: 'largest',
      each: sizes(table, table.liveBytes),
    }),
  },
  {
    id: 'intensity',
    title: 'FLOPs per byte',
    hint: 'Operations for each byte of activations and weights that is moved; of a group the largest',
    isThere: table => table.flops.index.some(at => at !== 0),
    make: table => ({
      ...head('intensity', 'FLOPs per byte', 'number', table),
      aggregation: 'largest',
      each: Float64Array.from({ length: rowCount(table) }, (_, row) => intensityAt(table, row) ?? Number.NaN),
    }),
  },
];

/** Figures of the weights, of a node over all its parameters; the metrics themselves are in `weightMetrics.ts`. */
export const MEASURED_FIGURES: readonly MeasuredSource[] = WEIGHT_METRICS.flatMap(metric =>
  metric.join === null
    ? []
    : [
        {
          id: metric.figure,
          title: metric.title,
          hint: metric.hint,
          make: (table: NodeTable, report: WeightReport) => joinMetric(metric, table, report),
        },
      ],
);

/** Everything but the values of a figure that is computed. */
function head(id: string, title: string, unit: FigureHead['unit'], table: NodeTable): Omit<Figure, 'each'> {
  const isOpen = table.openSizes.some(({ size }) => size === null);
  return {
    id,
    title,
    unit,
    source: 'computed',
    aggregation: 'sum',
    hot: 'high',
    notes: isOpen ? ['Open sizes count as 1'] : [],
    perRun: false,
    weight: null,
    shared: null,
  };
}

function owned(
  id: string,
  title: string,
  hint: string,
  unit: 'count' | 'bytes',
  size: (weight: TableWeight) => number,
): ComputedSource {
  return {
    id,
    title,
    hint,
    isThere: table => table.weights.length > 0,
    make: table => {
      const shared = ownedWeights(table, size);
      return { ...head(id, title, unit, table), notes: [], scale: 'log', shared, each: partSums(shared) };
    },
  };
}

function cost(
  id: string,
  title: string,
  hint: string,
  unit: 'count' | 'bytes',
  column: (table: NodeTable) => AmountColumn,
): ComputedSource {
  return {
    id,
    title,
    hint,
    isThere: table => column(table).index.some(at => at !== 0),
    make: table => ({ ...head(id, title, unit, table), perRun: true, each: sizes(table, column(table)) }),
  };
}

function sizes(table: NodeTable, column: AmountColumn): Float64Array {
  return Float64Array.from({ length: rowCount(table) }, (_, row) => sizeOf(amountAt(column, row)));
}
