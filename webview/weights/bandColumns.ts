import type { ChannelRanges } from '../../src/shared/protocol/weights';

/** What one column of a band chart covers. */
export interface BandColumn {
  /** Entries `[first, last)`. */
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  /** Least and largest of the means. */
  readonly lowMean: number;
  readonly highMean: number;
}

/** Puts neighbouring channels together until there are at most `most` columns: none is left out. */
export function bandColumns({ min, max, mean }: ChannelRanges, most: number): readonly BandColumn[] {
  const count = Math.min(min.length, Math.max(1, Math.floor(most)));
  return Array.from({ length: count }, (_, i) => {
    const first = Math.floor((i * min.length) / count);
    const last = Math.floor(((i + 1) * min.length) / count);
    const band = { min: Infinity, max: -Infinity, lowMean: Infinity, highMean: -Infinity };
    for (let entry = first; entry < last; entry++) {
      band.min = Math.min(band.min, orElse(min[entry], Infinity));
      band.max = Math.max(band.max, orElse(max[entry], -Infinity));
      band.lowMean = Math.min(band.lowMean, orElse(mean[entry], Infinity));
      band.highMean = Math.max(band.highMean, orElse(mean[entry], -Infinity));
    }
    return { first, last, ...band };
  });
}

/** Channels without finite elements have no range. */
function orElse(value: number | undefined, fallback: number): number {
  return value === undefined || Number.isNaN(value) ? fallback : value;
}
