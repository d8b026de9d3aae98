import { type Amount, atSizeOne, exactAmount, plainNumber, printAmount } from '../amount';
import { PERCENTILES, type WeightReport } from '../reports/weightReport';
import { formatBytes, formatCount, formatInteger, formatPercent } from '../units';
import { amountAt, parametersAt, textAt, weightBytesAt, weightsAt } from './cells';
import { intensityAt } from './intensity';
import type { NodeTable } from './nodeTable';
import { WeightStatistics } from './weightStatistics';

export type ColumnUnit = 'none' | 'count' | 'bytes' | 'ratio' | 'share' | 'value';

/** What a cell holds; `null` is unknown, or does not apply. */
export type CellValue = string | number | Amount | null;

/** Everything that columns read. */
interface Source {
  readonly table: NodeTable;
  readonly statistics: WeightStatistics;
  readonly allWeightBytes: number;
}

interface Definition {
  readonly id: string;
  readonly title: string;
  /** One sentence for a tooltip and the documentation. */
  readonly hint: string;
  readonly kind: 'text' | 'number' | 'amount';
  readonly unit: ColumnUnit;
  /** Columns of `weights` need a weight report. */
  readonly group: 'node' | 'cost' | 'weights';
  /** Whether it is shown unless a person chooses otherwise. */
  readonly isUsual: boolean;
  read(source: Source, row: number): CellValue;
  /** For files, where that is something else than for people. */
  readExact?(source: Source, row: number): CellValue;
}

/** One column of a node table, of which `value` sorts, `print` is for people and `exact` for files. */
export interface NodeColumn extends Omit<Definition, 'read' | 'readExact'> {
  /** What rows are ordered by, `null` last; amounts as if every open size were 1. */
  value(row: number): string | number | null;
  /** The cell for people; `?` when unknown. */
  print(row: number): string;
  /** The whole figure: a number, a text, or a product such as `118013952*batch`; `null` when unknown. */
  exact(row: number): string | number | null;
}

type Read = Definition['read'];

function text(id: string, title: string, hint: string, isUsual: boolean, read: Read): Definition {
  return { id, title, hint, kind: 'text', unit: 'none', group: 'node', isUsual, read };
}

function cost(id: string, title: string, hint: string, unit: ColumnUnit, isUsual: boolean, read: Read): Definition {
  return { id, title, hint, kind: 'amount', unit, group: 'cost', isUsual, read };
}

function figure(
  id: string,
  title: string,
  hint: string,
  unit: ColumnUnit,
  group: Definition['group'],
  isUsual: boolean,
  read: Read,
): Definition {
  return { id, title, hint, kind: 'number', unit, group, isUsual, read };
}

/** A percentile of the largest weight. */
function percentile(rank: (typeof PERCENTILES)[number]): Definition {
  const at = PERCENTILES.indexOf(rank);
  const hint = `${rank} % of the elements of the largest weight do not exceed it.`;
  return figure(`p${rank}`, `P${rank}`, hint, 'value', 'weights', false, ({ statistics }, row) => {
    return statistics.largest(row)?.percentiles?.[at] ?? null;
  });
}

/** Every column: one entry each. */
export const NODE_COLUMNS: readonly Definition[] = [
  figure('node', 'No.', 'Position in its graph.', 'none', 'node', false, ({ table }, row) => table.node[row] ?? 0),
  {
    ...text(
      'graph',
      'Graph',
      'The graph or function that the node is in; files have its identifier.',
      false,
      (from, row) => {
        return from.table.graphs[from.table.graph[row] ?? 0]?.title ?? '';
      },
    ),
    readExact: ({ table }, row) => table.graphs[table.graph[row] ?? 0]?.id ?? '',
  },
  text('name', 'Name', 'Name of the node.', true, ({ table }, row) => table.names[row] ?? ''),
  text('op', 'Operator', 'Operator, with its domain unless it is standard.', true, ({ table }, row) =>
    textAt(table.op, row),
  ),
  text('scope', 'Scope', 'Where the node belongs, from names and what the exporter noted.', false, ({ table }, row) =>
    textAt(table.scope, row),
  ),
  text('attributes', 'Attributes', 'Shape of the largest weight, kernel, stride, axis.', false, ({ table }, row) =>
    textAt(table.attributes, row),
  ),
  text('inputs', 'Inputs', 'Types of the inputs that are not constants.', false, ({ table }, row) =>
    textAt(table.inputs, row),
  ),
  text('outputs', 'Outputs', 'Types of the outputs.', true, ({ table }, row) => textAt(table.outputs, row)),
  text('dtypes', 'Dtypes', 'Element types of the parameters.', true, ({ table }, row) => textAt(table.dtypes, row)),
  text('weightNames', 'Weights', 'Names of the constants that the node owns.', false, ({ table }, row) =>
    weightsAt(table, row)
      .map(({ name }) => name)
      .join(', '),
  ),
  figure(
    'parameters',
    'Parameters',
    'Learned numbers that the node owns; shared ones count in each row and once in totals.',
    'count',
    'cost',
    true,
    ({ table }, row) => parametersAt(table, row),
  ),
  figure(
    'weightBytes',
    'Bytes',
    'Stored bytes of the constants that the node owns; shared ones count in each row and once in totals.',
    'bytes',
    'cost',
    true,
    ({ table }, row) => weightBytesAt(table, row),
  ),
  figure('share', 'Share', 'Share of the bytes of all weights that a node owns.', 'share', 'cost', true, (from, row) =>
    from.allWeightBytes === 0 ? null : weightBytesAt(from.table, row) / from.allWeightBytes,
  ),
  cost('macs', 'MACs', 'Multiply-accumulates of one run of the node.', 'count', true, ({ table }, row) =>
    amountAt(table.macs, row),
  ),
  cost(
    'flops',
    'FLOPs',
    'Operations of one run of the node; a multiply-accumulate is two.',
    'count',
    true,
    (from, row) => amountAt(from.table.flops, row),
  ),
  cost('inputBytes', 'Read', 'Bytes of activations that the node reads.', 'bytes', false, ({ table }, row) =>
    amountAt(table.inputBytes, row),
  ),
  cost('outputBytes', 'Written', 'Bytes of activations that the node writes.', 'bytes', true, ({ table }, row) =>
    amountAt(table.outputBytes, row),
  ),
  cost('liveBytes', 'Live', 'Bytes of activations that are alive while the node runs.', 'bytes', true, (from, row) =>
    amountAt(from.table.liveBytes, row),
  ),
  figure(
    'intensity',
    'FLOPs/B',
    'Arithmetic intensity: operations for each byte of activations and weights that is moved; open sizes count as 1.',
    'ratio',
    'cost',
    true,
    ({ table }, row) => intensityAt(table, row),
  ),
  cost(
    'times',
    'Runs',
    'How often the graph of the node runs in one run of the model.',
    'count',
    false,
    (from, row) => {
      return from.table.graphs[from.table.graph[row] ?? 0]?.times ?? null;
    },
  ),
  text('unknown', 'Unknown because', 'Why the operations of the node are not known.', false, ({ table }, row) =>
    textAt(table.unknown, row),
  ),
  figure('sparsity', 'Zeros', 'Share of the parameters that are exactly zero.', 'share', 'weights', true, (from, row) =>
    from.statistics.share(row, ({ zeros }) => zeros),
  ),
  figure('nearZeros', 'Near zero', 'Share of the parameters near zero.', 'share', 'weights', true, (from, row) =>
    from.statistics.share(row, ({ nearZeros }) => nearZeros),
  ),
  figure('outliers', 'Outliers', 'Share of the parameters far from the mean.', 'share', 'weights', false, (from, row) =>
    from.statistics.share(row, ({ outliers }) => outliers),
  ),
  figure(
    'broken',
    'NaN or inf',
    'Parameters that are no numbers or infinite.',
    'count',
    'weights',
    false,
    (from, row) => from.statistics.sum(row, ({ nan, infinite }) => nan + infinite),
  ),
  figure('min', 'Min', 'Smallest parameter.', 'value', 'weights', false, (from, row) =>
    from.statistics.extreme(row, ({ min }) => min, Math.min),
  ),
  figure('max', 'Max', 'Largest parameter.', 'value', 'weights', false, (from, row) =>
    from.statistics.extreme(row, ({ max }) => max, Math.max),
  ),
  figure('mean', 'Mean', 'Mean of the largest weight.', 'value', 'weights', false, (from, row) => {
    return from.statistics.largest(row)?.mean ?? null;
  }),
  figure('std', 'Std', 'Standard deviation of the largest weight.', 'value', 'weights', false, (from, row) => {
    return from.statistics.largest(row)?.std ?? null;
  }),
  ...PERCENTILES.map(percentile),
  figure(
    'zeroChannels',
    'Zero channels',
    'Share of the output channels of the largest weight whose every element is zero.',
    'share',
    'weights',
    false,
    (from, row) => from.statistics.zeroChannels(row),
  ),
  {
    ...text('patterns', 'Patterns', 'N:M patterns that the largest weight has, such as 2:4.', false, (from, row) =>
      from.statistics.patterns(row),
    ),
    group: 'weights',
  },
];

/** The columns of a table; those of weight statistics only with a report. */
export function nodeColumns(table: NodeTable, report: WeightReport | null = null): readonly NodeColumn[] {
  const allWeightBytes = table.weights.reduce((sum, { bytes }) => sum + bytes, 0);
  const source: Source = { table, statistics: new WeightStatistics(table, report), allWeightBytes };
  return NODE_COLUMNS.filter(({ group }) => group !== 'weights' || report !== null).map(definition => {
    const { read, readExact = read, ...rest } = definition;
    return {
      ...rest,
      value: row => sortValue(read(source, row)),
      print: row => printCell(read(source, row), rest.unit),
      exact: row => exactCell(readExact(source, row)),
    };
  });
}

function sortValue(value: CellValue): string | number | null {
  return value !== null && typeof value === 'object' ? atSizeOne(value) : value;
}

/** A figure of a column with its unit. */
export function printCell(value: CellValue, unit: ColumnUnit): string {
  if (typeof value === 'string') return value;
  if (value === null) return unit === 'value' || unit === 'share' ? '' : '?';
  return typeof value === 'number' ? printNumber(value, unit) : printAmount(value, each => printNumber(each, unit));
}

function printNumber(value: number, unit: ColumnUnit): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'share':
      return formatPercent(value);
    case 'ratio':
      return value >= 100 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)));
    case 'value':
      return String(Number(value.toPrecision(4)));
    case 'count':
      return value < 10_000 && Number.isInteger(value) ? formatInteger(value) : formatCount(value);
    case 'none':
      return formatInteger(value);
  }
}

function exactCell(value: CellValue): string | number | null {
  return value !== null && typeof value === 'object' ? exactNumber(value) : value;
}

/** The amount as a file holds it: the number, or a text such as `118013952*batch`. */
export function exactNumber(amount: Amount): string | number {
  return plainNumber(amount) ?? exactAmount(amount);
}
