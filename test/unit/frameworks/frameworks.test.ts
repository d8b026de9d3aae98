import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openFileSource } from '../../../src/formats/fileSource';
import { PayloadTable } from '../../../src/formats/onnx/payloadTable';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { writeOnnx } from '../../../src/formats/onnx/writeOnnx';
import { allGraphs, allWeights, operatorCounts, parameterCount } from '../../../src/model/queries';
import type { Tensor, TensorData } from '../../../src/model/tensor';
import { readNpz } from '../../../src/prediction/npz';
import { createRuntime } from '../../../src/worker/runtime';

const folder = path.resolve(__dirname, '../../fixtures/frameworks');

/** What the framework itself fed to a model and computed with it. */
interface Expected {
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly parameters: number;
}

async function expected(name: string): Promise<Expected> {
  const { arrays } = await readNpz(path.join(folder, `${name}.expected.npz`), (_, shape) => shape[0] ?? 1);
  const part = (prefix: string): ReadonlyMap<string, Tensor> =>
    new Map(
      [...arrays]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, array]) => [key.slice(prefix.length), array.tensor]),
    );
  return {
    inputs: part('in.'),
    outputs: part('out.'),
    parameters: numbers(arrays.get('parameters')?.tensor.data)[0] ?? 0,
  };
}

async function compute(model: string, inputs: ReadonlyMap<string, Tensor>): Promise<ReadonlyMap<string, Tensor>> {
  const session = await (await createRuntime()).open(model);
  try {
    return await session.run(inputs);
  } finally {
    await session.release();
  }
}

function numbers(data: TensorData | undefined): readonly number[] {
  return data === undefined ? [] : Array.from(data as ArrayLike<number | bigint | string>, Number);
}

const names = ['block', 'branches', 'external', 'forest', 'logistic', 'mlp', 'separable'];

describe('Models of real frameworks', () => {
  it('are all in the list', async () => {
    const found = (await readdir(folder)).filter(file => file.endsWith('.expected.npz'));
    assert.deepEqual(found.map(file => file.replace('.expected.npz', '')).sort(), names);
  });

  for (const name of names) {
    it(`${name}: written again unchanged computes what the framework computed`, async () => {
      const temporary = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-frameworks-'));
      const source = await openFileSource(path.join(folder, `${name}.onnx`));
      try {
        const { skeleton } = await readOnnx(source);
        const copy = path.join(temporary, `${name}.onnx`);
        if (name === 'external')
          await copyFile(path.join(folder, 'external.onnx.data'), path.join(temporary, 'external.onnx.data'));
        await writeOnnx(skeleton, new PayloadTable(source), copy);
        const { inputs, outputs } = await expected(name);
        const computed = await compute(copy, inputs);
        assert.deepEqual([...computed.keys()].sort(), [...outputs.keys()].sort());
        for (const [output, { shape, data }] of outputs) {
          const got = computed.get(output);
          assert.deepEqual(got?.shape, shape, output);
          const wanted = numbers(data);
          numbers(got?.data).forEach((value, index) => {
            const want = wanted[index] ?? Number.NaN;
            assert.ok(
              Math.abs(value - want) <= 1e-5 * Math.max(1, Math.abs(want)),
              `${output}[${index}]: ${value}, not ${want}`,
            );
          });
        }
      } finally {
        await source.close();
        await rm(temporary, { recursive: true, force: true });
      }
    });
  }

  for (const name of ['block', 'branches', 'external', 'mlp', 'separable']) {
    it(`${name}: its parameters are those the framework counts`, async () => {
      const source = await openFileSource(path.join(folder, `${name}.onnx`));
      try {
        const { model } = await readOnnx(source);
        // What was trained keeps its name, or becomes `val_…` when the exporter transposed it; scalars are the exporter's own.
        const trained = allWeights(model).filter(
          ({ weight }) =>
            weight.dtype === 'float32' && weight.shape.length > 0 && /\.(weight|bias)$|^val_\d+$/.test(weight.name),
        );
        const { parameters } = await expected(name);
        assert.equal(
          trained.reduce((sum, { weight }) => sum + weight.elements, 0),
          parameters,
        );
        assert.ok(parameterCount(model) >= parameters);
      } finally {
        await source.close();
      }
    });
  }

  it('branches: both subgraphs of the If are graphs of the model', async () => {
    const source = await openFileSource(path.join(folder, 'branches.onnx'));
    try {
      const { model } = await readOnnx(source);
      const operators = allGraphs(model).map(graph => graph.nodes.map(node => node.op).join(' '));
      assert.deepEqual([...operators].sort(), ['Gemm Relu', 'Gemm Tanh', 'ReduceSum Greater If']);
    } finally {
      await source.close();
    }
  });

  it('separable.qdq: a peer’s quantization is seen as operators and int8 weights', async () => {
    const source = await openFileSource(path.join(folder, 'separable.qdq.onnx'));
    try {
      const { model } = await readOnnx(source);
      const operators = new Map(operatorCounts(model).map(({ op, count }) => [op, count]));
      assert.ok((operators.get('QuantizeLinear') ?? 0) > 0 && (operators.get('DequantizeLinear') ?? 0) > 0);
      const kernels = allWeights(model).filter(({ weight }) => weight.dtype === 'int8' && weight.shape.length === 4);
      assert.equal(kernels.length, 3);
    } finally {
      await source.close();
    }
  });
});
