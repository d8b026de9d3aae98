import type { FigureUnit } from '../../src/shared/figures/nodeFigures';
import { OUTLIER_DEVIATIONS, type WeightFigures } from '../../src/shared/reports/weightReport';
import { printFigure } from './printFigure';

/** What a weight has without being measured. */
export type WeightSize = Pick<WeightFigures, 'elements' | 'bytes'>;

interface MetricHead {
  /** Column of the heat map. */
  readonly id: string;
  /** The figure of nodes that it leads to. */
  readonly figure: string;
  readonly title: string;
  readonly hint: string;
  readonly unit: FigureUnit;
  /** How values spread over the colour scale: sizes differ by orders of magnitude, shares do not. */
  readonly scale: 'linear' | 'log';
}

/** A figure of one weight: known from its type, or measured and then joined for all parameters of a node. */
export type WeightMetric = MetricHead &
  (
    | { readonly join: null; value(weight: WeightSize): number }
    | { readonly join: 'mean' | 'largest'; value(weight: WeightFigures): number | null }
  );

export type MeasuredMetric = Extract<WeightMetric, { readonly join: 'mean' | 'largest' }>;

/** Every metric of a weight: one entry each. */
export const WEIGHT_METRICS: readonly WeightMetric[] = [
  {
    id: 'parameters',
    figure: 'parameters',
    title: 'Parameters',
    hint: 'Number of elements',
    unit: 'count',
    scale: 'log',
    join: null,
    value: weight => weight.elements,
  },
  {
    id: 'bytes',
    figure: 'weightBytes',
    title: 'Bytes',
    hint: 'Stored size',
    unit: 'bytes',
    scale: 'log',
    join: null,
    value: weight => weight.bytes,
  },
  share('sparsity', 'Sparsity', 'Share of elements that are exactly zero (or equal the zero point)', weight =>
    ratio(weight.zeros, weight.elements),
  ),
  share('nearZeros', 'Near zeros', 'Share of elements close to zero, zeros included', weight =>
    ratio(weight.nearZeros, weight.elements),
  ),
  share('zeroChannels', 'Zero channels', 'Share of output channels whose every element is zero', ({ structure }) =>
    structure === null ? null : ratio(structure.outputs.zero, structure.outputs.count),
  ),
  share(
    'zeroBlocks',
    'Zero 4x4 blocks',
    'Share of blocks of 4 outputs x 4 inputs whose every element is zero',
    ({ structure }) => {
      const block = structure?.blocks.find(({ outputs, inputs }) => outputs === 4 && inputs === 4);
      return block === undefined ? null : ratio(block.zero, block.count);
    },
  ),
  {
    ...share(
      'outliers',
      'Outliers',
      `Share of elements further than ${OUTLIER_DEVIATIONS} standard deviations from the mean`,
      weight => ratio(weight.outliers, weight.elements),
    ),
    scale: 'log',
  },
  value('std', 'Std', 'Standard deviation of the values', weight => weight.std),
  value('maxAbs', 'Max |w|', 'Largest magnitude', weight =>
    weight.min === null || weight.max === null ? null : Math.max(Math.abs(weight.min), Math.abs(weight.max)),
  ),
  value(
    'spread',
    'Spread',
    'Width of the middle 99.8 % of the values: what a quantization range covers without the outermost ones',
    spread,
  ),
];

type Measure = (weight: WeightFigures) => number | null;

function share(id: string, title: string, hint: string, measure: Measure): MeasuredMetric {
  return { id, figure: `weights.${id}`, title, hint, unit: 'share', scale: 'linear', join: 'mean', value: measure };
}

function value(id: string, title: string, hint: string, measure: Measure): MeasuredMetric {
  return { id, figure: `weights.${id}`, title, hint, unit: 'number', scale: 'log', join: 'largest', value: measure };
}

/** The 0.1st and the 99.9th percentile are the first and the last that are told. */
function spread({ percentiles }: WeightFigures): number | null {
  const [low] = percentiles ?? [];
  const high = percentiles?.at(-1);
  return low === undefined || high === undefined ? null : high - low;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** `null` when it must be measured first, or has no such figure. */
export function metricOf(metric: WeightMetric, size: WeightSize, figures: WeightFigures | null): number | null {
  if (metric.join === null) return metric.value(size);
  return figures === null ? null : metric.value(figures);
}

export function printMetric(metric: WeightMetric, value: number): string {
  return printFigure(value, metric.unit);
}
