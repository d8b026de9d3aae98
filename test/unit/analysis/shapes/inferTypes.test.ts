import assert from 'node:assert/strict';
import { type InferenceOptions, inferTypes, inferTypesStepwise } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { Model } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import type { Runtime } from '../../../../src/model/runtime';
import { createRuntime } from '../../../../src/worker/runtime';
import {
  type GraphBuilder,
  graphBuilder,
  type ModelOptions,
  modelBytes,
  modelProto,
} from '../../../fixtures/builders/onnxModel';
import { assertDescribes, inferredFrom, runWithOutputs } from './actualTypes';

async function read(graph: GraphBuilder, options?: ModelOptions): Promise<Model> {
  return (await readOnnx(memorySource(modelBytes(graph, options), 'model.onnx'))).model;
}

async function printed(graph: GraphBuilder, name: string, options: InferenceOptions = {}): Promise<string> {
  const types = inferTypes(await read(graph), options);
  return printValueType(types.get('main')?.get(name) ?? null);
}

/** What exporters write for `x.view(x.size(0), -1, 4)`: the shape is taken apart and put together again. */
function viewBySize(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', ['N', 8, 'L'])
    .weight('first', 'int64', [], [0])
    .weight('axes', 'int64', [1], [0])
    .weight('rest', 'int64', [2], [-1, 4])
    .node('Shape', ['x'], ['shape'])
    .node('Gather', ['shape', 'first'], ['size'])
    .node('Unsqueeze', ['size', 'axes'], ['sizes'])
    .node('Concat', ['sizes', 'rest'], ['target'], { axis: 0n })
    .node('Reshape', ['x', 'target'], ['y']);
}

describe('type inference', () => {
  describe('named dimensions', () => {
    it('pass through operators that keep them', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 3, 'H', 'W'])
        .weight('w', 'float32', [8, 3, 3, 3], new Array(216).fill(0))
        .node('Conv', ['x', 'w'], ['c'], { pads: [1n, 1n, 1n, 1n] })
        .node('Relu', ['c'], ['r'])
        .node('Transpose', ['r'], ['y'], { perm: [0n, 2n, 3n, 1n] });
      assert.equal(await printed(graph, 'y'), 'float32[N,H,W,8]');
    });

    it('are combined into expressions', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 'L'])
        .input('p', 'float32', ['N', 5])
        .node('Concat', ['x', 'p'], ['joined'], { axis: 1n })
        .node('Concat', ['joined', 'joined'], ['twice'], { axis: 1n })
        .node('Flatten', ['x'], ['flat'], { axis: 0n })
        .node('Concat', ['flat', 'flat'], ['more'], { axis: 1n });
      assert.equal(await printed(graph, 'joined'), 'float32[N,L + 5]');
      assert.equal(await printed(graph, 'twice'), 'float32[N,L*2 + 10]');
      assert.equal(await printed(graph, 'flat'), 'float32[1,L*N]');
      assert.equal(await printed(graph, 'more'), 'float32[1,L*N*2]');
    });

    it('take the sizes they are given', async () => {
      const dimensions = new Map([
        ['N', 2],
        ['L', 6],
      ]);
      assert.equal(await printed(viewBySize(), 'y', { dimensions }), 'float32[2,12,4]');
    });
  });

  it('follows shapes that are computed in the graph', async () => {
    assert.equal(await printed(viewBySize(), 'target'), 'int64[3]');
    assert.equal(await printed(viewBySize(), 'y'), 'float32[N,L*2,4]');
  });

  it('gives way to replaced inputs against stale declarations', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1, 3])
      .value('h', 'float32', [1, 3])
      .node('Relu', ['x'], ['h'])
      .node('Neg', ['h'], ['y'])
      .output('y', 'float32', [1, 3]);
    const inputs = new Map([['x', { kind: 'tensor', dtype: 'float32', shape: [4, 3] } as const]]);
    assert.equal(await printed(graph, 'h', { inputs }), 'float32[4,3]');
    assert.equal(await printed(graph, 'y', { inputs }), 'float32[4,3]');
  });

  it('trusts a declaration over an operator, and tells', async () => {
    const graph = graphBuilder().input('x', 'float32', [2, 3]).value('h', 'float32', [2, 4]).node('Relu', ['x'], ['h']);
    const steps = inferTypesStepwise(await read(graph));
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const { types, contradictions } = step.value;
    assert.equal(printValueType(types.get('main')?.get('h') ?? null), 'float32[2,4]');
    assert.deepEqual(
      contradictions.map(({ graph: id, value, declared, inferred }) => [
        id,
        value,
        printValueType(declared),
        printValueType(inferred),
      ]),
      [['main', 'h', 'float32[2,4]', 'float32[2,3]']],
    );
  });

  it('fills unknown operators in from what is declared', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['N', 3])
      .value('h', 'float32', ['N', 7])
      .node('Mystery', ['x'], ['h'], {}, { domain: 'example' })
      .node('Relu', ['h'], ['known'])
      .node('Mystery', ['x'], ['g'], {}, { domain: 'example' })
      .node('Relu', ['g'], ['unknown']);
    assert.equal(await printed(graph, 'known'), 'float32[N,7]');
    assert.equal(await printed(graph, 'unknown'), '?');
  });

  it('reads constants that are not kept in the model through the caller', async () => {
    const target = BigInt64Array.from({ length: 200 }, (_, i) => (i < 199 ? 1n : 6n));
    const graph = graphBuilder()
      .input('x', 'float32', [6])
      .weight('big', 'int64', [200], target)
      .weight('from', 'int64', [1], [198])
      .weight('to', 'int64', [1], [200])
      .node('Slice', ['big', 'from', 'to'], ['target'])
      .node('Reshape', ['x', 'target'], ['y']);
    assert.equal(await printed(graph, 'y'), 'float32[?,?]');
    assert.equal(await printed(graph, 'y', { constants: () => target }), 'float32[1,6]');
  });

  describe('subgraphs', () => {
    let runtime: Runtime;
    before(async () => {
      runtime = await createRuntime();
    });

    it('of If: what both branches agree on', async () => {
      const branch = (op: string, axis: bigint): GraphBuilder =>
        graphBuilder(op)
          .node(op, ['x', 'x'], [`${op}_out`], { axis })
          .output(`${op}_out`, 'float32', null);
      const graph = graphBuilder()
        .input('x', 'float32', [2, 3])
        .input('c', 'bool', [])
        .node('If', ['c'], ['y'], { then_branch: branch('Concat', 0n), else_branch: branch('Concat', 1n) });
      assert.equal(await printed(graph, 'y'), 'float32[y.1,y.2]');
    });

    it('of Loop: carried values that grow are open, scan outputs are stacked', async () => {
      const body = graphBuilder('body')
        .input('i', 'int64', [])
        .input('go', 'bool', [])
        .input('acc', 'float32', null)
        .node('Identity', ['go'], ['still'])
        .node('Concat', ['acc', 'x'], ['next'], { axis: 0n })
        .node('Neg', ['x'], ['each'])
        .output('still', 'bool', [])
        .output('next', 'float32', null)
        .output('each', 'float32', null);
      const graph = graphBuilder()
        .input('x', 'float32', [2, 3])
        .weight('trips', 'int64', [], [4])
        .node('Loop', ['trips', '', 'x'], ['last', 'all'], { body });
      const bytes = modelBytes(graph);
      const types = await inferredFrom(bytes);
      assert.equal(printValueType(types.get('last') ?? null), 'float32[last.2,3]');
      assert.equal(printValueType(types.get('all') ?? null), 'float32[4,2,3]');
      const feeds = new Map([['x', { dtype: 'float32', shape: [2, 3], data: new Float32Array(6) } as const]]);
      for (const [name, tensor] of await runWithOutputs(runtime, bytes, feeds, ['last', 'all'])) {
        assertDescribes(types.get(name), tensor, name, false);
      }
    });

    it('of Scan: sequences are cut and results stacked', async () => {
      const body = graphBuilder('body')
        .input('state', 'float32', null)
        .input('row', 'float32', null)
        .node('Add', ['state', 'row'], ['sum'])
        .node('Neg', ['sum'], ['out'])
        .output('sum', 'float32', null)
        .output('out', 'float32', null);
      const graph = graphBuilder()
        .input('s', 'float32', [3])
        .input('x', 'float32', [5, 3])
        .node('Scan', ['s', 'x'], ['last', 'all'], { body, num_scan_inputs: 1n });
      const bytes = modelBytes(graph);
      const types = await inferredFrom(bytes);
      const feeds = new Map([
        ['s', { dtype: 'float32', shape: [3], data: new Float32Array(3) } as const],
        ['x', { dtype: 'float32', shape: [5, 3], data: new Float32Array(15) } as const],
      ]);
      for (const [name, tensor] of await runWithOutputs(runtime, bytes, feeds, ['last', 'all'])) {
        assertDescribes(types.get(name), tensor, name, true);
      }
    });
  });

  describe('functions', () => {
    /** f(a, b) = Concat(a, b) along the axis that the caller gives. */
    async function withFunction(graph: GraphBuilder): Promise<Model> {
      const proto = modelProto(graph, { domains: { local: 1 } });
      const axis = { name: 'axis', refAttrName: 'along', type: onnx.AttributeProto.AttributeType.INT };
      proto.functions = [
        onnx.FunctionProto.create({
          name: 'Join',
          domain: 'local',
          input: ['a', 'b'],
          output: ['c'],
          attribute: ['along'],
          node: [{ opType: 'Concat', input: ['a', 'b'], output: ['c'], attribute: [axis] }],
          opsetImport: proto.opsetImport,
        }),
      ];
      const bytes = onnx.ModelProto.encode(proto).finish();
      return (await readOnnx(memorySource(bytes, 'model.onnx'))).model;
    }

    it('are typed at each call; inside, what differs is open', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 3])
        .node('Join', ['x', 'x'], ['tall'], { along: 0n }, { domain: 'local' })
        .node('Join', ['x', 'x'], ['wide'], { along: 1n }, { domain: 'local' });
      const model = await withFunction(graph);
      const types = inferTypes(model);
      assert.equal(printValueType(types.get('main')?.get('tall') ?? null), 'float32[4,3]');
      assert.equal(printValueType(types.get('main')?.get('wide') ?? null), 'float32[2,6]');
      const inner = types.get(model.functions[0]?.graph.id ?? '');
      assert.equal(printValueType(inner?.get('a') ?? null), 'float32[2,3]');
      assert.equal(printValueType(inner?.get('c') ?? null), 'float32[?,?]');
    });

    it('that call themselves end', async () => {
      const proto = modelProto(
        graphBuilder().input('x', 'float32', [2]).node('Again', ['x'], ['y'], {}, { domain: 'local' }),
      );
      const call = { opType: 'Again', domain: 'local', input: ['a'], output: ['b'] };
      const twice = [call, { ...call, output: ['c'] }];
      proto.functions = [
        onnx.FunctionProto.create({ name: 'Again', domain: 'local', input: ['a'], output: ['b'], node: twice }),
      ];
      const { model } = await readOnnx(memorySource(onnx.ModelProto.encode(proto).finish(), 'model.onnx'));
      assert.equal(inferTypes(model).get('main')?.get('y'), undefined);
    });
  });
});
