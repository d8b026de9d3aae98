import { OUTLIER_DEVIATIONS, type WeightFigures } from '../../src/shared/reports/weightReport';
import { formatBytes, formatCount, formatPercent } from '../../src/shared/units';
import type { Metric } from '../state/viewState';

export interface MetricInfo {
  readonly title: string;
  readonly hint: string;
  /** How values spread over the colour scale: sizes differ by orders of magnitude, shares do not. */
  readonly scale: 'linear' | 'log';
  value(weight: WeightFigures): number | null;
  format(value: number): string;
}

/** 0.00123 → "0.00123", 1234567 → "1.23e+6": three digits whatever the size. */
export function formatValue(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  return magnitude >= 1e5 || magnitude < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}

export const METRIC_INFO: Readonly<Record<Metric, MetricInfo>> = {
  parameters: {
    title: 'Parameters',
    hint: 'Number of elements',
    scale: 'log',
    value: weight => weight.elements,
    format: value => formatCount(Math.round(value)),
  },
  bytes: {
    title: 'Bytes',
    hint: 'Stored size',
    scale: 'log',
    value: weight => weight.bytes,
    format: value => formatBytes(Math.round(value)),
  },
  sparsity: {
    title: 'Sparsity',
    hint: 'Share of elements that are exactly zero (or equal the zero point)',
    scale: 'linear',
    value: weight => share(weight.zeros, weight.elements),
    format: value => formatPercent(value),
  },
  nearZeros: {
    title: 'Near zeros',
    hint: 'Share of elements close to zero, zeros included',
    scale: 'linear',
    value: weight => share(weight.nearZeros, weight.elements),
    format: value => formatPercent(value),
  },
  zeroChannels: {
    title: 'Zero channels',
    hint: 'Share of output channels whose every element is zero',
    scale: 'linear',
    value: ({ structure }) => (structure === null ? null : share(structure.outputs.zero, structure.outputs.count)),
    format: value => formatPercent(value),
  },
  zeroBlocks: {
    title: 'Zero 4x4 blocks',
    hint: 'Share of blocks of 4 outputs x 4 inputs whose every element is zero',
    scale: 'linear',
    value: ({ structure }) => {
      const block = structure?.blocks.find(({ outputs, inputs }) => outputs === 4 && inputs === 4);
      return block === undefined ? null : share(block.zero, block.count);
    },
    format: value => formatPercent(value),
  },
  outliers: {
    title: 'Outliers',
    hint: `Share of elements further than ${OUTLIER_DEVIATIONS} standard deviations from the mean`,
    scale: 'log',
    value: weight => share(weight.outliers, weight.elements),
    format: value => formatPercent(value),
  },
  std: {
    title: 'Std',
    hint: 'Standard deviation of the values',
    scale: 'log',
    value: weight => weight.std,
    format: formatValue,
  },
  maxAbs: {
    title: 'Max |w|',
    hint: 'Largest magnitude',
    scale: 'log',
    value: weight =>
      weight.min === null || weight.max === null ? null : Math.max(Math.abs(weight.min), Math.abs(weight.max)),
    format: formatValue,
  },
  spread: {
    title: 'Spread',
    hint: 'Width of the middle 99.8 % of the values: what a quantization range covers without the outermost ones',
    scale: 'log',
    value: spread,
    format: formatValue,
  },
};

/** The 0.1st and the 99.9th percentile are the first and the last that are told. */
function spread({ percentiles }: WeightFigures): number | null {
  const [low] = percentiles ?? [];
  const high = percentiles?.at(-1);
  return low === undefined || high === undefined ? null : high - low;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Maps a metric's values over a report to 0..1. */
export interface MetricScale {
  readonly low: number;
  readonly high: number;
  position(value: number): number;
  /** The value at a position, the other way round: for the numbers of the legend. */
  at(position: number): number;
}

/** Shares always span 0 to 100 %, so colours compare between models; sizes span what occurs. */
export function metricScale(metric: Metric, weights: readonly WeightFigures[]): MetricScale {
  const info = METRIC_INFO[metric];
  if (info.scale === 'linear') {
    return { low: 0, high: 1, position: clamp, at: position => position };
  }
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const weight of weights) {
    const value = info.value(weight);
    if (value === null || value <= 0 || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) return { low: 0, high: 0, position: () => 0, at: () => 0 };
  const span = Math.log(high / low);
  return {
    low,
    high,
    position: value => (value <= 0 ? 0 : span === 0 ? 1 : clamp(Math.log(value / low) / span)),
    at: position => low * Math.exp(span * position),
  };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
