import assert from 'node:assert/strict';
import type { SampleSet } from '../../../src/prediction/sampleSet';
import { calibrationSamples } from '../../../src/worker/quantization/calibrationSamples';

function samples(count: number, rows: number): SampleSet {
  return {
    source: { kind: 'samples', file: 'net.samples.npz', available: count * rows, used: count * rows },
    count,
    rows,
    labels: Array.from({ length: count * rows }, (_, index) => index),
    freeDimensions: [],
    at: () => new Map(),
    batch: () => new Map(),
  };
}

describe('Samples that ranges are taken from', () => {
  it('are the first runs, as many as hold the wished number', () => {
    const first = calibrationSamples(samples(90, 4), 200);
    assert.equal(first.count, 50);
    assert.deepEqual(first.source, { kind: 'samples', file: 'net.samples.npz', available: 360, used: 200 });
  });

  it('are all when there are fewer, and one run when a run holds more', () => {
    assert.equal(calibrationSamples(samples(3, 4), 200).count, 3);
    assert.equal(calibrationSamples(samples(3, 4), 2).count, 1);
  });
});
