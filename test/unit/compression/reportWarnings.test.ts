import assert from 'node:assert/strict';
import { reportWarnings } from '../../../src/compression/quantization/reportWarnings';

const file = { file: 'net.onnx', bytes: 100, zippedBytes: 90, weightBytes: 80 };
const report = {
  source: file,
  target: { ...file, bytes: 30 },
  latency: null,
  fidelity: [],
  fidelitySamples: 360,
  accuracy: { samples: 360, source: 0.9, target: 0.9, output: 'y' },
  data: { kind: 'samples', file: 'net.samples.npz', available: 360, used: 200 },
  method: 'static',
} as const;

describe('Warnings of a report', () => {
  it('are none when enough samples speak for the result', () => {
    assert.deepEqual(reportWarnings(report), []);
  });

  it('tell few samples of the ranges from few samples of the comparison', () => {
    const few = { ...report, data: { ...report.data, used: 5 } };
    assert.deepEqual(reportWarnings(few), ['Calibrated on 5 samples only.']);
    assert.deepEqual(reportWarnings({ ...few, method: 'dynamic' }), []);
    const both = { ...few, fidelitySamples: 5 };
    assert.deepEqual(reportWarnings(both), ['Calibrated on 5 samples only.', 'Compared on 5 samples only.']);
    assert.deepEqual(reportWarnings({ ...both, method: 'dynamic' }), ['Compared on 5 samples only.']);
  });

  it('say first what the result costs, then what it answers', () => {
    const bad = {
      ...report,
      target: file,
      accuracy: { ...report.accuracy, target: 0.85 },
    };
    assert.deepEqual(reportWarnings(bad), [
      'The result is not smaller than the source.',
      'Accuracy drops by 5.00 percentage points.',
    ]);
  });
});
