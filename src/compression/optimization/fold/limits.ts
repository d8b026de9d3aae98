/** Bytes that folded values may add to a file beyond the constants that they make superfluous. */
export interface GrowthLimits {
  readonly one: number;
  readonly all: number;
}

/** A hundredth of the model for one value and a twentieth for all; of small models 64 KiB and 1 MiB. */
export function growthLimits(weightBytes: number): GrowthLimits {
  return {
    one: Math.max(2 ** 16, Math.floor(weightBytes / 100)),
    all: Math.max(2 ** 20, Math.floor(weightBytes / 20)),
  };
}

/** Constants that are computed from at once are in memory together; and so are all results until they are written. */
export const MOST_IN_MEMORY = 256 * 2 ** 20;
