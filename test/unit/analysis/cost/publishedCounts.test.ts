import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { nodeTable } from '../../../../src/analysis/cost/nodeTable';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { intAttribute } from '../../../../src/model/attributes';
import { decodeElements } from '../../../../src/model/elements';
import type { Model } from '../../../../src/model/model';
import type { Runtime } from '../../../../src/model/runtime';
import type { Tensor } from '../../../../src/model/tensor';
import { plainNumber } from '../../../../src/shared/amount';
import { byOperator, totalsBy, totalsOf } from '../../../../src/shared/nodeTable/totals';
import { createRuntime } from '../../../../src/worker/runtime';
import { runWithOutputs } from '../shapes/actualTypes';

const folder = path.resolve(__dirname, '../../../../../shared/models/onnx-backend/light');

interface Published {
  /** The part of the file's name between `light_` and `.onnx`. */
  readonly network: string;
  /** Multiply-accumulates of convolutions and fully connected layers, as published: within half of the last digit. */
  readonly macs: number;
  readonly lastDigit: number;
  readonly source: string;
}

const PUBLISHED: readonly Published[] = [
  { network: 'resnet50', macs: 4.089e9, lastDigit: 1e6, source: 'torchvision, ResNet50_Weights, _ops' },
  { network: 'densenet121', macs: 2.834e9, lastDigit: 1e6, source: 'torchvision, DenseNet121_Weights, _ops' },
  { network: 'vgg19', macs: 19.632e9, lastDigit: 1e6, source: 'torchvision, VGG19_Weights, _ops' },
  { network: 'squeezenet', macs: 0.349e9, lastDigit: 1e6, source: 'torchvision, SqueezeNet1_1_Weights, _ops' },
  {
    network: 'inception_v1',
    macs: 1.43e9,
    lastDigit: 1e7,
    source: 'Sze, Chen, Yang, Emer, Efficient Processing of Deep Neural Networks (2017), table II, GoogLeNet v1',
  },
];

async function read(network: string): Promise<Model> {
  const bytes = await readFile(path.join(folder, `light_${network}.onnx`));
  return (await readOnnx(memorySource(bytes, `${network}.onnx`))).model;
}

/** MACs of the model, and of its convolutions, at the size of its input or another one. */
function macsOf(model: Model, image?: number): { readonly all: number | null; readonly convolutions: number | null } {
  const input = model.graph.inputs.find(({ name }) => !model.graph.initializers.has(name));
  assert.ok(input !== undefined);
  const shape = [1, 3, image ?? 0, image ?? 0];
  const inputs = new Map([[input.name, { kind: 'tensor', dtype: 'float32', shape } as const]]);
  const table = nodeTable(model, inferTypes(model, image === undefined ? {} : { inputs }));
  const convolutions = totalsBy(table, byOperator(table)).find(({ key }) => key === 'Conv');
  assert.equal(totalsOf(table).unknownRows, 0);
  return { all: plainNumber(totalsOf(table).macs), convolutions: plainNumber(convolutions?.macs ?? []) };
}

describe('published counts of multiply-accumulates', () => {
  before(function () {
    if (!existsSync(folder)) this.skip();
  });

  for (const { network, macs, lastDigit, source } of PUBLISHED) {
    it(`${network}: ${macs / 1e9} G (${source})`, async () => {
      const { all } = macsOf(await read(network));
      assert.ok(all !== null && Math.abs(all - macs) <= lastDigit / 2, `${all} is not ${macs}`);
    });
  }

  // The paper's network takes 227 x 227; the file declares 224 x 224 and has the paper's layers. Eyeriss (Chen, Krishna,
  // Emer, Sze, ISSCC 2016) gives 666 M for the convolutions; table II of the survey above 724 M with the connected layers.
  it('AlexNet with groups at 227 x 227: 666 M in convolutions, 724 M in all', async () => {
    const { all, convolutions } = macsOf(await read('bvlc_alexnet'), 227);
    assert.ok(convolutions !== null && Math.abs(convolutions - 666e6) <= 0.5e6, `${convolutions}`);
    assert.ok(all !== null && Math.abs(all - 724e6) <= 0.5e6, `${all}`);
  });

  // No count is published for these files: their ShuffleNet has wider bottlenecks than the paper's, their ZFNet has 512 filters
  // where the paper has 384 and 256, and tables of BN-Inception (2.03 G in the paper of Squeeze-and-Excitation Networks) count
  // more than products. They are held against the sizes that the runtime computes instead.
  for (const network of ['inception_v2', 'shufflenet', 'zfnet512']) {
    it(`${network}: outputs of the runtime times taps of the weights`, async function () {
      this.timeout(120_000);
      const model = await read(network);
      assert.equal(macsOf(model).all, await macsOfRuntime(await createRuntime(), network, model));
    });
  }
});

async function macsOfRuntime(runtime: Runtime, network: string, model: Model): Promise<number> {
  const { nodes, initializers, inputs } = model.graph;
  const products = nodes.filter(({ op }) => op === 'Conv' || op === 'Gemm');
  const names = products.map(({ outputs }) => outputs[0] ?? '');
  const input = inputs.find(({ name }) => !initializers.has(name));
  const shape = input?.type?.kind === 'tensor' ? (input.type.shape ?? []).map(Number) : [];
  const feed: Tensor = { dtype: 'float32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
  const bytes = await readFile(path.join(folder, `light_${network}.onnx`));
  const computed = await runWithOutputs(runtime, bytes, new Map([[input?.name ?? '', feed]]), names);
  // The weights of these files are made by ConstantOfShape from a constant that holds their shape.
  const weightShape = (name: string): readonly number[] => {
    const maker = nodes.find(({ outputs }) => outputs.includes(name));
    const stored = initializers.get(maker?.inputs[0] ?? '');
    assert.ok(maker?.op === 'ConstantOfShape' && stored?.payload.kind === 'inline', name);
    return Array.from(decodeElements('int64', stored.payload.bytes, stored.elements), Number);
  };
  return products.reduce((sum, node) => {
    const outputs = computed.get(node.outputs[0] ?? '')?.shape.reduce((a, b) => a * b, 1) ?? Number.NaN;
    const weight = weightShape(node.inputs[1] ?? '');
    const taps = node.op === 'Conv' ? weight.slice(1) : [weight[intAttribute(node, 'transB', 0) === 0 ? 0 : 1] ?? 0];
    return sum + outputs * taps.reduce((a, b) => a * b, 1);
  }, 0);
}
