import assert from 'node:assert/strict';
import { raiseOpset } from '../../../src/compression/preflight/opset/raiseOpset';
import { findWeights } from '../../../src/compression/preflight/prepare';
import type { Runtime } from '../../../src/model/runtime';
import type { Tensor } from '../../../src/model/tensor';
import { createRuntime } from '../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder } from '../../fixtures/builders/onnxModel';
import { floatTensor, randomFloats, readModel, rewritten, run, testFolder, writeModel } from './harness';

interface Case {
  readonly name: string;
  readonly opset: number;
  readonly graph: () => GraphBuilder;
  /** Operators the converted graph must have. */
  readonly becomes: readonly string[];
}

const X = [2, 3, 4, 5];

function unary(op: string, attributes: Parameters<GraphBuilder['node']>[3], outputs = ['y']): () => GraphBuilder {
  return () => {
    const graph = graphBuilder().input('x', 'float32', X).node(op, ['x'], outputs, attributes);
    for (const output of outputs) graph.output(output, 'float32', null);
    return graph;
  };
}

const LARGEST = 2n ** 63n - 1n;

const cases: readonly Case[] = [
  { name: 'Softmax over rows', opset: 11, graph: unary('Softmax', { axis: 1n }), becomes: ['Flatten', 'Reshape'] },
  { name: 'Softmax with no axis', opset: 9, graph: unary('Softmax', {}), becomes: ['Flatten', 'Softmax'] },
  { name: 'Softmax along the last axis', opset: 9, graph: unary('Softmax', { axis: 3n }), becomes: ['Softmax'] },
  { name: 'LogSoftmax from axis 2', opset: 12, graph: unary('LogSoftmax', { axis: 2n }), becomes: ['LogSoftmax'] },
  { name: 'Hardmax from axis 0', opset: 11, graph: unary('Hardmax', { axis: 0n }), becomes: ['Hardmax'] },
  { name: 'ReduceSum of axes', opset: 11, graph: unary('ReduceSum', { axes: [1n, -1n], keepdims: 0n }), becomes: [] },
  { name: 'ReduceSum of everything', opset: 8, graph: unary('ReduceSum', { keepdims: 1n }), becomes: ['ReduceSum'] },
  { name: 'ReduceMean keeps its attribute', opset: 9, graph: unary('ReduceMean', { axes: [2n] }), becomes: [] },
  { name: 'Unsqueeze', opset: 9, graph: unary('Unsqueeze', { axes: [0n, 3n] }), becomes: ['Unsqueeze'] },
  { name: 'Split', opset: 11, graph: unary('Split', { axis: 3n, split: [2n, 3n] }, ['y', 'z']), becomes: ['Split'] },
  { name: 'Split evenly', opset: 11, graph: unary('Split', { axis: 2n }, ['y', 'z']), becomes: ['Split'] },
  {
    name: 'Slice to the end',
    opset: 9,
    graph: unary('Slice', { starts: [1n, -2n], ends: [LARGEST, LARGEST], axes: [0n, 3n] }),
    becomes: ['Slice'],
  },
  { name: 'Slice without axes', opset: 8, graph: unary('Slice', { starts: [0n, 1n], ends: [1n, 3n] }), becomes: [] },
  { name: 'Clip with both bounds', opset: 10, graph: unary('Clip', { min: -0.25, max: 0.5 }), becomes: ['Clip'] },
  { name: 'Clip with an upper bound', opset: 7, graph: unary('Clip', { max: 0.5 }), becomes: ['Clip'] },
  {
    name: 'Pad with a value',
    opset: 10,
    graph: unary('Pad', { pads: [0n, 0n, 1n, 2n, 0n, 0n, 3n, 0n], value: 1.5 }),
    becomes: ['Pad'],
  },
  {
    name: 'Pad by reflection',
    opset: 8,
    graph: unary('Pad', { mode: 'reflect', pads: [0n, 0n, 1n, 1n, 0n, 0n, 1n, 1n] }),
    becomes: [],
  },
  { name: 'Dropout with a ratio', opset: 7, graph: unary('Dropout', { ratio: 0.9 }), becomes: ['Dropout'] },
  { name: 'Dropout of opset 10', opset: 10, graph: unary('Dropout', { ratio: 0.9 }), becomes: ['Dropout'] },
  {
    name: 'Upsample with scales as an attribute',
    opset: 7,
    graph: unary('Upsample', { mode: 'nearest', scales: [1, 1, 2, 3] }),
    becomes: ['Resize'],
  },
  {
    name: 'Upsample with scales as an input, linear',
    opset: 9,
    graph: () =>
      graphBuilder()
        .input('x', 'float32', X)
        .weight('s', 'float32', [4], [1, 1, 2, 2])
        .node('Upsample', ['x', 's'], ['y'], { mode: 'linear' })
        .output('y', 'float32', null),
    becomes: ['Resize'],
  },
  {
    name: 'Resize of opset 10',
    opset: 10,
    graph: () =>
      graphBuilder()
        .input('x', 'float32', X)
        .weight('s', 'float32', [4], [1, 1, 1.5, 2])
        .node('Resize', ['x', 's'], ['y'], { mode: 'nearest' })
        .output('y', 'float32', null),
    becomes: ['Resize'],
  },
  {
    name: 'Squeeze behind a reduction',
    opset: 11,
    graph: () =>
      graphBuilder()
        .input('x', 'float32', X)
        .node('ReduceMax', ['x'], ['m'], { axes: [1n, 3n], keepdims: 1n })
        .node('Squeeze', ['m'], ['y'], { axes: [3n, 1n] })
        .output('y', 'float32', null),
    becomes: ['Squeeze'],
  },
  {
    name: 'TopK',
    opset: 9,
    graph: () =>
      graphBuilder()
        .input('x', 'float32', X)
        .node('TopK', ['x'], ['y', 'i'], { axis: 3n, k: 2n })
        .output('y', 'float32', null)
        .output('i', 'int64', null),
    becomes: ['TopK'],
  },
  {
    name: 'BatchNormalization',
    opset: 8,
    graph: () =>
      graphBuilder()
        .input('x', 'float32', X)
        .weight('s', 'float32', [3], [1, 2, 3])
        .weight('b', 'float32', [3], [-1, 0, 1])
        .weight('m', 'float32', [3], [0.1, 0.2, 0.3])
        .weight('v', 'float32', [3], [0.5, 1, 2])
        .node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['y'], { spatial: 1n, epsilon: 0.01 })
        .output('y', 'float32', null),
    becomes: ['BatchNormalization'],
  },
  {
    name: 'Scatter',
    opset: 10,
    graph: () =>
      graphBuilder()
        .input('x', 'float32', X)
        .weight('i', 'int64', [1, 1, 1, 2], [1n, 0n])
        .weight('u', 'float32', [1, 1, 1, 2], [7, 8])
        .node('Scatter', ['x', 'i', 'u'], ['y'], { axis: 3n })
        .output('y', 'float32', null),
    becomes: ['ScatterElements'],
  },
  {
    name: 'a branch',
    opset: 11,
    graph: () => {
      const branch = (axis: bigint): GraphBuilder =>
        graphBuilder('branch')
          .node('Softmax', ['x'], ['inner'], { axis })
          .node('ReduceSum', ['inner'], ['out'], { axes: [2n], keepdims: 0n })
          .output('out', 'float32', null);
      return graphBuilder()
        .input('x', 'float32', X)
        .weight('zero', 'float32', [], [0])
        .node('ReduceMax', ['x'], ['top'], { keepdims: 0n })
        .node('Greater', ['top', 'zero'], ['c'])
        .node('If', ['c'], ['y'], { then_branch: branch(1n), else_branch: branch(2n) })
        .output('y', 'float32', null);
    },
    becomes: ['If'],
  },
];

describe('raising the opset to 13', () => {
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  for (const { name, opset, graph, becomes } of cases) {
    it(`keeps what is computed by ${name} (opset ${opset})`, async () => {
      const before = await writeModel(folder.file('before.onnx'), graph(), { opset });
      const after = folder.file('after.onnx');
      await rewritten(before, after, async work => {
        await findWeights(work);
        assert.deepEqual(await raiseOpset(work), { done: true });
      });
      const converted = await readModel(after);
      assert.equal(converted.opsets.find(({ domain }) => domain === '')?.version, 13);
      const operators = new Set(converted.graph.nodes.map(({ op }) => op));
      for (const op of becomes) assert.ok(operators.has(op), `${[...operators].join(', ')} without ${op}`);
      const feeds = new Map([['x', floatTensor(X)]]);
      assertSame(await run(runtime, before, feeds), await run(runtime, after, feeds));
    });
  }

  const impossible: readonly (Case & { readonly reason: RegExp })[] = [
    {
      name: 'normalization of single elements',
      opset: 8,
      graph: () =>
        ['s', 'b', 'm', 'v']
          .reduce(
            (graph, name) => graph.weight(name, 'float32', [60], randomFloats(60)),
            graphBuilder().input('x', 'float32', X),
          )
          .node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['y'], { spatial: 0n })
          .output('y', 'float32', null),
      becomes: [],
      reason: /spatial = 0/,
    },
    {
      name: 'shrinking',
      opset: 7,
      graph: unary('Upsample', { scales: [1, 1, 0.5, 0.5] }),
      becomes: [],
      reason: /shrink/,
    },
    { name: 'an unknown operator', opset: 9, graph: unary('Scale', { scale: 2 }), becomes: [], reason: /Scale .*know/ },
    { name: 'old broadcasting', opset: 6, graph: unary('Relu', {}), becomes: [], reason: /opset 6/ },
    {
      name: 'a used mask',
      opset: 7,
      graph: () =>
        graphBuilder()
          .input('x', 'float32', X)
          .node('Dropout', ['x'], ['y', 'mask'])
          .output('y', 'float32', null)
          .output('mask', 'float32', null),
      becomes: [],
      reason: /mask/,
    },
  ];

  for (const { name, opset, graph, reason } of impossible) {
    it(`refuses ${name} and changes nothing`, async () => {
      const before = await writeModel(folder.file('before.onnx'), graph(), { opset });
      const work = await rewritten(before, folder.file('after.onnx'), async each => {
        await findWeights(each);
        const nodes = [...each.graph.node];
        const raised = await raiseOpset(each);
        assert.ok(!raised.done);
        assert.match(raised.reason, reason);
        assert.deepEqual(each.graph.node, nodes);
      });
      assert.equal(work.opset, opset);
    });
  }
});

function assertSame(expected: ReadonlyMap<string, Tensor>, actual: ReadonlyMap<string, Tensor>): void {
  assert.deepEqual([...actual.keys()], [...expected.keys()]);
  for (const [name, { shape, data }] of expected) {
    const other = actual.get(name);
    assert.deepEqual(other?.shape, shape);
    assert.deepEqual(Array.from(other?.data ?? [], Number), Array.from(data, Number), name);
  }
}
