import assert from 'node:assert/strict';
import { batchAxis, batchDimension } from '../../../../src/analysis/inputs/batchDimension';
import {
  chooseDimensions,
  type DeclaredInput,
  feedShape,
  openDimensions,
} from '../../../../src/analysis/inputs/freeDimensions';
import type { Dimension } from '../../../../src/model/model';
import { thrownBy } from '../../../fixtures/thrown';

function input(name: string, shape: readonly Dimension[] | null): DeclaredInput {
  return { name, type: { kind: 'tensor', dtype: 'float32', shape } };
}

describe('free dimensions', () => {
  const text = [input('ids', ['batch', 'sequence']), input('mask', ['batch', 'sequence'])];

  it('lists each once, with a default by its meaning', () => {
    assert.deepEqual(
      openDimensions([...text, input('image', [null, 3, null, null])]).map(({ name, default: size }) => [name, size]),
      [
        ['batch', 1],
        ['sequence', 128],
        ['image:0', 1],
        ['image:2', 224],
        ['image:3', 224],
      ],
    );
  });

  it('works out sums of dimensions instead of asking for them', () => {
    const cache = [input('past', ['batch', 'past_length', 8]), input('mask', ['batch', 'past_length + 1'])];
    const chosen = chooseDimensions(cache, [{ name: 'past_length', value: 5 }]);
    assert.deepEqual(chosen, [
      { name: 'batch', value: 1 },
      { name: 'past_length', value: 5 },
    ]);
    assert.deepEqual(
      cache.map(each => feedShape(each, chosen)),
      [
        [1, 5, 8],
        [1, 6],
      ],
    );
  });

  it('asks for the sizes that an expression is made of, and takes for names what is no expression', () => {
    const inputs = [input('x', ['2*s0', '(s1 - 1)//2 + 1']), input('y', ['batch-size', 'a/b'])];
    const chosen = chooseDimensions(inputs, [
      { name: 's0', value: 3 },
      { name: 's1', value: 8 },
      { name: 'batch-size', value: 5 },
      { name: 'a/b', value: 7 },
    ]);
    assert.deepEqual(
      inputs.map(each => feedShape(each, chosen)),
      [
        [6, 4],
        [5, 7],
      ],
    );
    assert.deepEqual(
      chosen.map(({ name }) => name),
      ['s0', 's1', 'batch-size', 'a/b'],
    );
    assert.deepEqual(batchDimension([input('x', ['2*batch', 'seq']), input('y', ['batch', 4])]), {
      kind: 'free',
      names: ['batch'],
    });
  });

  it('takes what is asked for, the last word winning', () => {
    const chosen = chooseDimensions(text, [
      { name: 'sequence', value: 16 },
      { name: 'sequence', value: 32 },
    ]);
    assert.deepEqual(chosen.at(-1), { name: 'sequence', value: 32 });
  });

  it('refuses names and sizes that are none', async () => {
    assert.equal((await thrownBy(() => chooseDimensions(text, [{ name: 'x', value: 1 }]))).code, 'dimension.unknown');
    for (const value of [-1, 1.5, Number.NaN, 2 ** 40]) {
      const info = await thrownBy(() => chooseDimensions(text, [{ name: 'batch', value }]));
      assert.equal(info.code, 'dimension.value');
    }
  });

  it('finds the batch by name before place, and says when it is fixed', () => {
    assert.deepEqual(batchDimension(text), { kind: 'free', names: ['batch'] });
    assert.deepEqual(batchDimension([input('x', ['time', 'N', 4])]), { kind: 'free', names: ['N'] });
    assert.deepEqual(batchDimension([input('x', ['rows', 4])]), { kind: 'free', names: ['rows'] });
    assert.deepEqual(batchDimension([input('a', [null, 3]), input('b', [null])]), {
      kind: 'free',
      names: ['a:0', 'b:0'],
    });
    assert.deepEqual(batchDimension([input('x', [8, 3])]), { kind: 'fixed', size: 8 });
    assert.deepEqual(batchDimension([input('t', []), input('u', null)]), { kind: 'none' });
  });

  it('knows the axis of the batch in every input', () => {
    const batch = batchDimension([input('x', ['time', 'N', 4])]);
    assert.equal(batchAxis(input('x', ['time', 'N', 4]), batch), 1);
    assert.equal(batchAxis(input('t', []), batch), null);
  });
});
