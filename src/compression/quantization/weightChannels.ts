import { symmetricScale } from './arithmetic';

/** Rounds half to even when added and taken away, see `roundHalfToEven`; written out here because these loops are hot. */
const ROUNDER = 1.5 * 2 ** 52;

/**
 * Which scale an element of a row-major tensor belongs to: channel = floor(index / inner) mod channels. One scale for the
 * whole tensor is `{ channels: 1, inner: elements }`.
 */
export interface ChannelLayout {
  readonly channels: number;
  readonly inner: number;
}

/** Layout of the channels along `axis` of `shape`; `null` is one channel for the whole tensor. */
export function channelLayout(shape: readonly number[], axis: number | null): ChannelLayout {
  const size = (from: number): number => shape.slice(from).reduce((product, each) => product * each, 1);
  if (axis === null) return { channels: 1, inner: Math.max(1, size(0)) };
  return { channels: Math.max(1, shape[axis] ?? 1), inner: Math.max(1, size(axis + 1)) };
}

/** What was found in the values of a weight. */
export interface WeightRanges {
  /** Largest magnitude of each channel. */
  readonly absMax: Float32Array;
  /** Values that are NaN or infinite; such a weight cannot be quantized. */
  readonly notFinite: number;
}

/** Largest magnitude of each channel, from values in row-major order, in constant memory. */
export async function weightRanges(chunks: AsyncIterable<Float32Array>, layout: ChannelLayout): Promise<WeightRanges> {
  const absMax = new Float32Array(layout.channels);
  let start = 0;
  let notFinite = 0;
  for await (const values of chunks) {
    notFinite +=
      layout.inner === 1 ? rangeOfColumns(values, start, absMax) : rangeOfRuns(values, start, layout, absMax);
    start += values.length;
  }
  return { absMax, notFinite };
}

export function channelScales(ranges: WeightRanges): Float32Array {
  return ranges.absMax.map(symmetricScale);
}

function rangeOfColumns(values: Float32Array, start: number, absMax: Float32Array): number {
  const channels = absMax.length;
  let channel = start % channels;
  let notFinite = 0;
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i] as number);
    // Written so that NaN, which no comparison accepts, takes the rare branch as well.
    if (!(magnitude <= (absMax[channel] as number))) {
      if (magnitude < Number.POSITIVE_INFINITY) absMax[channel] = magnitude;
      else notFinite += 1;
    }
    channel += 1;
    if (channel === channels) channel = 0;
  }
  return notFinite;
}

function rangeOfRuns(values: Float32Array, start: number, layout: ChannelLayout, absMax: Float32Array): number {
  let notFinite = 0;
  forEachRun(values.length, start, layout, (channel, from, to) => {
    let largest = absMax[channel] as number;
    for (let i = from; i < to; i++) {
      const magnitude = Math.abs(values[i] as number);
      if (!(magnitude <= largest)) {
        if (magnitude < Number.POSITIVE_INFINITY) largest = magnitude;
        else notFinite += 1;
      }
    }
    absMax[channel] = largest;
  });
  return notFinite;
}

/** Signal and quantization error of a weight, for its signal-to-noise ratio. */
export class WeightNoise {
  signal = 0;
  error = 0;

  /** 10·log10(Σw² / Σ(w−ŵ)²) in dB; `null` when the codes are exact. */
  decibels(): number | null {
    return this.error === 0 ? null : 10 * Math.log10(this.signal / this.error);
  }
}

/** Writes the int8 codes of `values`, which start at element `start`, to `target`, and adds to `noise`. */
export function quantizeWeights(
  values: Float32Array,
  start: number,
  layout: ChannelLayout,
  scales: Float32Array,
  target: Int8Array,
  noise: WeightNoise,
): void {
  if (layout.inner === 1) quantizeColumns(values, start, scales, target, noise);
  else
    forEachRun(values.length, start, layout, (channel, from, to) => {
      quantizeRun(values, from, to, scales[channel] as number, target, noise);
    });
}

function quantizeColumns(
  values: Float32Array,
  start: number,
  scales: Float32Array,
  target: Int8Array,
  noise: WeightNoise,
): void {
  const channels = scales.length;
  let channel = start % channels;
  let signal = 0;
  let error = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const scale = scales[channel] as number;
    const code = saturate(Math.fround(value / scale) + ROUNDER - ROUNDER);
    target[i] = code;
    const off = value - code * scale;
    signal += value * value;
    error += off * off;
    channel += 1;
    if (channel === channels) channel = 0;
  }
  noise.signal += signal;
  noise.error += error;
}

function quantizeRun(
  values: Float32Array,
  from: number,
  to: number,
  scale: number,
  target: Int8Array,
  noise: WeightNoise,
): void {
  let signal = 0;
  let error = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    const code = saturate(Math.fround(value / scale) + ROUNDER - ROUNDER);
    target[i] = code;
    const off = value - code * scale;
    signal += value * value;
    error += off * off;
  }
  noise.signal += signal;
  noise.error += error;
}

function saturate(code: number): number {
  if (code > 127) return 127;
  if (code < -127) return -127;
  return code;
}

/** Calls `each` for every stretch of consecutive elements of one channel. */
function forEachRun(
  count: number,
  start: number,
  { channels, inner }: ChannelLayout,
  each: (channel: number, from: number, to: number) => void,
): void {
  let run = Math.floor(start / inner);
  let left = inner - (start % inner);
  for (let from = 0; from < count; ) {
    const to = Math.min(count, from + left);
    each(run % channels, from, to);
    left -= to - from;
    from = to;
    if (left === 0) {
      run += 1;
      left = inner;
    }
  }
}
