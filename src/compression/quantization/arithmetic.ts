/** An affine code: real value = scale · (q − zeroPoint). `scale` is exact in float32. */
export interface QuantizationParameters {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Inclusive limits of the stored integers. */
export interface IntegerRange {
  readonly low: number;
  readonly high: number;
}

/** −128 is left out so that the range is symmetric, which the integer kernels' single zero point needs. */
export const INT8_SYMMETRIC: IntegerRange = { low: -127, high: 127 };
export const UINT8: IntegerRange = { low: 0, high: 255 };
export const INT32: IntegerRange = { low: -(2 ** 31), high: 2 ** 31 - 1 };

/** Smallest normal float32; a scale below it would make divisions overflow. */
const SMALLEST_SCALE = 2 ** -126;

/** Adding it to a double of magnitude below 2^51 leaves no bits for a fraction; the FPU rounds half to even. */
const ROUNDER = 1.5 * 2 ** 52;

/** Nearest integer, ties to the even one, as ONNX QuantizeLinear rounds; for magnitudes below 2^51. */
export function roundHalfToEven(value: number): number {
  return value + ROUNDER - ROUNDER;
}

/** q = saturate(round(x / scale) + zeroPoint), the division in float32 as in ONNX QuantizeLinear. */
export function quantizeValue(
  value: number,
  { scale, zeroPoint }: QuantizationParameters,
  range: IntegerRange,
): number {
  // Clamped before rounding, because an infinite quotient cannot be rounded.
  const quotient = Math.fround(value / scale);
  const clamped = Math.min(Math.max(quotient, range.low - zeroPoint), range.high - zeroPoint);
  return roundHalfToEven(clamped) + zeroPoint;
}

export function dequantizeValue(stored: number, { scale, zeroPoint }: QuantizationParameters): number {
  return Math.fround((stored - zeroPoint) * scale);
}

/** Scale of a symmetric int8 code that reaches ±`absMax`: absMax / 127. A channel of zeros gets scale 1. */
export function symmetricScale(absMax: number): number {
  const scale = Math.fround(absMax / INT8_SYMMETRIC.high);
  return scale < SMALLEST_SCALE ? 1 : scale;
}

/**
 * Asymmetric uint8 code of [min, max], widened to hold zero:
 * scale = (max − min) / 255, zeroPoint = round(−min / scale). A range of zero width gets scale 1 and zero point 0.
 *
 * The scale is rounded down to float32, so that a range that ends at a Clip's bound does not reach beyond it: only then
 * does the runtime recognise the Clip as redundant.
 */
export function asymmetricUint8(min: number, max: number): QuantizationParameters {
  const low = Math.min(min, 0);
  const high = Math.max(max, 0);
  const exact = (high - low) / (UINT8.high - UINT8.low);
  if (exact < SMALLEST_SCALE) return { scale: 1, zeroPoint: 0 };
  const scale = roundedDown(exact);
  const zeroPoint = Math.min(UINT8.high, Math.max(UINT8.low, roundHalfToEven(-low / exact)));
  return { scale, zeroPoint };
}

/** The largest float32 that is not above a positive number. */
function roundedDown(value: number): number {
  const nearest = new Float32Array([value]);
  const bits = new Uint32Array(nearest.buffer);
  if ((nearest[0] ?? 0) > value) bits[0] = (bits[0] ?? 1) - 1;
  return nearest[0] ?? value;
}

export interface QuantizedBias {
  readonly values: Int32Array;
  /** One for each element; float32. */
  readonly scales: Float32Array;
  /** Weight scales that had to grow so that the bias fits into 32 bits: channel → new weight scale. */
  readonly weightScales: Float32Array;
}

/**
 * int32 bias of an integer kernel, which adds it to the accumulator: b_c ≈ q_c · (s_x · s_w[c]), zero point 0.
 *
 * Where |b_c| / (s_x · s_w[c]) would not fit into 31 bits, s_w[c] is raised until it does; the channel's weights must be
 * quantized with the returned scale. `weightScales` has one entry, or one for each bias element.
 */
export function quantizeBias(bias: Float32Array, inputScale: number, weightScales: Float32Array): QuantizedBias {
  const raised = raisedScales(bias, inputScale, weightScales);
  const values = new Int32Array(bias.length);
  const scales = new Float32Array(bias.length);
  for (let c = 0; c < bias.length; c++) {
    const weightScale = raised[raised.length === 1 ? 0 : c] ?? 1;
    const scale = Math.fround(inputScale * weightScale);
    scales[c] = scale;
    values[c] = Math.min(INT32.high, Math.max(INT32.low, roundHalfToEven((bias[c] ?? 0) / scale)));
  }
  return { values, scales, weightScales: raised };
}

/** Headroom of the accumulator that a bias may take: half of int32, the rest stays for the products. */
const LARGEST_BIAS = 2 ** 30;

function raisedScales(bias: Float32Array, inputScale: number, weightScales: Float32Array): Float32Array {
  const raised = weightScales.slice();
  for (let c = 0; c < bias.length; c++) {
    const at = raised.length === 1 ? 0 : c;
    const needed = Math.abs(bias[c] ?? 0) / LARGEST_BIAS / inputScale;
    if (needed > (raised[at] ?? 0)) raised[at] = Math.fround(needed * (1 + 2 ** -20));
  }
  return raised;
}
