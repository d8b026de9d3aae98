import { formatInteger } from '../../src/shared/units';

export interface ScaleWish {
  readonly kind: 'auto' | 'linear' | 'log';
  /** Values are shares: a linear scale spans 0 to 1 whatever occurs, so colours compare between models. */
  readonly isShare: boolean;
  /** Zero means nothing special, as with decibels: the scale begins at the lowest value, and is never two-sided. */
  readonly isLevel: boolean;
  /** Which end is the one to look at. */
  readonly hot: 'high' | 'low';
  print(value: number): string;
}

/** Maps values to positions from 0 (cold) to 1 (hot), and back. */
export interface HeatScale {
  readonly kind: 'linear' | 'log';
  /** Around zero, which lies at 0.5: values of both signs. */
  readonly isTwoSided: boolean;
  /** Values at the ends, `low <= high`; with `hot: 'low'` position 0 is at `high`. */
  readonly low: number;
  readonly high: number;
  /** Where `low` is; more than 0 on logarithmic scales with zeros, which are at 0, apart from the least that is more. */
  readonly start: number;
  /** What a reader must know: what is clamped, why another scale was taken than the one asked for. */
  readonly notes: readonly string[];
  position(value: number): number;
  at(position: number): number;
  /** Whether the value lies beyond an end and is drawn as if it were the end. */
  isBeyond(value: number): boolean;
}

/** Values that differ by so much or more need a logarithm to be told apart. */
const WIDE = 1000;
/** The outermost 2 % set no end of the scale when they lie further out than these factors. */
const OUTER = 0.02;
const FAR_LINEAR = 10;
const FAR_LOG = 1000;
/** Where a logarithmic scale begins that has zeros before it. */
const AFTER_ZERO = 0.12;
/** Fewer values than this have no outliers. */
const FEW = 20;

/** The scale for these values; NaN is no value, and infinite ones are beyond the ends. */
export function heatScale(values: Float64Array, wish: ScaleWish): HeatScale {
  const sorted = values.filter(value => Number.isFinite(value)).sort();
  const min = sorted[0] ?? 0;
  const max = sorted.at(-1) ?? 0;
  const notes: string[] = [];
  if (min < 0 && wish.kind === 'log') notes.push('Some values are below zero, so the scale is linear');
  const kind = min < 0 ? 'linear' : wish.kind === 'auto' ? ownKind(sorted, wish) : wish.kind;
  const scale =
    kind === 'log'
      ? logScale(sorted, wish.hot)
      : min < 0 && max > 0 && !wish.isLevel
        ? twoSided(sorted)
        : linear(sorted, wish);
  const above = count(sorted, value => value > scale.high);
  const below = count(sorted, value => value < scale.low && !(value === 0 && scale.start > 0));
  if (above > 0) notes.push(`${nodes(above)} above ${wish.print(scale.high)} drawn as that`);
  if (below > 0) notes.push(`${nodes(below)} below ${wish.print(scale.low)} drawn as that`);
  return turned({ ...scale, kind, notes }, wish.hot);
}

type Ends = Pick<HeatScale, 'low' | 'high' | 'start' | 'isTwoSided' | 'position' | 'at'>;

function ownKind(sorted: Float64Array, wish: ScaleWish): 'linear' | 'log' {
  if (wish.isShare || wish.isLevel) return 'linear';
  const least = sorted.find(value => value > 0) ?? 0;
  return least > 0 && (sorted.at(-1) ?? 0) / least >= WIDE ? 'log' : 'linear';
}

function linear(sorted: Float64Array, { isShare, isLevel }: ScaleWish): Ends {
  const min = sorted[0] ?? 0;
  const max = sorted.at(-1) ?? 0;
  if (isShare && min >= 0 && max <= 1) return between(0, 1);
  if (isLevel) return between(min, max);
  if (max <= 0) return between(min, 0);
  const usual = quantile(
    sorted.filter(value => value > 0),
    1 - OUTER,
  );
  return between(Math.min(0, min), sorted.length >= FEW && max > FAR_LINEAR * usual ? usual : max);
}

/** From the lowest to the highest value; in the middle where all are equal and there is no zero to compare with. */
function between(low: number, high: number): Ends {
  // Halves, as the whole of two numbers of opposite signs may be too large for a number.
  const half = high / 2 - low / 2;
  const position = (value: number): number => (half > 0 ? clamp((value / 2 - low / 2) / half) : low === 0 ? 0 : 0.5);
  return { low, high, start: 0, isTwoSided: false, position, at: at => low * (1 - at) + high * at };
}

function twoSided(sorted: Float64Array): Ends {
  const magnitudes = sorted
    .map(Math.abs)
    .filter(value => value > 0)
    .sort();
  const most = magnitudes.at(-1) ?? 0;
  const usual = quantile(magnitudes, 1 - OUTER);
  const end = magnitudes.length >= FEW && most > FAR_LINEAR * usual ? usual : most;
  return { ...between(-end, end), isTwoSided: true };
}

function logScale(sorted: Float64Array, hot: ScaleWish['hot']): Ends {
  const positive = sorted.filter(value => value > 0);
  const min = positive[0] ?? 0;
  const high = positive.at(-1) ?? 0;
  if (high === 0) return { low: 0, high: 0, start: 0, isTwoSided: false, position: () => 0, at: () => 0 };
  const usual = quantile(positive, OUTER);
  const low = positive.length >= FEW && usual > FAR_LOG * min ? usual : min;
  const start = sorted[0] === 0 && hot === 'high' ? AFTER_ZERO : 0;
  // Differences of logarithms: the quotient of the ends may be no number.
  const logLow = Math.log(low);
  const span = Math.log(high) - logLow;
  const share = (value: number): number =>
    span === 0 ? (value < low ? 0 : 1) : clamp((Math.log(value) - logLow) / span);
  const value = (share: number): number => (share >= 1 ? high : share <= 0 ? low : Math.exp(logLow + span * share));
  return {
    low,
    high,
    start,
    isTwoSided: false,
    position: each => (each <= 0 ? 0 : start + (1 - start) * share(each)),
    at: at => (at < start ? 0 : value((at - start) / (1 - start))),
  };
}

function turned(scale: Omit<HeatScale, 'isBeyond'>, hot: 'high' | 'low'): HeatScale {
  const isBeyond = (value: number): boolean =>
    value > scale.high || (value < scale.low && !(value === 0 && scale.start > 0));
  if (hot === 'high') return { ...scale, isBeyond };
  return { ...scale, isBeyond, position: value => 1 - scale.position(value), at: position => scale.at(1 - position) };
}

/** Nearest rank of sorted values, 0 when there are none. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function count(values: Float64Array, isWanted: (value: number) => boolean): number {
  let found = 0;
  for (const value of values) found += isWanted(value) ? 1 : 0;
  return found;
}

function nodes(count: number): string {
  return `${formatInteger(count)} ${count === 1 ? 'node' : 'nodes'}`;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
