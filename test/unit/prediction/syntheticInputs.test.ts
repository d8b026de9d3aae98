import assert from 'node:assert/strict';
import type { DeclaredInput } from '../../../src/analysis/inputs/freeDimensions';
import type { DType } from '../../../src/model/dtype';
import type { Dimension } from '../../../src/model/model';
import { syntheticInputs } from '../../../src/prediction/syntheticInputs';
import { thrownBy } from '../../fixtures/thrown';

function input(name: string, dtype: DType, shape: readonly Dimension[]): DeclaredInput {
  return { name, type: { kind: 'tensor', dtype, shape } };
}

const options = { freeDimensions: [], most: 100, seed: 1 };

describe('made-up inputs', () => {
  it('have the declared shapes and types', () => {
    const types = [
      'float32',
      'float64',
      'float16',
      'int8',
      'uint8',
      'int32',
      'int64',
      'uint64',
      'bool',
      'string',
    ] as const;
    const set = syntheticInputs(
      types.map(type => input(type, type, ['N', 3])),
      options,
    );
    for (const type of types) {
      const tensor = set.at(0).get(type);
      assert.deepEqual([tensor?.dtype, tensor?.shape, tensor?.data.length], [type, [1, 3], 3]);
    }
    assert.deepEqual(set.source, { kind: 'synthetic', used: 16, seed: 1 });
  });

  it('are standard normal, in halves too', () => {
    const set = syntheticInputs([input('x', 'float32', [10_000]), input('h', 'float16', [10_000])], options);
    const singles = [...(set.at(0).get('x')?.data ?? [])].map(Number);
    const halves = [...(set.at(0).get('h')?.data ?? [])].map(bits => halfValue(Number(bits)));
    for (const values of [singles, halves]) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      assert.ok(Math.abs(mean) < 0.05, `mean ${mean}`);
      assert.ok(Math.abs(variance - 1) < 0.05, `variance ${variance}`);
    }
  });

  it('repeat themselves for a seed and differ from run to run', () => {
    const values = (seed: number, run: number): unknown[] => [
      ...(syntheticInputs([input('x', 'float32', [4])], { ...options, seed })
        .at(run)
        .get('x')?.data ?? []),
    ];
    assert.deepEqual(values(1, 3), values(1, 3));
    assert.notDeepEqual(values(1, 3), values(1, 4));
    assert.notDeepEqual(values(1, 3), values(2, 3));
  });

  it('keep token ids, masks and positions in any vocabulary', () => {
    const set = syntheticInputs(
      [
        input('input_ids', 'int64', ['batch', 8]),
        input('attention_mask', 'int64', ['batch', 8]),
        input('position_ids', 'int64', ['batch', 8]),
      ],
      options,
    );
    const feeds = set.at(0);
    assert.ok([...(feeds.get('input_ids')?.data ?? [])].every(value => value === 0n || value === 1n));
    assert.ok([...(feeds.get('attention_mask')?.data ?? [])].every(value => value === 1n));
    assert.deepEqual([...(feeds.get('position_ids')?.data ?? [])], [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]);
  });

  it('grow along the batch', () => {
    const set = syntheticInputs([input('x', 'float32', ['N', 2]), input('t', 'float32', [])], options);
    assert.deepEqual(set.batch(8).get('x')?.shape, [8, 2]);
    assert.deepEqual(set.batch(8).get('t')?.shape, []);
  });

  it('are refused for what cannot be fed or held', async () => {
    const codeOf = async (declared: DeclaredInput): Promise<string> =>
      (await thrownBy(() => syntheticInputs([declared], options).at(0))).code;
    assert.equal(await codeOf(input('x', 'float32', [2 ** 20, 2 ** 20])), 'samples.inputTooLarge');
    assert.equal(await codeOf(input('x', 'bfloat16', [1])), 'samples.inputNotGenerated');
    assert.equal(await codeOf({ name: 's', type: { kind: 'sequence', of: null } }), 'samples.inputNotTensor');
  });
});

/** Value of a finite binary16 (IEEE 754). */
function halfValue(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -size : size;
}
