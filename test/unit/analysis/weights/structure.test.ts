import assert from 'node:assert/strict';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../src/formats/onnx/integers';
import type { DType } from '../../../../src/model/dtype';
import type { SparsityStructure } from '../../../../src/shared/reports/weightReport';
import { type GraphBuilder, graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import { figuresOf } from './measured';
import { randomBytes } from './randomBytes';

/** Whether the weight between an output channel and an input at one place of the kernel is zero, told by indices. */
interface Seen {
  readonly outputs: number;
  readonly inputs: number;
  /** Positions of the kernel: 1 for matrices. */
  readonly places: number;
  readonly isZero: (output: number, input: number, place: number) => boolean;
}

const PATTERNS = [
  [1, 2],
  [1, 4],
  [2, 4],
  [2, 8],
  [4, 8],
] as const;

/** Counts by looking at every group, block and channel. `parts` are matrices of their own: batches and groups. */
function byLooking(parts: readonly Seen[]) {
  const groupsOf = (n: number, m: number) => {
    let [groups, complying] = [0, 0];
    for (const { outputs, inputs, places, isZero } of parts) {
      for (let o = 0; o < outputs; o++) {
        for (let p = 0; p < places; p++) {
          for (let first = 0; first < inputs; first += m) {
            let others = 0;
            for (let i = first; i < Math.min(first + m, inputs); i++) others += isZero(o, i, p) ? 0 : 1;
            groups += 1;
            complying += others <= n ? 1 : 0;
          }
        }
      }
    }
    return { n, m, groups, complying };
  };
  const blocksOf = (height: number, width: number) => {
    let [count, zero] = [0, 0];
    for (const { outputs, inputs, places, isZero } of parts) {
      const columns = inputs * places;
      for (let o = 0; o < outputs; o += height) {
        for (let c = 0; c < columns; c += width) {
          let isEmpty = true;
          for (let i = o; i < Math.min(o + height, outputs); i++) {
            for (let j = c; j < Math.min(c + width, columns); j++) {
              isEmpty &&= isZero(i, Math.floor(j / places), j % places);
            }
          }
          count += 1;
          zero += isEmpty ? 1 : 0;
        }
      }
    }
    return { outputs: height, inputs: width, count, zero };
  };
  const channels = (of: 'outputs' | 'inputs') => {
    let [count, zero] = [0, 0];
    for (const part of parts) {
      for (let a = 0; a < part[of]; a++) {
        let isEmpty = true;
        for (let b = 0; b < (of === 'outputs' ? part.inputs : part.outputs); b++) {
          for (let p = 0; p < part.places; p++)
            isEmpty &&= of === 'outputs' ? part.isZero(a, b, p) : part.isZero(b, a, p);
        }
        count += 1;
        zero += isEmpty ? 1 : 0;
      }
    }
    return { count, zero };
  };
  const inputs = parts[0]?.inputs ?? 0;
  return {
    outputs: channels('outputs'),
    inputs: channels('inputs'),
    patterns: PATTERNS.filter(([, m]) => inputs >= m).map(([n, m]) => groupsOf(n, m)),
    blocks: [blocksOf(1, 4), blocksOf(4, 1), blocksOf(4, 4), blocksOf(16, 16)],
  };
}

function agree(
  found: SparsityStructure | null,
  parts: readonly Seen[],
  axes: readonly [number | null, number | null],
): void {
  assert(found !== null);
  const expected = byLooking(parts);
  assert.deepEqual(found, {
    ...expected,
    outputs: { axis: axes[0], ...expected.outputs },
    inputs: { axis: axes[1], ...expected.inputs },
  });
}

/** Mostly zeros, with zero channels and dense regions, so that every count is neither nothing nor everything. */
function sparse(count: number, seed: number): number[] {
  const bytes = randomBytes(count, seed);
  return Array.from(bytes, (byte, i) => (byte < 180 || i % 97 < 40 ? 0 : (byte - 128) / 7));
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}

/** A flattened tensor by indices. */
function at(values: readonly number[], shape: readonly number[]): (...indices: number[]) => boolean {
  return (...indices) => values[indices.reduce((place, index, axis) => place * (shape[axis] ?? 1) + index, 0)] === 0;
}

async function structureOf(
  shape: readonly number[],
  values: readonly number[],
  use: (graph: GraphBuilder) => void,
  dtype: DType = 'float32',
): Promise<SparsityStructure | null> {
  const graph = graphBuilder().weight('w', dtype, shape, values);
  use(graph);
  return (await figuresOf(graph, 'w', { chunkBytes: 1000 })).structure;
}

describe('structure of zeros', () => {
  for (const [outputs, inputs] of [
    [33, 70],
    [16, 64],
    [5, 3],
    [1, 200],
    [130, 9],
  ] as const) {
    it(`of a ${outputs} x ${inputs} matrix, whichever way it is stored`, async () => {
      const values = sparse(outputs * inputs, outputs);
      const rows = at(values, [outputs, inputs]);
      const columns = at(values, [inputs, outputs]);
      const byRows = [{ outputs, inputs, places: 1, isZero: (o: number, i: number) => rows(o, i) }];
      const byColumns = [{ outputs, inputs, places: 1, isZero: (o: number, i: number) => columns(i, o) }];
      agree(
        await structureOf([inputs, outputs], values, graph => graph.node('MatMul', ['x', 'w'], ['y'])),
        byColumns,
        [1, 0],
      );
      agree(
        await structureOf([inputs, outputs], values, graph => graph.node('Gemm', ['x', 'w'], ['y'])),
        byColumns,
        [1, 0],
      );
      agree(
        await structureOf([outputs, inputs], values, graph => graph.node('Gemm', ['x', 'w'], ['y'], { transB: 1n })),
        byRows,
        [0, 1],
      );
      agree(
        await structureOf([outputs, inputs], values, graph => graph.node('Gather', ['w', 'x'], ['y'])),
        byRows,
        [0, 1],
      );
      agree(
        await structureOf([outputs, inputs], values, graph =>
          graph.node('Transpose', ['w'], ['t'], { perm: [1n, 0n] }).node('MatMul', ['x', 't'], ['y']),
        ),
        byRows,
        [0, 1],
      );
    });
  }

  for (const shape of [
    [8, 16, 3, 3],
    [17, 5, 5, 5],
    [20, 33, 1, 1],
    [6, 1, 3, 3],
    [4, 9, 71],
  ]) {
    it(`of a convolution's [${shape}]`, async () => {
      const values = sparse(product(shape), shape[0] ?? 0);
      const [outputs = 0, inputs = 0] = shape;
      const places = product(shape.slice(2));
      const zero = at(values, [outputs, inputs, places]);
      const found = await structureOf(shape, values, graph => graph.node('Conv', ['x', 'w'], ['y']));
      agree(found, [{ outputs, inputs, places, isZero: zero }], [0, 1]);
    });
  }

  it('of a transposed convolution with groups', async () => {
    const [groups, inputs, outputs, places] = [2, 12, 3, 4];
    const values = sparse(groups * inputs * outputs * places, 3);
    const zero = at(values, [groups * inputs, outputs, places]);
    const found = await structureOf([groups * inputs, outputs, 2, 2], values, graph =>
      graph.node('ConvTranspose', ['x', 'w'], ['y'], { group: 2n }),
    );
    assert(found !== null);
    const part = (g: number): Seen => ({ outputs, inputs, places, isZero: (o, i, p) => zero(g * inputs + i, o, p) });
    const { blocks, ...expected } = byLooking([part(0), part(1)]);
    assert.deepEqual(
      { outputs: found.outputs, inputs: found.inputs, patterns: found.patterns },
      { ...expected, outputs: { axis: null, ...expected.outputs }, inputs: { axis: 0, ...expected.inputs } },
    );
    assert.equal(blocks.length, found.blocks.length);
  });

  it('of batches of matrices and of recurrent weights, each matrix for itself', async () => {
    const [batch, inputs, outputs] = [3, 21, 10];
    const values = sparse(batch * inputs * outputs, 4);
    const zero = at(values, [batch, inputs, outputs]);
    const parts = [0, 1, 2].map(b => ({ outputs, inputs, places: 1, isZero: (o: number, i: number) => zero(b, i, o) }));
    agree(
      await structureOf([batch, inputs, outputs], values, graph => graph.node('MatMul', ['x', 'w'], ['y'])),
      parts,
      [null, null],
    );
    const turned = at(values, [batch, outputs, inputs]);
    const gates = [0, 1, 2].map(b => ({
      outputs,
      inputs,
      places: 1,
      isZero: (o: number, i: number) => turned(b, o, i),
    }));
    agree(
      await structureOf([batch, outputs, inputs], values, graph => graph.node('LSTM', ['x', 'w', 'r'], ['y'])),
      gates,
      [null, null],
    );
  });

  it('of every way to store elements', async () => {
    const [outputs, inputs] = [11, 40];
    const values = sparse(outputs * inputs, 5).map(x => Math.max(-2, Math.min(1, Math.round(x))));
    const zero = at(values, [outputs, inputs]);
    const parts = [{ outputs, inputs, places: 1, isZero: (o: number, i: number) => zero(o, i) }];
    const dtypes = ['float64', 'int64', 'int32', 'int16', 'int8'] as const;
    for (const dtype of dtypes) {
      agree(
        await structureOf(
          [outputs, inputs],
          values,
          graph => graph.node('Gemm', ['x', 'w'], ['y'], { transB: 1n }),
          dtype,
        ),
        parts,
        [0, 1],
      );
    }
    // A bfloat16 is the upper half of a float32.
    const halves = Uint16Array.from(values, value => (new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0) >>> 16);
    const half = graphBuilder()
      .weight('w', 'bfloat16', [outputs, inputs], new Uint8Array(halves.buffer))
      .node('Gemm', ['x', 'w'], ['y'], { transB: 1n });
    agree((await figuresOf(half, 'w', { chunkBytes: 50 })).structure, parts, [0, 1]);
    for (const [dtype, width] of [
      ['int4', 4],
      ['int2', 2],
    ] as const) {
      const packed = new Uint8Array((values.length * width) / 8);
      values.forEach((value, i) => {
        const bit = i * width;
        packed[bit >> 3] = (packed[bit >> 3] ?? 0) | ((value & (2 ** width - 1)) << (bit & 7));
      });
      const graph = graphBuilder()
        .weight('w', dtype, [outputs, inputs], packed)
        .node('Gemm', ['x', 'w'], ['y'], { transB: 1n });
      agree((await figuresOf(graph, 'w', { chunkBytes: 33 })).structure, parts, [0, 1]);
    }
  });

  it('of quantized weights is about the zero point, also when channels differ', async () => {
    const [outputs, inputs] = [6, 24];
    const isZero = at(sparse(outputs * inputs, 6), [outputs, inputs]);
    const parts = [{ outputs, inputs, places: 1, isZero: (o: number, i: number) => isZero(o, i) }];
    for (const points of [
      [7, 7, 7, 7, 7, 7],
      [0, 1, 2, 3, 4, 5],
    ]) {
      const values = Array.from({ length: outputs * inputs }, (_, k) => {
        const channel = Math.floor(k / inputs);
        return isZero(channel, k % inputs) ? (points[channel] ?? 0) : 100;
      });
      const graph = graphBuilder()
        .weight('w', 'uint8', [outputs, inputs], values)
        .weight('s', 'float32', [outputs], new Array(outputs).fill(0.5))
        .weight('z', 'uint8', [outputs], points)
        .node('DequantizeLinear', ['w', 's', 'z'], ['r'], { axis: 0n })
        .node('Gemm', ['x', 'r'], ['y'], { transB: 1n });
      agree((await figuresOf(graph, 'w')).structure, parts, [0, 1]);
    }
  });

  it('of sparse tensors is that of all elements, with either kind of index', async () => {
    const [outputs, inputs] = [5, 12];
    const places = [3, 17, 18, 19, 44, 59];
    const stored = [1, 2, 0, 4, 5, 6];
    const values = new Array<number>(outputs * inputs).fill(0);
    places.forEach((place, k) => {
      values[place] = stored[k] ?? 0;
    });
    const zero = at(values, [outputs, inputs]);
    const parts = [{ outputs, inputs, places: 1, isZero: (o: number, i: number) => zero(o, i) }];
    const both = [
      { shape: [6], indices: places },
      { shape: [6, 2], indices: places.flatMap(place => [Math.floor(place / inputs), place % inputs]) },
    ];
    for (const { shape, indices } of both) {
      const graph = graphBuilder().node('Gemm', ['x', 'w'], ['y'], { transB: 1n });
      graph.proto.sparseInitializer.push(
        onnx.SparseTensorProto.create({
          values: weightProto('w', 'float32', [6], stored),
          indices: weightProto('w_indices', 'int64', shape, indices),
          dims: [outputs, inputs].map(size => longOf(BigInt(size))),
        }),
      );
      agree((await figuresOf(graph, 'w')).structure, parts, [0, 1]);
    }
  });

  it('is told by no vector, by no unknown operator and by none of another domain', async () => {
    assert.equal(await structureOf([8], sparse(8, 1), graph => graph.node('MatMul', ['x', 'w'], ['y'])), null);
    assert.equal(await structureOf([4, 2], sparse(8, 1), graph => graph.node('Mystery', ['x', 'w'], ['y'])), null);
    const foreign = (graph: GraphBuilder): GraphBuilder =>
      graph.node('Conv', ['x', 'w'], ['y'], {}, { domain: 'com.acme' });
    assert.equal(await structureOf([4, 2, 1, 1], sparse(8, 1), foreign), null);
  });
});
