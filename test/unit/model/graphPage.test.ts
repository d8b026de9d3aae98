import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { inferTypes } from '../../../src/analysis/shapes/inferTypes';
import { memorySource, openFileSource } from '../../../src/formats/fileSource';
import { node } from '../../../src/formats/onnx/edit/nodes';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../src/formats/onnx/integers';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { graphPage } from '../../../src/model/graphPage';
import type { Model } from '../../../src/model/model';
import { nodeDetail } from '../../../src/model/nodeDetail';
import type { GraphPage } from '../../../src/shared/protocol/editor';
import { type GraphBuilder, graphBuilder, modelBytes, modelProto } from '../../fixtures/builders/onnxModel';

const FOLDER = path.resolve('../shared/models');

/** Counted with onnx for Python: nodes, free inputs, outputs, and pairs of vertices with a value between them. */
const COUNTED: readonly (readonly [file: string, nodes: number, inputs: number, outputs: number, edges: number])[] = [
  ['mnist/mnist.onnx', 12, 1, 1, 13],
  ['ultraface/version-RFB-320.onnx', 242, 1, 2, 265],
  ['super-resolution/superres.onnx', 105, 1, 1, 123],
  ['onnx-backend/light/light_densenet121.onnx', 1746, 1, 1, 1805],
  ['onnx-backend/light/light_inception_v2.onnx', 916, 1, 1, 945],
  ['onnx-backend/light/light_resnet50.onnx', 415, 1, 1, 432],
  ['onnx-backend/light/light_shufflenet.onnx', 446, 1, 1, 463],
  ['onnx-backend/simple/test_sequence_model3/model.onnx', 4, 3, 1, 8],
  ['onnx-backend/simple/test_gradient_of_add_and_mul/model.onnx', 3, 2, 3, 9],
];

async function read(graph: GraphBuilder): Promise<Model> {
  return (await readOnnx(memorySource(modelBytes(graph), 'model.onnx'))).model;
}

function page(model: Model, id = 'main'): GraphPage {
  return graphPage(model, id, inferTypes(model));
}

/** Edges as `from -value:type-> to`, vertices by operator, input or output name. */
function edgeLines(shown: GraphPage): string[] {
  const vertex = (at: number): string => {
    const nodes = shown.names.length;
    if (at < nodes) return `${shown.ops[shown.op[at] ?? 0]}${at}`;
    if (at < nodes + shown.inputs.length) return `in ${shown.inputs[at - nodes]?.name}`;
    return `out ${shown.outputs[at - nodes - shown.inputs.length]?.name}`;
  };
  return Array.from(shown.from, (from, i) => {
    const value = shown.value[i] ?? 0;
    return `${vertex(from)} -${shown.values[value]}:${shown.valueTypes[value]}-> ${vertex(shown.to[i] ?? 0)}`;
  });
}

function withBranches(): GraphBuilder {
  const branch = (op: string, out: string): GraphBuilder =>
    graphBuilder(op).node(op, ['h', 'w'], [out]).output(out, 'float32', ['N', 3]);
  return graphBuilder('net')
    .input('x', 'float32', ['N', 3])
    .input('c', 'bool', [])
    .weight('w', 'float32', [3], [1, 2, 3])
    .node('Relu', ['x'], ['h'], {}, { name: 'first' })
    .node('If', ['c'], ['y'], { then_branch: branch('Add', 't'), else_branch: branch('Mul', 'e') }, { name: 'choose' })
    .node('Mul', ['y', 'y'], ['z'])
    .output('z', 'float32', ['N', 3]);
}

describe('graphPage', () => {
  it('has one edge for each value between two vertices, and none for initializers', async () => {
    const shown = page(await read(withBranches()));
    assert.equal(shown.title, 'net');
    assert.deepEqual(edgeLines(shown), [
      'in x -x:float32[N,3]-> Relu0',
      'in c -c:bool[]-> If1',
      'Relu0 -h:float32[N,3]-> If1',
      'If1 -y:float32[N,3]-> Mul2',
      'Mul2 -z:float32[N,3]-> out z',
    ]);
  });

  it('shows what a subgraph takes from outside as its inputs', async () => {
    const shown = page(await read(withBranches()), 'main/1.then_branch');
    assert.equal(shown.title, 'then_branch of "choose"');
    assert.deepEqual(shown.inputs, [{ name: 'h', type: 'float32[N,3]', doc: 'From the enclosing graph.' }]);
    assert.deepEqual(edgeLines(shown), ['in h -h:float32[N,3]-> Add0', 'Add0 -t:float32[N,3]-> out t']);
    assert.deepEqual([...shown.weightBytes], [12]);
  });

  it('says what matters of a node in one line', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['N', 4, 8, 8])
      .weight('w', 'float32', [4, 1, 3, 3], new Array(36).fill(1))
      .node('Conv', ['x', 'w'], ['c'], { kernel_shape: [3n, 3n], strides: [2n, 2n], group: 4n, dilations: [1n, 1n] })
      .node('Cast', ['c'], ['h'], { to: 10n })
      .node('Transpose', ['h'], ['y'], { perm: [0n, 2n, 3n, 1n] });
    const shown = page(await read(graph));
    assert.deepEqual(shown.details, ['4×1×3×3, kernel 3×3, strides 2×2', 'float16', 'perm 0,2,3,1']);
    assert.deepEqual([...shown.weightBytes], [144, 0, 0]);
  });

  it('tells what a node owns line by line, with the letters of the standard', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['N', 3, 8, 8])
      .weight('kernel', 'float32', [4, 3, 1, 1], new Array(12).fill(1))
      .weight('bias', 'float32', [4], [1, 2, 3, 4])
      .weight('table', 'float32', [8, 2], new Array(16).fill(1))
      .node('Conv', ['x', 'kernel', 'bias'], ['c'], { kernel_shape: [1n, 1n] })
      .node('Relu', ['c'], ['r'])
      .node('MatMul', ['r', 'table'], ['m'])
      .node('Own', ['m', 'bias'], ['y'], {}, { domain: 'com.example' })
      .output('y', 'float32', null);
    const { weightLines } = page(await read(graph));
    assert.deepEqual(
      Array.from(weightLines.index, text => weightLines.texts[text]),
      ['W float32[4,3,1,1]\nB float32[4]', '', 'B float32[8,2]', 'float32[4]'],
    );
  });

  it('tells where nodes belong, and which values come from outside', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Relu', ['x'], ['a'], {}, { name: '/encoder/layer.0/Relu' })
      .node('Abs', ['a'], ['b'], {}, { name: '/encoder/layer.0/Abs' })
      .node('Neg', ['b'], ['c'], {}, { name: 'Neg_7' })
      .output('c', 'float32', [2]);
    const { scope, captured } = page(await read(graph));
    assert.deepEqual(
      Array.from(scope.index, text => scope.texts[text]),
      ['encoder/layer.0', 'encoder/layer.0', ''],
    );
    assert.equal(captured, 0);
    assert.equal(page(await read(withBranches()), 'main/1.then_branch').captured, 1);
  });

  it('does not know graphs that are not there', async () => {
    const model = await read(withBranches());
    assert.throws(() => page(model, 'nowhere'), { message: 'The model has no graph "nowhere".' });
  });

  for (const [file, nodes, inputs, outputs, edges] of COUNTED) {
    it(`counts what Python counts in ${file}`, async function () {
      const location = path.join(FOLDER, file);
      if (!existsSync(location)) this.skip();
      const source = await openFileSource(location);
      try {
        const shown = page((await readOnnx(source)).model);
        const lengths = [shown.names, shown.inputs, shown.outputs, shown.from, shown.to].map(({ length }) => length);
        assert.deepEqual(lengths, [nodes, inputs, outputs, edges, edges]);
      } finally {
        await source.close();
      }
    });
  }
});

/** Bodies with the names of the values that are bound: `title <- inputs -> outputs`, `-` where nothing is. */
function bindings(shown: GraphPage): string[] {
  const names = (values: Int32Array): string =>
    Array.from(values, value => (value < 0 ? '-' : (shown.values[value] ?? '?'))).join(' ');
  return shown.bodies.map(
    body => `${body.node} ${body.kind} ${body.title} ${body.graph}: ${names(body.inputs)} -> ${names(body.outputs)}`,
  );
}

describe('Bodies on a page', () => {
  const body = (inputs: readonly string[], outputs: readonly string[]): GraphBuilder => {
    const graph = graphBuilder('body');
    for (const name of inputs) graph.input(name, 'float32', null);
    for (const name of outputs) graph.node('Identity', [inputs[0] ?? 'x'], [name]);
    for (const name of outputs) graph.output(name, 'float32', null);
    return graph;
  };
  const around = (op: string, inputs: readonly string[], attributes: Parameters<GraphBuilder['node']>[3]) => {
    const graph = graphBuilder();
    for (const name of ['x', 'count', 'go', 'lengths']) graph.input(name, 'float32', null);
    graph.weight('fixed', 'float32', [1], [1]).node(op, inputs, ['a', 'b'], attributes);
    return graph.node('Add', ['a', 'b'], ['sum']).output('sum', 'float32', null);
  };

  it('have no inputs in an If', async () => {
    const branch = body([], ['t', 'u']);
    const graph = around('If', ['go'], { then_branch: branch, else_branch: branch });
    assert.deepEqual(bindings(page(await read(graph))), [
      '0 subgraph then_branch main/0.then_branch:  -> a b',
      '0 subgraph else_branch main/0.else_branch:  -> a b',
    ]);
  });

  it('of a Loop take the condition and what is carried; the count and the condition it ends with go nowhere', async () => {
    const inner = body(['i', 'c', 'v', 'w'], ['again', 'p', 'q', 'unused']);
    const graph = around('Loop', ['count', 'go', 'x', 'fixed'], { body: inner });
    assert.deepEqual(bindings(page(await read(graph))), [
      // A constant comes on no edge, and nobody takes the third output.
      '0 subgraph body main/0.body: - go x - -> - a b -',
    ]);
    const endless = around('Loop', ['', '', 'x'], { body: body(['i', 'c', 'v'], ['again', 'p', 'q']) });
    assert.deepEqual(bindings(page(await read(endless))), ['0 subgraph body main/0.body: - - x -> - a b']);
  });

  it('of a Scan take states and sequences; before opset 9 lengths came first', async () => {
    const inner = body(['s', 'e'], ['p', 'q']);
    const scan = around('Scan', ['x', 'go'], { body: inner, num_scan_inputs: 1n });
    assert.deepEqual(bindings(page(await read(scan))), ['0 subgraph body main/0.body: x go -> a b']);
    const old = around('Scan', ['lengths', 'x', 'go'], { body: inner, num_scan_inputs: 1n });
    assert.deepEqual(bindings(page(await read(old))), ['0 subgraph body main/0.body: x go -> a b']);
  });

  it('of operators that nobody knows are bound to nothing', async () => {
    const own = around('Repeat', ['x', 'go'], { body: body(['s', 'e'], ['p', 'q']) });
    assert.deepEqual(bindings(page(await read(own))), ['0 subgraph body main/0.body: - - -> - -']);
  });

  it('of a call are bound by position, whichever overload it is', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Foo', ['x', ''], ['', 'y'], {}, { domain: 'own' })
      .node('Bar', ['y'], ['z'], {}, { domain: 'own' })
      .output('z', 'float32', [2]);
    const model = modelProto(graph, { domains: { own: 1 } });
    const foo = { name: 'Foo', domain: 'own', opsetImport: [{ version: longOf(17n) }] };
    const nodes = [node('Relu', ['p'], ['r'], {}), node('Abs', ['q'], ['s'], {})];
    model.functions.push(
      onnx.FunctionProto.create({ ...foo, input: ['p', 'q'], output: ['r', 's'], node: nodes }),
      onnx.FunctionProto.create({ ...foo, overload: 'other', input: ['p'], output: ['r'], node: nodes.slice(0, 1) }),
    );
    const file = memorySource(onnx.ModelProto.encode(model).finish(), 'model.onnx');
    const { bodies, ...shown } = page((await readOnnx(file)).model);
    assert.deepEqual(bindings({ ...shown, bodies }), ['0 function Foo function:own.Foo: x - -> - y']);
  });
});

describe('nodeDetail', () => {
  it('names both ends of every port, those of subgraphs included', async () => {
    const model = await read(withBranches());
    const types = inferTypes(model);
    const choose = nodeDetail(model, 'main', 1, types);
    assert.deepEqual(
      choose.inputs.map(({ value, type, nodes, weight }) => [value, type, nodes, weight?.type ?? null]),
      [
        ['c', 'bool[]', [], null],
        ['h', 'float32[N,3]', [0], null],
        ['w', 'float32[3]', [], 'float32[3]'],
      ],
    );
    assert.deepEqual(
      choose.outputs.map(({ value, nodes }) => [value, nodes]),
      [['y', [2]]],
    );
    assert.deepEqual(
      nodeDetail(model, 'main', 0, types).outputs.map(({ nodes }) => nodes),
      [[1]],
    );
    assert.deepEqual(
      choose.attributes.map(({ name, kind, graph }) => [name, kind, graph]),
      [
        ['then_branch', 'graph', 'main/1.then_branch'],
        ['else_branch', 'graph', 'main/1.else_branch'],
      ],
    );
    assert.throws(() => nodeDetail(model, 'main', 3, types), { message: 'Graph "main" has no node 3.' });
  });

  it('prints attributes as people write them', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Cast', ['x'], ['y'], { to: 10n, note: 'a < b', rate: 0.1, many: Array.from({ length: 70 }, () => 1n) });
    const { attributes } = nodeDetail(await read(graph), 'main', 0, new Map());
    assert.deepEqual(
      attributes.slice(0, 3).map(({ text }) => text),
      ['10 (float16)', 'a < b', '0.1'],
    );
    assert.match(attributes[3]?.text ?? '', /^\[(1, ){64}… 70 in all\]$/);
  });
});
