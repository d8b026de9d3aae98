import assert from 'node:assert/strict';
import { simplifyWarnings } from '../../../../src/compression/optimization/simplifyWarnings';
import type { OutputFidelity } from '../../../../src/shared/reports/evaluation';

const FILE = { file: 'net.onnx', bytes: 1000, zippedBytes: 900, weightBytes: 800 };

function judged(output: Partial<OutputFidelity>, rounds: boolean, plainError: number | null) {
  return {
    source: FILE,
    target: FILE,
    latency: null,
    accuracy: null,
    data: { kind: 'samples', file: 'net.samples.npz', available: 30, used: 30 } as const,
    fidelity: [{ output: 'y', sqnrDb: null, cosine: 1, largestError: 0, notFinite: 0, top1Agreement: null, ...output }],
    plainError,
    passes: [
      {
        id: 'some',
        title: 'Some',
        exactness: rounds ? ('rounding' as const) : ('exact' as const),
        changes: 1,
        names: ['n'],
        skipped: [],
        unlistedSkips: 0,
      },
    ],
  };
}

describe('warnings of a simplification', () => {
  it('are none when the answers are the same', () => {
    assert.deepEqual(
      simplifyWarnings(judged({}, false, null), () => 'float32'),
      [],
    );
  });

  it('tell rounding from more than rounding, by the type of the output', () => {
    const rounded = judged({ sqnrDb: 132, largestError: 1e-6 }, true, 1e-6);
    assert.deepEqual(
      simplifyWarnings(rounded, () => 'float32'),
      [],
    );
    const half = judged({ sqnrDb: 61, largestError: 1e-3 }, true, 1e-3);
    assert.deepEqual(
      simplifyWarnings(half, () => 'float16'),
      [],
    );
    assert.match(
      simplifyWarnings(half, () => 'float32')[0] ?? '',
      /"y" differs by more than rounding.*0\.001.*61\.0 dB/,
    );
    assert.match(simplifyWarnings(rounded, () => 'int64')[0] ?? '', /differs by more than rounding/);
    assert.match(simplifyWarnings(judged({ notFinite: 2 }, true, null), () => 'float32')[0] ?? '', /NaN or infinite/);
  });

  it('doubt passes that keep every bit when bits differ without the optimizations of the runtime', () => {
    const differs = { sqnrDb: 132, largestError: 1e-6 };
    assert.deepEqual(
      simplifyWarnings(judged(differs, false, 0), () => 'float32'),
      [],
    );
    assert.match(simplifyWarnings(judged(differs, false, 1e-6), () => 'float32')[0] ?? '', /keeps all bits, yet/);
  });

  it('say that a result is larger', () => {
    const larger = { ...judged({}, false, null), target: { ...FILE, bytes: 1100 } };
    assert.match(simplifyWarnings(larger, () => 'float32')[0] ?? '', /larger than the source/);
  });
});
