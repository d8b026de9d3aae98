export type Numbers = Float32Array | Float64Array;

/** What a block of elements a and b of two weights adds to their figures. The others mean nothing unless `isFinite`. */
export interface Differences {
  /** Whether every element's square is a number. */
  readonly isFinite: boolean;
  /** Σa². */
  readonly signal: number;
  /** Σ(a−b)². */
  readonly noise: number;
  readonly zerosOfA: number;
  readonly zerosOfB: number;
  /** Elements with a = b. */
  readonly equal: number;
  /** Whether |a−b| is above `largest` or, where a is not zero, |a−b| / |a| above `relative` for some element. */
  readonly raises: boolean;
}

/** Looks at elements `[from, to)` of both. */
export type DifferencesOf = (
  a: Numbers,
  b: Numbers,
  from: number,
  to: number,
  largest: number,
  relative: number,
) => Differences;

/** The same one after the other: what `differences.wat` does for float32, and what is done for all else. */
export const referenceDifferences: DifferencesOf = (a, b, from, to, largest, relative) => {
  let signal = 0;
  let other = 0;
  let noise = 0;
  let zerosOfA = 0;
  let zerosOfB = 0;
  let equal = 0;
  let raises = false;
  for (let i = from; i < to; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    const off = Math.abs(x - y);
    signal += x * x;
    other += y * y;
    noise += off * off;
    if (x === 0) zerosOfA += 1;
    if (y === 0) zerosOfB += 1;
    if (off === 0) equal += 1;
    if (off > largest || (off > relative * Math.abs(x) && x !== 0)) raises = true;
  }
  return { isFinite: Number.isFinite(signal + other), signal, noise, zerosOfA, zerosOfB, equal, raises };
};
