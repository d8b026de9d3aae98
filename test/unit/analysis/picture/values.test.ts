import assert from 'node:assert/strict';
import { readNumbers, readPrinted, readStored } from '../../../../src/analysis/picture/blocks';
import { readChannels } from '../../../../src/analysis/picture/channels';
import { elementGrid } from '../../../../src/analysis/picture/elementGrid';
import { readPyramid, readTile } from '../../../../src/analysis/picture/pyramid';
import { subjectOf } from '../../../../src/analysis/picture/subject';
import { weightFacts } from '../../../../src/analysis/picture/weightFacts';
import type { DType } from '../../../../src/model/dtype';
import type { Weight } from '../../../../src/model/model';
import type { Runtime } from '../../../../src/model/runtime';
import type { BlockRequest, TileRequest } from '../../../../src/shared/protocol/weights';
import { createRuntime } from '../../../../src/worker/runtime';
import { modelOf } from '../../../fixtures/builders/neutralModel';
import { type GraphBuilder, graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';
import { indices, opened, patient } from './brute';

const BY_ROWS = { rows: 0, columns: null, at: [] };

function block(rows: number, columns: number, matrix: BlockRequest['matrix'] = BY_ROWS): BlockRequest {
  return { graph: 'main', name: 'w', dequantized: false, matrix, row: 0, column: 0, rows, columns };
}

async function printed(dtype: DType, shape: readonly number[], bytes: Uint8Array): Promise<readonly string[]> {
  const graph = graphBuilder().weight('w', dtype, shape, bytes).output('w', dtype, shape);
  const { subject, reader } = await opened(modelBytes(graph, { opset: 23, irVersion: 11 }), 'w');
  const grid = elementGrid('w', subject.shape, { rows: null, columns: null, at: [] });
  const elements = shape.reduce((a, b) => a * b, 1);
  const request = block(1, elements, { rows: null, columns: null, at: [] });
  return (await readPrinted(subject, reader(), grid, request)).values;
}

const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

describe('printed elements', () => {
  it('of 64 bits have all digits', async () => {
    const values = BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, 9_007_199_254_740_993n, 0n);
    assert.deepEqual(await printed('int64', [4], bytesOf(values)), Array.from(values, String));
    const unsigned = BigUint64Array.of(2n ** 64n - 1n, 1n);
    assert.deepEqual(await printed('uint64', [2], bytesOf(unsigned)), Array.from(unsigned, String));
  });

  it('read back as the same bits', async () => {
    const random = seededRandom(3);
    const patterns = Uint32Array.from({ length: 2000 }, () => Math.floor(random() * 2 ** 32));
    patterns.set([0, 0x80000000, 1, 0x7f7fffff, 0x00800000]);
    const singles = new Float32Array(patterns.buffer);
    const texts = await printed('float32', [2000], bytesOf(singles));
    for (const [i, text] of texts.entries()) assert.ok(Object.is(Math.fround(Number(text)), singles[i]), `${text}`);
    const doubles = Float64Array.from({ length: 500 }, () => (random() - 0.5) * 10 ** Math.floor(random() * 600 - 300));
    doubles.set([-0, Number.MIN_VALUE, Number.MAX_VALUE, Number.NaN, -Infinity]);
    const printedDoubles = await printed('float64', [500], bytesOf(doubles));
    for (const [i, text] of printedDoubles.entries()) assert.ok(Object.is(Number(text), doubles[i]), text);
  });

  it('of small types are read from the middle of a byte', async () => {
    const graph = graphBuilder().weight(
      'w',
      'int4',
      [3, 5],
      Uint8Array.of(0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0x0e),
    );
    const { subject, reader } = await opened(
      modelBytes(graph.output('w', 'int4', [3, 5]), { opset: 23, irVersion: 11 }),
      'w',
    );
    const all = [0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2];
    const grid = elementGrid('w', [3, 5], BY_ROWS);
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 5; column++) {
        const request = { ...block(1, 5 - column), row, column };
        const wanted = all.slice(row * 5 + column, row * 5 + 5);
        assert.deepEqual((await readPrinted(subject, reader(), grid, request)).values, wanted.map(String));
        assert.deepEqual([...(await readNumbers(reader(), grid, request))], wanted);
      }
    }
  });

  it('of text, truth and complex numbers', async () => {
    assert.deepEqual(await printed('bool', [3], Uint8Array.of(0, 1, 1)), ['false', 'true', 'true']);
    assert.deepEqual(await printed('complex64', [2], bytesOf(Float32Array.of(1, -2, 0.1, 0))), ['1-2i', '0.1+0i']);
    const weight = textWeight(['ab', '', '<b>']);
    const model = modelOf({ weights: [weight] });
    const none = async () => new Uint8Array();
    const subject = await subjectOf(model, { graph: 'main', name: 'w', weight, node: null }, () => emptyChunks(), none);
    const grid = elementGrid('w', [3], { rows: null, columns: null, at: [] });
    const request = block(1, 3, { rows: null, columns: null, at: [] });
    assert.deepEqual((await readPrinted(subject, null, grid, request)).values, ['ab', '', '<b>']);
    assert.equal(weightFacts(model, subject).kind, 'text');
  });

  it('are not more at once than are asked for', async () => {
    const graph = graphBuilder()
      .weight('w', 'float32', [300, 300], new Float32Array(90_000))
      .output('w', 'float32', null);
    const { subject, reader } = await opened(modelBytes(graph), 'w');
    const grid = elementGrid('w', subject.shape, BY_ROWS);
    await assert.rejects(readPrinted(subject, reader(), grid, block(300, 300)), { name: 'LatheError' });
    assert.equal(
      (await readPrinted(subject, reader(), grid, { ...block(9, 9), row: 295, column: 299 })).values.length,
      5,
    );
  });
});

function textWeight(texts: readonly string[]): Weight {
  const values = texts.map(text => new TextEncoder().encode(text));
  const payload = { kind: 'strings' as const, values };
  return {
    name: 'w',
    dtype: 'string',
    shape: [texts.length],
    elements: texts.length,
    bytes: 0,
    payload,
    sparse: null,
    doc: '',
  };
}

async function* emptyChunks(): AsyncGenerator<Uint8Array> {}

describe('dequantized elements', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  /** Every element as the runtime makes it, and as it is shown, in parts that begin anywhere. */
  async function check(graph: GraphBuilder, scheme: RegExp): Promise<void> {
    graph.output('real', 'float32', null);
    const bytes = modelBytes(graph, { opset: 21, domains: { 'com.microsoft': 1 } });
    const session = await runtime.open(bytes);
    const outputs = await session.run(new Map(), ['real']);
    await session.release();
    const real = Array.from<number | bigint | string, number>(outputs.get('real')?.data ?? [], Number);
    const { subject, reader, model } = await opened(bytes, 'w');
    assert.match(weightFacts(model, subject).quantization?.text ?? '', scheme);
    assert.equal(subject.elements, real.length);
    for (let first = 0; first < real.length; first += 5) {
      const count = Math.min(7, real.length - first);
      assert.deepEqual(
        [...(await reader(true).numbers(first, count))],
        real.slice(first, first + count),
        `from ${first}`,
      );
    }
    const grid = elementGrid('w', subject.shape, BY_ROWS);
    const shown = await readPrinted(subject, reader(true), grid, block(grid.rows, grid.columns));
    assert.deepEqual(shown.values.map(Number).map(Math.fround), real);
    const { facts } = await readPyramid(reader(true), grid, 0, patient());
    assert.deepEqual([facts.min, facts.max], [Math.min(...real), Math.max(...real)]);
  }

  const random = seededRandom(11);
  const codes = (count: number): number[] => Array.from({ length: count }, () => Math.floor(random() * 256) - 128);
  const scales = (count: number): number[] => Array.from({ length: count }, () => Math.fround(0.001 + random()));

  it('with one scale', async () => {
    const graph = graphBuilder()
      .weight('w', 'int8', [4, 6], codes(24))
      .weight('s', 'float32', [], scales(1))
      .weight('z', 'int8', [], [-3])
      .node('DequantizeLinear', ['w', 's', 'z'], ['real']);
    await check(graph, /int8 codes; scale .*, zero point -3/);
  });

  it('with a scale for each channel of any axis', async () => {
    for (const axis of [0, 1, 2]) {
      const count = [3, 4, 5][axis] ?? 0;
      const graph = graphBuilder()
        .weight('w', 'int8', [3, 4, 5], codes(60))
        .weight('s', 'float32', [count], scales(count))
        .weight('z', 'int8', [count], codes(count))
        .node('DequantizeLinear', ['w', 's', 'z'], ['real'], { axis: BigInt(axis) });
      await check(graph, /scales, one for each channel/);
    }
  });

  it('with a scale for each block', async () => {
    const graph = graphBuilder()
      .weight('w', 'int8', [8, 3], codes(24))
      .weight('s', 'float32', [2, 3], scales(6))
      .weight('z', 'int8', [2, 3], codes(6))
      .node('DequantizeLinear', ['w', 's', 'z'], ['real'], { axis: 0n, block_size: 4n });
    await check(graph, /one for each 4 elements/);
  });

  it('of a bias, whose codes have more digits than float32', async () => {
    const values = [2 ** 31 - 1, -(2 ** 31), 16_777_217, -16_777_219, 5];
    const graph = graphBuilder()
      .weight('w', 'int32', [5], values)
      .weight('s', 'float32', [], scales(1))
      .node('DequantizeLinear', ['w', 's'], ['real']);
    await check(graph, /int32 codes/);
  });

  it('packed by MatMulNBits are elements of their own', async () => {
    const blob = Uint8Array.from({ length: 3 * 2 * 16 }, () => Math.floor(random() * 256));
    const graph = graphBuilder()
      .weight(
        'a',
        'float32',
        [64, 64],
        Float32Array.from({ length: 4096 }, (_, i) => (i % 65 === 0 ? 1 : 0)),
      )
      .weight('w', 'uint8', [3, 2, 16], blob)
      .weight('s', 'float32', [6], scales(6))
      .node(
        'MatMulNBits',
        ['a', 'w', 's'],
        ['product'],
        { K: 64n, N: 3n, bits: 4n, block_size: 32n },
        { domain: 'com.microsoft' },
      )
      .node('Transpose', ['product'], ['real']);
    await check(graph, /uint4 codes, packed into uint8; 6 scales, one for each 32 elements, zero point 8/);
  });
});

describe('ranges of channels', () => {
  it('are those of each index along an axis', async () => {
    const shape = [4, 3, 5];
    const random = seededRandom(5);
    const values = Array.from({ length: 60 }, () => (random() < 0.3 ? 0 : Math.fround(random() - 0.5)));
    values[7] = Number.NaN;
    values[8] = Infinity;
    const graph = graphBuilder().weight('w', 'float32', shape, values).output('w', 'float32', shape);
    const { reader } = await opened(modelBytes(graph), 'w');
    for (const axis of [0, 1, 2]) {
      const ranges = await readChannels(reader(), axis, 0, patient());
      assert.deepEqual([ranges.channels, ranges.perEntry, ranges.elements], [shape[axis], 1, 60 / (shape[axis] ?? 1)]);
      for (let channel = 0; channel < (shape[axis] ?? 0); channel++) {
        const own = [...indices(shape)].flatMap((index, i) => (index[axis] === channel ? [values[i] ?? 0] : []));
        const finite = own.filter(Number.isFinite);
        assert.equal(ranges.min[channel], Math.min(...finite));
        assert.equal(ranges.max[channel], Math.max(...finite));
        assert.ok(Math.abs((ranges.mean[channel] ?? 0) - finite.reduce((a, b) => a + b, 0) / finite.length) < 1e-12);
        assert.equal(ranges.zeros[channel], finite.filter(value => value === 0).length);
        assert.equal(ranges.notFinite[channel], own.length - finite.length);
      }
    }
  });

  it('share entries when there are very many', async () => {
    const count = 200_000;
    const values = new Float32Array(count).map((_, i) => i);
    const graph = graphBuilder().weight('w', 'float32', [count], bytesOf(values)).output('w', 'float32', null);
    const { reader } = await opened(modelBytes(graph), 'w');
    const ranges = await readChannels(reader(), 0, 0, patient());
    assert.equal(ranges.perEntry, 4);
    assert.deepEqual([ranges.min[1], ranges.max[1], ranges.mean[1]], [4, 7, 5.5]);
    assert.equal(ranges.max[ranges.max.length - 1], count - 1);
  });
});

describe('a sparse tensor', () => {
  const shape = [3, 4];
  const places = [1, 6, 11];
  const sparse = (indices: readonly bigint[], indexShape: readonly number[]): Weight => {
    const stored = indexShape[0] ?? 0;
    const at: Weight = {
      name: 'i',
      dtype: 'int64',
      shape: indexShape,
      elements: indices.length,
      bytes: indices.length * 8,
      payload: { kind: 'inline', bytes: bytesOf(BigInt64Array.from(indices)) },
      sparse: null,
      doc: '',
    };
    return {
      name: 'w',
      dtype: 'float32',
      shape,
      elements: 12,
      bytes: stored * 12,
      payload: { kind: 'inline', bytes: bytesOf(Float32Array.of(2.5, -1, Number.NaN).subarray(0, stored)) },
      sparse: { stored, indices: at },
      doc: '',
    };
  };
  const open = async (weight: Weight) => {
    const model = modelOf({ weights: [weight] });
    const read = async ({ payload, dtype }: Weight, first: number, count: number): Promise<Uint8Array> => {
      const size = dtype === 'int64' ? 8 : 4;
      return payload.kind === 'inline' ? payload.bytes.slice(first * size, (first + count) * size) : new Uint8Array();
    };
    const subject = await subjectOf(model, { graph: 'main', name: 'w', weight, node: null }, () => emptyChunks(), read);
    const { ElementReader } = await import('../../../../src/analysis/picture/elementReader');
    return { subject, read, reader: new ElementReader(subject, read, false) };
  };

  it('is the dense one with zeros where nothing is stored', async () => {
    const dense = Array.from({ length: 12 }, (_, i) => [2.5, -1, Number.NaN][places.indexOf(i)] ?? 0);
    const tuples = places.flatMap(place => [BigInt(Math.floor(place / 4)), BigInt(place % 4)]);
    for (const weight of [sparse(places.map(BigInt), [3]), sparse(tuples, [3, 2])]) {
      const { subject, reader, read } = await open(weight);
      const grid = elementGrid('w', shape, BY_ROWS);
      assert.deepEqual([...(await readNumbers(reader, grid, block(3, 4)))], dense);
      const { facts } = await readPyramid(reader, grid, 0, patient());
      assert.deepEqual([facts.min, facts.max, facts.finite, facts.zeros, facts.nan], [-1, 2.5, 11, 9, 1]);
      const request: TileRequest = {
        ...block(0, 0),
        rowLevel: 1,
        columnLevel: 1,
        tileRow: 0,
        tileColumn: 0,
        generation: 0,
      };
      const tile = await readTile(reader, grid, 0, request, patient());
      assert.deepEqual([...tile.mean], [0.625, -0.25, 0, 0].map(Math.fround));
      assert.deepEqual([...tile.marks], [0, 0, 0, 1]);
      const ranges = await readChannels(reader, 1, 0, patient());
      assert.deepEqual([...ranges.zeros], [3, 2, 2, 2]);
      assert.deepEqual(await readStored(subject, read, 0, 3), [
        { index: [0, 1], value: '2.5' },
        { index: [1, 2], value: '-1' },
        { index: [2, 3], value: 'NaN' },
      ]);
    }
  });

  it('with damaged places is refused', async () => {
    for (const [indices, indexShape] of [
      [[1n, 1n], [2]],
      [[5n, 4n], [2]],
      [[0n, 12n], [2]],
      [[-1n, 2n], [2]],
      [
        [0n, 0n, 0n, 4n],
        [2, 2],
      ],
      [[1n], [2]],
    ] as const) {
      await assert.rejects(
        open(sparse(indices, indexShape)),
        (thrown: { info?: { code?: string } }) => thrown.info?.code === 'picture.badIndices',
      );
    }
  });

  it('of any size is drawn without walking its zeros', async () => {
    const weight = { ...sparse([0n, 10n ** 15n - 1n], [2]), shape: [10 ** 9, 10 ** 6], elements: 10 ** 15 };
    const { reader } = await open(weight);
    const { facts } = await readPyramid(reader, elementGrid('w', weight.shape, BY_ROWS), 0, patient());
    assert.deepEqual([facts.finite, facts.zeros, facts.min, facts.max], [10 ** 15, 10 ** 15 - 2, -1, 2.5]);
  });
});
