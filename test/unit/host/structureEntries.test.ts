import assert from 'node:assert/strict';
import { type Entry, findNodeEntry, PAGE, structureEntries } from '../../../src/host/tree/structureEntries';
import type { Attribute, Graph, Model, Node, Value, Weight } from '../../../src/model/model';

function value(name: string): Value {
  return { name, type: { kind: 'tensor', dtype: 'float32', shape: ['N', 3] }, doc: '' };
}

function weight(name: string): Weight {
  const payload = { kind: 'range', offset: 0, length: 24 } as const;
  return { name, dtype: 'float32', shape: [2, 3], elements: 6, bytes: 24, payload, sparse: null, doc: '' };
}

function node(index: number, op: string, parts: Partial<Node> = {}): Node {
  const base = { name: `${op}_${index}`, domain: '', overload: '', inputs: [], outputs: [], doc: '', metadata: [] };
  return { ...base, index, op, attributes: [], ...parts };
}

function graph(id: string, nodes: readonly Node[], parts: Partial<Graph> = {}): Graph {
  const base = { name: id, inputs: [], outputs: [], values: new Map(), initializers: new Map(), doc: '', metadata: [] };
  return { ...base, id, nodes, quantization: new Map(), parent: null, ...parts };
}

function model(main: Graph, parts: Partial<Model> = {}): Model {
  const about = { format: 'ONNX', formatVersion: '8', producer: '', producerVersion: '', domain: '', modelVersion: '' };
  const lists = { opsets: [], metadata: [], functions: [], training: [], notes: [] };
  return { ...about, ...lists, doc: '', graph: main, fileBytes: 0, ...parts };
}

function subgraph(name: string, inner: Graph): Attribute {
  return { name, value: { kind: 'graph', value: inner }, doc: '' };
}

function child(entry: Entry | undefined, position: number): Entry {
  const found = entry?.children?.()[position];
  assert.ok(found);
  return found;
}

const labels = (entries: readonly Entry[]) => entries.map(({ label, description }) => `${label} ${description}`.trim());

describe('structure of a model as a tree', () => {
  it('lists inputs without those that initializers fill, outputs, nodes, initializers and metadata', () => {
    const main = graph('main', [node(0, 'Gemm', { inputs: ['x', 'w'], outputs: ['y'] })], {
      inputs: [value('x'), value('w')],
      outputs: [value('y')],
      initializers: new Map([['w', weight('w')]]),
    });
    const roots = structureEntries(model(main, { metadata: [{ key: 'author', value: 'somebody' }] }));
    assert.deepEqual(labels(roots), ['Inputs 1', 'Outputs 1', 'Nodes 1', 'Initializers 1', 'Metadata 1']);
    assert.deepEqual(
      roots.flatMap(root => labels(root.children?.() ?? [])),
      ['x float32[N,3]', 'y float32[N,3]', 'Gemm_0 Gemm', 'w float32[2,3] · 24 B', 'author somebody'],
    );
  });

  it('shows sizes that were given instead of those that the file leaves open', () => {
    const main = graph('main', [], { inputs: [value('x')], outputs: [value('y')] });
    const sized = { kind: 'tensor', dtype: 'float32', shape: [8, 3] } as const;
    const [inputs, outputs] = structureEntries(model(main), new Map([['main', new Map([['x', sized]])]]));
    assert.deepEqual(labels([child(inputs, 0), child(outputs, 0)]), ['x float32[8,3]', 'y float32[N,3]']);
  });

  it('leads from values and initializers to the node that uses or makes them', () => {
    const main = graph(
      'main',
      [node(0, 'Relu', { inputs: ['x'], outputs: ['a'] }), node(1, 'Gemm', { inputs: ['a', 'w'], outputs: ['y'] })],
      { inputs: [value('x')], outputs: [value('y')], initializers: new Map([['w', weight('w')]]) },
    );
    const [inputs, outputs, , initializers] = structureEntries(model(main));
    assert.deepEqual(child(inputs, 0).place, { graph: 'main', index: 0 });
    assert.deepEqual(child(outputs, 0).place, { graph: 'main', index: 1 });
    assert.deepEqual(child(initializers, 0).place, { graph: 'main', index: 1 });
  });

  it('cuts long lists into pages and finds nodes on them', () => {
    const count = 2 * PAGE + 5;
    const long = model(
      graph(
        'main',
        Array.from({ length: count }, (_, index) => node(index, 'Relu')),
      ),
    );
    const roots = structureEntries(long);
    assert.deepEqual(labels(roots[0]?.children?.() ?? []), ['0 – 199', '200 – 399', '400 – 404']);
    for (const index of [0, PAGE - 1, PAGE, count - 1]) {
      const found = findNodeEntry(roots, long, { graph: 'main', index });
      assert.equal(found?.label, `Relu_${index}`);
      assert.equal(found?.parent?.parent, roots[0]);
    }
    assert.equal(findNodeEntry(roots, long, { graph: 'main', index: count }), null);
    assert.equal(findNodeEntry(roots, long, { graph: 'other', index: 0 }), null);
  });

  it('shows subgraphs under the node that holds them, and finds nodes in them', () => {
    const deep = graph('main/0.else_branch/0.body', [node(0, 'Neg')], { parent: 'main/0.else_branch' });
    const otherwise = graph('main/0.else_branch', [node(0, 'Loop', { attributes: [subgraph('body', deep)] })], {
      parent: 'main',
    });
    const then = graph('main/0.then_branch', [node(0, 'Abs')], { parent: 'main' });
    const branch = node(0, 'If', { attributes: [subgraph('then_branch', then), subgraph('else_branch', otherwise)] });
    const nested = model(graph('main', [branch]));
    const roots = structureEntries(nested);
    assert.deepEqual(labels(child(roots[0], 0).children?.() ?? []), ['then_branch 1 node', 'else_branch 1 node']);
    const found = findNodeEntry(roots, nested, { graph: deep.id, index: 0 });
    assert.equal(found?.label, 'Neg_0');
    const path: string[] = [];
    for (let up = found?.parent ?? null; up !== null; up = up.parent) path.unshift(up.label);
    assert.deepEqual(path, ['Nodes', 'If_0', 'else_branch', 'Nodes', 'Loop_0', 'body', 'Nodes']);
  });

  it('finds nodes of functions', () => {
    const body = graph('function:d.F', [node(0, 'Relu'), node(1, 'Neg')]);
    const functions = [{ domain: 'd', name: 'F', overload: '', opsets: [], attributes: [], defaults: [], graph: body }];
    const withFunction = model(graph('main', []), { functions });
    const roots = structureEntries(withFunction);
    assert.deepEqual(labels(roots), ['Functions 1']);
    assert.equal(findNodeEntry(roots, withFunction, { graph: body.id, index: 1 })?.label, 'Neg_1');
  });

  it('gives every entry an identifier of its own and makes each only once', () => {
    const main = graph('main', [node(0, 'Relu', { name: 'same' }), node(1, 'Relu', { name: 'same' })]);
    const [nodes] = structureEntries(model(main));
    assert.equal(nodes?.children?.(), nodes?.children?.());
    const identifiers = nodes?.children?.().map(({ id }) => id) ?? [];
    assert.equal(new Set(identifiers).size, 2);
  });

  it('names a node without a name by its operator and number', () => {
    const [nodes] = structureEntries(model(graph('main', [node(0, 'Relu', { name: '' })])));
    assert.deepEqual(labels([child(nodes, 0)]), ['Relu #0']);
  });
});
