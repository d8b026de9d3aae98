import type { SampleSet } from '../../prediction/sampleSet';

/** The first runs of a set, as many as hold `most` samples, and at least one. Labels stay with the whole set. */
export function calibrationSamples(samples: SampleSet, most: number): SampleSet {
  const count = Math.min(samples.count, Math.max(1, Math.floor(most / samples.rows)));
  return { ...samples, count, labels: null, source: { ...samples.source, used: count * samples.rows } };
}
