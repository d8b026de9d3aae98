import assert from 'node:assert/strict';
import type { DeclaredInput } from '../../../src/analysis/inputs/freeDimensions';
import type { DType } from '../../../src/model/dtype';
import type { Dimension } from '../../../src/model/model';
import { npzSamples } from '../../../src/prediction/npzSamples';
import type { SampleSet } from '../../../src/prediction/sampleSet';
import type { FreeDimension } from '../../../src/shared/reports/measurement';
import { type NpyArray, writeNpz } from '../../fixtures/builders/npy';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

function input(name: string, shape: readonly Dimension[], dtype: DType = 'float32'): DeclaredInput {
  return { name, type: { kind: 'tensor', dtype, shape } };
}

function floats(...shape: number[]): NpyArray {
  return { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index) };
}

function labels(...values: number[]): NpyArray {
  return { shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}

describe('samples from .npz', () => {
  const folder = temporaryFolder();

  async function load(
    arrays: Readonly<Record<string, NpyArray>>,
    inputs: readonly DeclaredInput[],
    freeDimensions: readonly FreeDimension[] = [],
    most = 100,
  ): Promise<SampleSet> {
    await writeNpz(folder.path('net.samples.npz'), arrays);
    return npzSamples(folder.path('net.samples.npz'), inputs, { freeDimensions, most, seed: 1 });
  }

  const feed = (set: SampleSet, index: number, name: string): [readonly number[], unknown[]] => {
    const tensor = set.at(index).get(name);
    return [tensor?.shape ?? [], [...(tensor?.data ?? [])]];
  };

  it('gives one sample after the other to a free batch', async () => {
    const set = await load({ x: floats(3, 2), label: labels(2, 0, 1) }, [input('x', ['N', 2])]);
    assert.deepEqual([set.count, set.rows, set.labels], [3, 1, [2, 0, 1]]);
    assert.deepEqual(feed(set, 2, 'x'), [
      [1, 2],
      [4, 5],
    ]);
    assert.deepEqual(set.freeDimensions, [{ name: 'N', value: 1 }]);
    assert.deepEqual(set.source, {
      kind: 'samples',
      file: 'net.samples.npz',
      available: 3,
      used: 3,
    });
  });

  it('fills a fixed batch and leaves the rest over', async () => {
    const set = await load({ x: floats(5, 2), label: labels(0, 1, 2, 3, 4) }, [input('x', [2, 2])]);
    assert.deepEqual([set.count, set.rows, set.labels], [2, 2, [0, 1, 2, 3]]);
    assert.deepEqual(feed(set, 1, 'x'), [
      [2, 2],
      [4, 5, 6, 7],
    ]);
  });

  it('uses no more samples than asked for', async () => {
    const set = await load({ x: floats(5, 2), label: labels(0, 1, 2, 3, 4) }, [input('x', [null, 2])], [], 3);
    assert.deepEqual([set.count, set.labels], [3, [0, 1, 2]]);
    assert.deepEqual(set.source.kind === 'samples' && [set.source.available, set.source.used], [5, 3]);
  });

  it('takes the batch size asked for', async () => {
    const set = await load({ x: floats(4, 2) }, [input('x', ['N', 2])], [{ name: 'N', value: 2 }]);
    assert.deepEqual([set.count, set.rows], [2, 2]);
    assert.deepEqual(feed(set, 1, 'x'), [
      [2, 2],
      [4, 5, 6, 7],
    ]);
  });

  it('stacks samples of a model without a batch, and shares what does not vary', async () => {
    const arrays = { x: floats(2, 3), scale: floats(1), t: floats() };
    const set = await load(arrays, [input('x', [3]), input('scale', [1]), input('t', [])]);
    assert.deepEqual([set.count, set.rows], [2, 1]);
    assert.deepEqual(feed(set, 1, 'x'), [[3], [3, 4, 5]]);
    assert.deepEqual(feed(set, 1, 'scale'), [[1], [0]]);
    assert.deepEqual(feed(set, 1, 't'), [[], [0]]);
  });

  it('makes batches of any size, beginning anew when samples run out', async () => {
    const set = await load({ x: floats(3, 2) }, [input('x', ['N', 2])]);
    const batch = set.batch(4).get('x');
    assert.deepEqual(
      [batch?.shape, [...(batch?.data ?? [])]],
      [
        [4, 2],
        [0, 1, 2, 3, 4, 5, 0, 1],
      ],
    );
  });

  it('reads free dimensions off the samples', async () => {
    const set = await load({ x: floats(2, 7, 3) }, [input('x', ['batch', 'seq', 3])]);
    assert.deepEqual(set.freeDimensions, [
      { name: 'batch', value: 1 },
      { name: 'seq', value: 7 },
    ]);
  });

  const refused: readonly [string, () => Promise<SampleSet>, string, RegExp][] = [
    [
      'a missing array',
      () => load({ y: floats(1, 2) }, [input('x', ['N', 2])]),
      'samples.arrayMissing',
      /"x"; found "y"/,
    ],
    [
      'another type',
      () => load({ x: floats(1, 2) }, [input('x', ['N', 2], 'int64')]),
      'samples.type',
      /float32.*int64/,
    ],
    ['another shape', () => load({ x: floats(1, 3) }, [input('x', ['N', 2])]), 'samples.shape', /\[1,3\].*\[N,2\]/],
    [
      'counts that differ',
      () => load({ x: floats(3, 2), y: floats(2, 2) }, [input('x', ['N', 2]), input('y', ['N', 2])]),
      'samples.count',
      /2 samples, "x" has 3/,
    ],
    [
      'labels that are too few',
      () => load({ x: floats(3, 2), label: labels(1) }, [input('x', ['N', 2])]),
      'samples.labels',
      /1 labels for 3 samples/,
    ],
    [
      'labels that are no numbers of classes',
      () => load({ x: floats(3, 2), label: floats(3) }, [input('x', ['N', 2])]),
      'samples.labels',
      /float32/,
    ],
    [
      'one-hot labels',
      () => load({ x: floats(3, 2), label: floats(3, 4) }, [input('x', ['N', 2])]),
      'samples.labels',
      /\[3,4\]/,
    ],
    ['no samples', () => load({ x: floats(0, 2) }, [input('x', ['N', 2])]), 'samples.empty', /no samples/],
    ['fewer than the batch', () => load({ x: floats(1, 2) }, [input('x', [4, 2])]), 'samples.tooFewForBatch', /1.*4/],
    [
      'sizes that contradict a shared name',
      () => load({ x: floats(1, 3), y: floats(1, 4) }, [input('x', ['N', 'S']), input('y', ['N', 'S'])]),
      'samples.dimensionConflict',
      /"S" is 4 here and 3 in "x"/,
    ],
    [
      'a dimension no input has',
      () => load({ x: floats(1, 2) }, [input('x', ['N', 2])], [{ name: 'M', value: 1 }]),
      'dimension.unknown',
      /"M".*"N"/,
    ],
    [
      'a size that the samples do not have',
      () => load({ x: floats(1, 7) }, [input('x', ['N', 'S'])], [{ name: 'S', value: 8 }]),
      'samples.shape',
      /\[1,7\].*\[N,8\]/,
    ],
  ];
  for (const [what, act, code, message] of refused) {
    it(`refuses ${what}`, async () => {
      const info = await thrownBy(act);
      assert.equal(info.code, code);
      assert.match(info.message, message);
      assert.ok(info.next !== undefined);
    });
  }
});
