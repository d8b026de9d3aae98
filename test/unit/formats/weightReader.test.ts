import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { memorySource, openFileSource } from '../../../src/formats/fileSource';
import { openWeightFiles, readWeightBytes, weightChunks } from '../../../src/formats/weightReader';
import type { Payload, Weight } from '../../../src/model/model';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

function weight(payload: Payload, overrides: Partial<Weight> = {}): Weight {
  const shape = overrides.shape ?? [4];
  const elements = shape.reduce((product, size) => product * size, 1);
  return {
    name: 'w',
    dtype: 'int32',
    shape,
    elements,
    bytes: elements * 4,
    payload,
    sparse: null,
    doc: '',
    ...overrides,
  };
}

function filesOver(bytes: readonly number[]) {
  return openWeightFiles('/nowhere/m.onnx', memorySource(Uint8Array.from(bytes), 'm.onnx'));
}

function int32(numbers: readonly number[]): Buffer {
  return Buffer.from(Int32Array.from(numbers).buffer);
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(Buffer.from(chunk));
  return all;
}

describe('weights stored as varints', () => {
  /** 1, 300, -1 (ten bytes), 0. */
  const ENCODED = [1, 0xac, 2, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0];
  const typed = (...ranges: readonly (readonly [number, number])[]): Weight =>
    weight({ kind: 'typed', field: 'int32', ranges: ranges.map(([offset, length]) => ({ offset, length })) });

  it('decodes several ranges in order', async () => {
    const read = await readWeightBytes(typed([0, 3], [3, 11]), filesOver(ENCODED));
    assert.deepEqual(Buffer.from(read), int32([1, 300, -1, 0]));
  });

  it('refuses numbers that are cut off, too long, too many or too few', async () => {
    const read = (one: Weight, bytes = ENCODED) => thrownBy(() => readWeightBytes(one, filesOver(bytes)));
    assert.equal((await read(typed([0, 2], [2, 12]))).code, 'weight.badNumbers');
    assert.equal((await read(typed([0, 14]), Array(14).fill(0x80))).code, 'weight.badNumbers');
    assert.equal((await read(typed([0, 14]), Array(14).fill(1))).code, 'weight.wrongAmount');
    assert.equal((await read(typed([0, 3]))).code, 'weight.wrongAmount');
  });
});

describe('weightChunks', () => {
  const folder = temporaryFolder();

  for (const how of ['waiting', 'aside'] as const) {
    it(`reads what fits into the places it is given, ${how}, and the rest elsewhere`, async () => {
      const file = folder.path('m.onnx');
      await writeFile(file, int32([9, 1, 2, 3, 4, 5]));
      const source = await openFileSource(file);
      const one = weight({ kind: 'range', offset: 4, length: 20 }, { shape: [5] });
      const places = [new Uint8Array(8), new Uint8Array(8), new Uint8Array(3)];
      const chunks: Uint8Array[] = [];
      let next = 0;
      const buffer = (): Uint8Array => places[next++] ?? new Uint8Array(0);
      for await (const chunk of weightChunks(one, openWeightFiles(file, source), 8, buffer, how)) chunks.push(chunk);
      assert.deepEqual(Buffer.concat(chunks), int32([1, 2, 3, 4, 5]));
      const isThere = chunks.map((chunk, i) => chunk.buffer === places[i]?.buffer);
      assert.deepEqual(isThere, [true, true, false]);
      await source.close();
    });
  }

  it('never cuts an element', async () => {
    const payload: Payload = { kind: 'inline', bytes: int32([1, 2, 3, 4]) };
    const chunks = await collect(weightChunks(weight(payload), filesOver([]), 10));
    assert.deepEqual(chunks, [int32([1, 2]), int32([3, 4])]);
    const single = await collect(weightChunks(weight(payload), filesOver([]), 1));
    assert.deepEqual(single, [int32([1]), int32([2]), int32([3]), int32([4])]);
  });

  it('joins packed floats that lie in several ranges', async () => {
    const ranges = [
      { offset: 0, length: 4 },
      { offset: 8, length: 12 },
    ];
    const bytes = [...int32([1, 99, 2, 3, 4])];
    const one = weight({ kind: 'typed', field: 'float', ranges }, { dtype: 'float32' });
    assert.deepEqual(Buffer.concat(await collect(weightChunks(one, filesOver(bytes), 8))), int32([1, 2, 3, 4]));
    assert.deepEqual(Buffer.from(await readWeightBytes(one, filesOver(bytes), 1, 2)), int32([2, 3]));
  });

  it('gives nothing for a weight without elements', async () => {
    const empty = weight({ kind: 'empty' }, { shape: [0, 3] });
    assert.deepEqual(await collect(weightChunks(empty, filesOver([]), 8)), []);
  });

  it('gives the stored values of a sparse weight', async () => {
    const indices = weight({ kind: 'empty' });
    const sparse = weight(
      { kind: 'range', offset: 0, length: 8 },
      { shape: [100, 100], sparse: { stored: 2, indices } },
    );
    assert.deepEqual(
      Buffer.concat(await collect(weightChunks(sparse, filesOver([...int32([5, 6])]), 64))),
      int32([5, 6]),
    );
  });
});

describe('weights that cannot be read', () => {
  it('names the tensor and the reason', async () => {
    const cases: readonly (readonly [Weight, string])[] = [
      [weight({ kind: 'empty' }), 'weight.noValues'],
      [weight({ kind: 'inline', bytes: new Uint8Array(15) }), 'weight.wrongAmount'],
      [weight({ kind: 'range', offset: 0, length: 20 }), 'weight.wrongAmount'],
      [weight({ kind: 'strings', values: [] }, { dtype: 'string' }), 'weight.notNumeric'],
      [weight({ kind: 'range', offset: 0, length: 2 ** 34 }, { shape: [2 ** 32] }), 'weight.tooLarge'],
    ];
    for (const [one, code] of cases) {
      const info = await thrownBy(() => readWeightBytes(one, filesOver([1, 2, 3, 4])));
      assert.equal(info.code, code);
      assert.equal(info.place, 'tensor "w"');
      assert.ok(info.next);
    }
  });

  it('refuses elements the weight does not have', async () => {
    const one = weight({ kind: 'inline', bytes: int32([1, 2, 3, 4]) });
    for (const [first, count] of [
      [0, 5],
      [5, 0],
      [-1, 1],
      [0, -1],
      [Number.NaN, 1],
    ] as const) {
      assert.equal((await thrownBy(() => readWeightBytes(one, filesOver([]), first, count))).code, 'weight.outOfRange');
    }
  });
});
