import assert from 'node:assert/strict';
import { type InferredTypes, inferTypesStepwise } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { Model } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import type { Runtime } from '../../../../src/model/runtime';
import { finish } from '../../../../src/model/steps';
import type { Tensor } from '../../../../src/model/tensor';
import { createRuntime } from '../../../../src/worker/runtime';
import {
  type GraphBuilder,
  graphBuilder,
  type ModelOptions,
  modelBytes,
  modelProto,
} from '../../../fixtures/builders/onnxModel';
import { assertDescribes, runWithOutputs } from './actualTypes';

async function inferred(bytes: Uint8Array): Promise<InferredTypes & { readonly model: Model }> {
  const { model } = await readOnnx(memorySource(bytes, 'model.onnx'));
  const { types, contradictions, invalid } = finish(inferTypesStepwise(model));
  return { model, types, contradictions, invalid };
}

function of(graph: GraphBuilder, options?: ModelOptions): Promise<InferredTypes & { readonly model: Model }> {
  return inferred(modelBytes(graph, options));
}

function shown({ types }: InferredTypes, name: string, graph = 'main'): string {
  return printValueType(types.get(graph)?.get(name) ?? null);
}

function floats(...shape: number[]): Tensor {
  return { dtype: 'float32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1) };
}

describe('graphs that the specification forbids', () => {
  it('are typed in an order in which that is possible, and named', async () => {
    const found = await of(
      graphBuilder()
        .input('x', 'float32', ['n', 3])
        .node('Concat', ['b', 'b'], ['c'], { axis: 1n })
        .node('Relu', ['a'], ['b'])
        .node('Transpose', ['x'], ['a']),
    );
    assert.equal(shown(found, 'c'), 'float32[3,n*2]');
    assert.deepEqual(found.invalid, [
      { kind: 'unsorted', graph: 'main', node: 0, value: 'b' },
      { kind: 'unsorted', graph: 'main', node: 1, value: 'a' },
    ]);
  });

  it('see what a subgraph captures from a later node', async () => {
    const branch = graphBuilder('branch').node('Relu', ['late'], ['inner']).output('inner', 'float32', null);
    const other = graphBuilder('other').node('Neg', ['late'], ['outer']).output('outer', 'float32', null);
    const found = await of(
      graphBuilder()
        .input('x', 'float32', [2, 'n'])
        .input('c', 'bool', [])
        .node('If', ['c'], ['y'], { then_branch: branch, else_branch: other })
        .node('Abs', ['x'], ['late']),
    );
    assert.equal(shown(found, 'y'), 'float32[2,n]');
    assert.deepEqual(
      found.invalid.map(({ kind, value }) => [kind, value]),
      [['unsorted', 'late']],
    );
  });

  it('with a circle keep what does not depend on it', async () => {
    const found = await of(
      graphBuilder()
        .input('x', 'float32', [2])
        .node('Add', ['x', 'b'], ['a'])
        .node('Relu', ['a'], ['b'])
        .node('Relu', ['self'], ['self'])
        .node('Neg', ['x'], ['y']),
    );
    assert.equal(shown(found, 'y'), 'float32[2]');
    assert.equal(shown(found, 'b'), '?');
    assert.deepEqual(
      found.invalid.filter(({ kind }) => kind === 'cycle').map(({ node, value }) => [node, value]),
      [
        [1, 'a'],
        [2, 'self'],
      ],
    );
  });

  it('with values made twice or never say so', async () => {
    const found = await of(
      graphBuilder()
        .input('x', 'float32', [2])
        .weight('w', 'float32', [1], [0])
        .node('Relu', ['x'], ['y'])
        .node('Neg', ['x'], ['y'])
        .node('Abs', ['x'], ['w'])
        .node('Add', ['x', 'nowhere'], ['z'])
        .output('z', 'float32', null)
        .output('gone', 'float32', null),
    );
    assert.deepEqual(found.invalid, [
      { kind: 'duplicateValue', graph: 'main', node: 1, value: 'y' },
      { kind: 'duplicateValue', graph: 'main', node: 2, value: 'w' },
      { kind: 'missingValue', graph: 'main', node: 3, value: 'nowhere' },
      { kind: 'missingValue', graph: 'main', node: null, value: 'gone' },
    ]);
  });

  it('of any length and nesting end', async () => {
    const chain = graphBuilder().input('x', 'float32', [2]);
    const nodes = 30_000;
    for (let i = nodes; i > 0; i--) chain.node('Relu', [i === 1 ? 'x' : `v${i - 1}`], [`v${i}`]);
    assert.equal(shown(await of(chain), `v${nodes}`), 'float32[2]');
    let nested = graphBuilder('deepest').node('Relu', ['x'], ['y0']).output('y0', 'float32', null);
    for (let depth = 1; depth < 28; depth++) {
      nested = graphBuilder(`at${depth}`)
        .node('If', ['c'], [`y${depth}`], { then_branch: nested, else_branch: graphBuilder('empty') })
        .output(`y${depth}`, 'float32', null);
    }
    const deep = graphBuilder().input('x', 'float32', [2]).input('c', 'bool', []);
    const found = await of(deep.node('If', ['c'], ['y'], { then_branch: nested, else_branch: nested }));
    assert.equal(shown(found, 'y'), 'float32[…]');
  });

  it('with contradictions go on with what is declared', async () => {
    const found = await of(
      graphBuilder()
        .input('x', 'float32', [2, 3])
        .value('h', 'int64', [7])
        .node('Relu', ['x'], ['h'])
        .node('Shape', ['h'], ['y']),
    );
    assert.equal(shown(found, 'h'), 'int64[7]');
    assert.equal(shown(found, 'y'), 'int64[1]');
    assert.deepEqual(
      found.contradictions.map(({ value }) => value),
      ['h'],
    );
  });

  it('take tensors without elements', async () => {
    const found = await of(
      graphBuilder()
        .input('x', 'float32', [0, 'n'])
        .weight('none', 'int64', [0], [])
        .weight('target', 'int64', [2], [0, 0])
        .node('ConstantOfShape', ['none'], ['scalar'])
        .node('Concat', ['x', 'x'], ['twice'], { axis: 0n })
        .node('Reshape', ['x', 'target'], ['y'])
        .node('NonZero', ['none'], ['places']),
    );
    assert.equal(shown(found, 'scalar'), 'float32[]');
    assert.equal(shown(found, 'twice'), 'float32[0,n]');
    assert.equal(shown(found, 'y'), 'float32[0,n]');
    assert.equal(shown(found, 'places'), 'int64[1,0]');
  });
});

describe('loops and scans', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  async function agrees(
    graph: GraphBuilder,
    feeds: ReadonlyMap<string, Tensor>,
    expected: Readonly<Record<string, string>>,
    options?: ModelOptions,
  ): Promise<InferredTypes> {
    const bytes = modelBytes(graph, options);
    const found = await inferred(bytes);
    for (const [name, text] of Object.entries(expected)) assert.equal(shown(found, name), text);
    for (const [name, tensor] of await runWithOutputs(runtime, bytes, feeds, Object.keys(expected))) {
      assertDescribes(found.types.get('main')?.get(name), tensor, name, false);
    }
    return found;
  }

  function growing(condition: 'kept' | 'computed'): GraphBuilder {
    const body = graphBuilder('body')
      .input('i', 'int64', [])
      .input('go', 'bool', [])
      .input('acc', 'float32', null)
      .node('Concat', ['acc', 'x'], ['next'], { axis: 0n })
      .node('Neg', ['x'], ['each']);
    if (condition === 'kept') body.node('Identity', ['go'], ['still']);
    else body.node('ReduceSum', ['x'], ['sum'], { keepdims: 0n }).node('Less', ['sum', 'limit'], ['still']);
    return body.output('still', 'bool', []).output('next', 'float32', null).output('each', 'float32', null);
  }

  it('know how often a body runs that never stops of itself', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2, 3])
      .weight('trips', 'int64', [], [4])
      .node('Loop', ['trips', '', 'x'], ['last', 'all'], { body: growing('kept') });
    const found = await agrees(graph, new Map([['x', floats(2, 3)]]), {
      last: 'float32[last.2,3]',
      all: 'float32[4,2,3]',
    });
    // The body is typed as it is in every round.
    const body = [...found.types.keys()].find(id => id !== 'main') ?? '';
    assert.equal(shown(found, 'acc', body), 'float32[last.1,3]');
    assert.equal(shown(found, 'next', body), 'float32[last.1 + 2,3]');
    assert.equal(shown(found, 'each', body), 'float32[2,3]');
  });

  it('follow a trip count that is a size', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2, 3])
      .input('s', 'float32', ['rounds'])
      .weight('zero', 'int64', [], [0])
      .node('Shape', ['s'], ['shape'])
      .node('Gather', ['shape', 'zero'], ['trips'])
      .node('Loop', ['trips', '', 'x'], ['last', 'all'], { body: growing('kept') });
    const feeds = new Map([
      ['x', floats(2, 3)],
      ['s', floats(5)],
    ]);
    await agrees(graph, feeds, { all: 'float32[rounds,2,3]' });
  });

  it('have a size of their own for rounds that data decides', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2, 3])
      .weight('trips', 'int64', [], [4])
      .weight('limit', 'float32', [], [3])
      .node('Loop', ['trips', '', 'x'], ['last', 'all'], { body: growing('computed') })
      .node('Concat', ['all', 'all'], ['twice'], { axis: 0n });
    await agrees(
      graph,
      new Map([['x', floats(2, 3)]]),
      { all: 'float32[all.1,2,3]', twice: 'float32[all.1*2,2,3]' },
      { opset: 12 },
    );
  });

  it('of opset 8 scan batches of sequences', async () => {
    const body = graphBuilder('body')
      .input('state', 'float32', [3])
      .input('row', 'float32', [3])
      .node('Add', ['state', 'row'], ['sum'])
      .node('Neg', ['sum'], ['out'])
      .output('sum', 'float32', [3])
      .output('out', 'float32', [3]);
    const graph = graphBuilder()
      .input('s', 'float32', ['batch', 3])
      .input('x', 'float32', ['batch', 'time', 3])
      .node('Scan', ['', 's', 'x'], ['last', 'all'], { body, num_scan_inputs: 1n })
      .output('last', 'float32', ['batch', 3])
      .output('all', 'float32', ['batch', 'time', 3]);
    const feeds = new Map([
      ['s', floats(2, 3)],
      ['x', floats(2, 5, 3)],
    ]);
    await agrees(graph, feeds, { last: 'float32[batch,3]', all: 'float32[batch,time,3]' }, { opset: 8, irVersion: 3 });
  });
});

describe('functions', () => {
  type FunctionParts = Parameters<typeof onnx.FunctionProto.create>[0];

  function withFunctions(graph: GraphBuilder, functions: readonly FunctionParts[]): Uint8Array {
    const proto = modelProto(graph, { domains: { local: 1 }, irVersion: 10 });
    const { opsetImport } = proto;
    proto.functions = functions.map(parts => onnx.FunctionProto.create({ domain: 'local', opsetImport, ...parts }));
    return onnx.ModelProto.encode(proto).finish();
  }

  const local = { domain: 'local' };
  const { INT } = onnx.AttributeProto.AttributeType;
  const joinAlong = { opType: 'Concat', input: ['a', 'a'], output: ['b'] };
  const axis = { name: 'axis', refAttrName: 'along', type: INT };

  it('take the default of an attribute that the call leaves out', async () => {
    const join: FunctionParts = {
      name: 'Join',
      input: ['a'],
      output: ['b'],
      attributeProto: [{ name: 'along', type: INT, i: 1 }],
      node: [{ ...joinAlong, attribute: [axis] }],
    };
    const graph = graphBuilder()
      .input('x', 'float32', [2, 'n'])
      .node('Join', ['x'], ['wide'], {}, local)
      .node('Join', ['x'], ['tall'], { along: 0n }, local);
    const found = await inferred(withFunctions(graph, [join]));
    assert.equal(shown(found, 'wide'), 'float32[2,n*2]');
    assert.equal(shown(found, 'tall'), 'float32[4,n]');
    assert.deepEqual(found.model.functions[0]?.attributes, ['along']);
  });

  it('hand attributes on to the graphs their nodes hold', async () => {
    const branch = onnx.GraphProto.create({
      name: 'branch',
      node: [{ ...joinAlong, attribute: [axis] }],
      output: [{ name: 'b' }],
    });
    const { GRAPH } = onnx.AttributeProto.AttributeType;
    const choose: FunctionParts = {
      name: 'Choose',
      input: ['a', 'c'],
      output: ['y'],
      attribute: ['along'],
      node: [
        {
          opType: 'If',
          input: ['c'],
          output: ['y'],
          attribute: [
            { name: 'then_branch', type: GRAPH, g: branch },
            { name: 'else_branch', type: GRAPH, g: branch },
          ],
        },
      ],
    };
    const graph = graphBuilder()
      .input('x', 'float32', [2, 3])
      .input('c', 'bool', [])
      .node('Choose', ['x', 'c'], ['y'], { along: 1n }, local);
    assert.equal(shown(await inferred(withFunctions(graph, [choose])), 'y'), 'float32[2,6]');
  });

  it('are told apart by overload, and may call one another', async () => {
    const node = (opType: string, input: string, output: string, overload = ''): onnx.NodeProto.$Properties => ({
      opType,
      domain: opType === 'F' ? 'local' : '',
      input: [input],
      output: [output],
      overload,
    });
    const functions: FunctionParts[] = [
      { name: 'F', overload: 'turn', input: ['a'], output: ['b'], node: [node('Transpose', 'a', 'b')] },
      { name: 'F', overload: 'count', input: ['a'], output: ['b'], node: [node('Shape', 'a', 'b')] },
      {
        name: 'F',
        overload: 'both',
        input: ['a'],
        output: ['c'],
        node: [node('F', 'a', 'b', 'turn'), node('F', 'b', 'c', 'count')],
      },
    ];
    const graph = graphBuilder().input('x', 'float32', [2, 3, 4]);
    for (const overload of ['turn', 'count', 'both'])
      graph.proto.node.push(onnx.NodeProto.create(node('F', 'x', overload, overload)));
    const found = await inferred(withFunctions(graph, functions));
    assert.equal(shown(found, 'turn'), 'float32[4,3,2]');
    assert.equal(shown(found, 'count'), 'int64[3]');
    assert.equal(shown(found, 'both'), 'int64[3]');
    assert.deepEqual(found.invalid, []);
  });

  it('that call themselves through others are named', async () => {
    const call = (opType: string): onnx.NodeProto.$Properties => ({
      opType,
      domain: 'local',
      input: ['a'],
      output: ['b'],
    });
    const functions: FunctionParts[] = [
      { name: 'Ping', input: ['a'], output: ['b'], node: [call('Pong')] },
      { name: 'Pong', input: ['a'], output: ['b'], node: [call('Ping')] },
    ];
    const graph = graphBuilder().input('x', 'float32', [2]).node('Ping', ['x'], ['y'], {}, local);
    const found = await inferred(withFunctions(graph, functions));
    assert.equal(shown(found, 'y'), '?');
    assert.deepEqual(found.invalid, [
      { kind: 'recursiveFunction', graph: 'function:local.Pong', node: 0, value: 'Ping' },
    ]);
  });

  it('give each call sizes of its own', async () => {
    const find: FunctionParts = {
      name: 'Find',
      input: ['a'],
      output: ['b'],
      node: [{ opType: 'NonZero', input: ['a'], output: ['b'] }],
    };
    const graph = graphBuilder()
      .input('x', 'float32', ['n'])
      .node('Find', ['x'], ['first'], {}, local)
      .node('Find', ['x'], ['second'], {}, local);
    const found = await inferred(withFunctions(graph, [find]));
    assert.equal(shown(found, 'first'), 'int64[1,b.1]');
    assert.equal(shown(found, 'second'), 'int64[1,b.2]');
  });
});
