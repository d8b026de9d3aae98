import type { PictureFacts, PictureTile } from '../../src/shared/protocol/weights';
import { OUTLIER_DEVIATIONS } from '../../src/shared/reports/weightReport';

/** What a cell of several elements shows of them. */
export const SHOWN = ['outliers', 'mean', 'min', 'max', 'zeros'] as const;
export type Shown = (typeof SHOWN)[number];

export const SHOWN_LABELS: Readonly<Record<Shown, string>> = {
  outliers: 'Mean, outliers stand out',
  mean: 'Mean',
  min: 'Least',
  max: 'Largest',
  zeros: 'Share of zeros',
};

/** Said under the picture. */
export function describeShown(shown: Shown, cellRows: number, cellColumns: number): string {
  const isSingle = cellRows * cellColumns === 1;
  if (shown === 'zeros') {
    return isSingle
      ? 'Each cell is one element: full colour where it is zero.'
      : `Each cell is the share of zeros among up to ${cellRows} × ${cellColumns} elements.`;
  }
  if (isSingle) return 'Each cell is one element.';
  const of = `up to ${cellRows} × ${cellColumns} elements`;
  switch (shown) {
    case 'outliers':
      return `Each cell is the mean of ${of}; where one lies further than ${OUTLIER_DEVIATIONS} standard deviations from the mean of all, the furthest one.`;
    case 'mean':
      return `Each cell is the mean of ${of}.`;
    case 'min':
      return `Each cell is the least of ${of}.`;
    case 'max':
      return `Each cell is the largest of ${of}.`;
  }
}

/** Beyond these an element stands out. */
export interface Fences {
  readonly low: number;
  readonly high: number;
}

export function fencesOf({ mean, std }: Pick<PictureFacts, 'mean' | 'std'>): Fences {
  if (mean === null || std === null) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { low: mean - OUTLIER_DEVIATIONS * std, high: mean + OUTLIER_DEVIATIONS * std };
}

/** The number that a cell's colour stands for; NaN where it has no finite element. Shares of zeros go from 0 to 1. */
export function cellValue(tile: PictureTile, cell: number, shown: Shown, { low, high }: Fences): number {
  const mean = tile.mean[cell] ?? Number.NaN;
  if (shown === 'zeros') return Number.isNaN(mean) ? Number.NaN : (tile.zeros[cell] ?? 0) / 255;
  if (tile.min === null || tile.max === null || shown === 'mean') return mean;
  const least = tile.min[cell] ?? Number.NaN;
  const largest = tile.max[cell] ?? Number.NaN;
  if (shown === 'min') return least;
  if (shown === 'max') return largest;
  const below = least < low ? low - least : 0;
  const above = largest > high ? largest - high : 0;
  if (below === 0 && above === 0) return mean;
  return above >= below ? largest : least;
}

/**
 * The distance from the middle of the scale at which the colours end, so that all but one cell in 50 are inside. Outliers
 * are to stand out: they do not widen it.
 */
export function spanOf(tiles: readonly PictureTile[], shown: Shown, fences: Fences, middle: number): number {
  const counted = shown === 'outliers' ? 'mean' : shown;
  const distances: number[] = [];
  const total = tiles.reduce((sum, { mean }) => sum + mean.length, 0);
  const step = Math.max(1, Math.floor(total / MOST_SAMPLES));
  for (const tile of tiles) {
    for (let cell = 0; cell < tile.mean.length; cell += step) {
      const value = cellValue(tile, cell, counted, fences);
      if (Number.isFinite(value)) distances.push(Math.abs(value - middle));
    }
  }
  distances.sort((a, b) => a - b);
  const most = distances[Math.floor((distances.length - 1) * INSIDE)] ?? 0;
  // Where nearly all are the same, the few others still have to be seen.
  return roundUp(most === 0 ? (distances.at(-1) ?? 0) : most);
}

const MOST_SAMPLES = 20_000;
const INSIDE = 0.98;

/** To two digits, so that a small move does not change every colour. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  const rounded = Math.ceil(value / unit - 1e-9) * unit;
  return Number.isFinite(rounded) && rounded > 0 ? Number(rounded.toPrecision(2)) : value;
}
