import assert from 'node:assert/strict';
import { node } from '../../../../../src/formats/onnx/edit/nodes';
import { onnx } from '../../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../../src/formats/onnx/integers';
import type { GraphPage, HeldBody } from '../../../../../src/shared/protocol/editor';
import { buildHierarchy } from '../../../../../webview/graph/hierarchy/buildHierarchy';
import { itemOf } from '../../../../../webview/graph/hierarchy/findItems';
import { groupKey } from '../../../../../webview/graph/hierarchy/groupKeys';
import { ITEM } from '../../../../../webview/graph/hierarchy/hierarchy';
import { type GraphBuilder, graphBuilder, modelProto } from '../../../../fixtures/builders/onnxModel';
import { shownBodies } from '../../../../fixtures/shown/shownBodies';
import { pageOf } from '../navigation/testArrangement';
import { ALL_OPEN, checkHierarchy, childrenOf, edgeLines, outline, pagesOfGraph, unfold } from './testHierarchies';

function branches(): GraphBuilder {
  const branch = (op: string): GraphBuilder =>
    graphBuilder(op)
      .node(op, ['h', 'w'], [`${op}.out`])
      .output(`${op}.out`, 'float32', [3]);
  return graphBuilder()
    .input('x', 'float32', [3])
    .input('c', 'bool', [])
    .weight('w', 'float32', [3], [1, 2, 3])
    .node('Relu', ['x'], ['h'])
    .node('If', ['c'], ['y'], { then_branch: branch('Add'), else_branch: branch('Mul') }, { name: 'choose' })
    .node('Neg', ['y'], ['z'])
    .output('z', 'float32', [3]);
}

/** Functions by name, each a chain of the operators; those with a name of a function call it. */
function withFunctions(graph: GraphBuilder, functions: Readonly<Record<string, readonly string[]>>): Uint8Array {
  const model = modelProto(graph, { domains: { own: 1 } });
  for (const [name, ops] of Object.entries(functions)) {
    const nodes = ops.map((op, i) => {
      const domain = Object.hasOwn(functions, op) ? 'own' : '';
      return node(op, [`${name}${i}`], [`${name}${i + 1}`], {}, { domain });
    });
    model.functions.push(
      onnx.FunctionProto.create({
        name,
        domain: 'own',
        input: [`${name}0`],
        output: [`${name}${ops.length}`],
        opsetImport: [{ version: longOf(17n) }, { domain: 'own', version: longOf(1n) }],
        node: nodes,
      }),
    );
  }
  return onnx.ModelProto.encode(model).finish();
}

describe('Bodies in place', () => {
  it('are not there before they are asked for', async () => {
    const hierarchy = buildHierarchy('main', await pagesOfGraph(branches()), []);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy), ['in x', 'in c', 'Relu', '[If choose]', 'Neg', 'out z']);
    assert.deepEqual(edgeLines(hierarchy), [
      'in x -x-> Relu',
      'in c -c-> If choose',
      'Relu -h-> If choose',
      'If choose -y-> Neg',
      'Neg -z-> out z',
    ]);
  });

  it('show both branches of an If; what they capture comes from its producer, what they give goes to the consumers', async () => {
    const pages = await pagesOfGraph(branches());
    const closed = buildHierarchy('main', pages, []);
    const hierarchy = buildHierarchy('main', pages, [1]);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy), [
      'in x',
      'in c',
      'Relu',
      '[If choose]',
      '  [then_branch]',
      '    Add',
      '    out Add.out',
      '  [else_branch]',
      '    Mul',
      '    out Mul.out',
      'Neg',
      'out z',
    ]);
    assert.deepEqual(edgeLines(hierarchy), [
      'in x -x-> Relu',
      'in c -c-> If choose',
      'Relu -h-> Add',
      'Relu -h-> Mul',
      'out Add.out -y-> Neg',
      'out Mul.out -y-> Neg',
      'Neg -z-> out z',
      'Add -Add.out-> out Add.out',
      'Mul -Mul.out-> out Mul.out',
    ]);
    // What was there keeps its number.
    assert.deepEqual([...hierarchy.kind.subarray(0, closed.items)], [...closed.kind]);
    assert.equal(itemOf(hierarchy, 'main/1.else_branch', 0), hierarchy.items - 2);
  });

  it('bind a Loop as the standard says, through two levels of capturing', async () => {
    const pages = await pagesOfGraph(shownBodies());
    const { hierarchy } = unfold(pages, ALL_OPEN);
    checkHierarchy(hierarchy);
    const lines = edgeLines(hierarchy);
    const has = (line: string): void => assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`);
    // The trip count is no input of the body, so it ends at the node.
    has('in times -times-> Loop refine');
    has('out smoothed -calm-> in state');
    has('out bounded -looped-> in value');
    // Captured by a Scan inside the branch of an If inside the loop: formal inputs, not names.
    has('Mul scale -scaled-> Div normalize');
    has('Mul scale -scaled-> in row');
    has('ReduceMax largest -largest-> Div normalize');
    has('out clipped -bounded-> out bounded');
    has('out sums -bounded-> out bounded');
    has('out shown -sums-> out sums');
    assert.equal(lines.filter(line => line.endsWith('-> in step')).length, 0, 'nothing enters the iteration number');
  });

  it('show a function at each of its calls', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Twice', ['x'], ['a'], {}, { domain: 'own', name: 'one' })
      .node('Twice', ['a'], ['b'], {}, { domain: 'own', name: 'two' })
      .output('b', 'float32', [2]);
    const pages = await pagesOfGraph(withFunctions(graph, { Twice: ['Inner', 'Exp'], Inner: ['Abs', 'Neg'] }));
    const { hierarchy, open } = unfold(pages);
    checkHierarchy(hierarchy);
    const body = (call: string): string[] => [
      `[Twice ${call}]`,
      '  [Twice]',
      '    in Twice0',
      '    [Inner]',
      '      [Inner]',
      '        in Inner0',
      '        Abs',
      '        Neg',
      '        out Inner2',
      '    Exp',
      '    out Twice2',
    ];
    assert.deepEqual(outline(hierarchy), ['in x', ...body('one'), ...body('two'), 'out b']);
    assert.deepEqual(hierarchy.instances.map(({ page }) => page.title).sort(), [
      'function Inner',
      'function Inner',
      'function Twice',
      'function Twice',
      'graph',
    ]);
    const keys = [...hierarchy.kind.keys()]
      .filter(item => (hierarchy.kind[item] ?? 0) >= ITEM.scope)
      .map(item => groupKey(hierarchy, item));
    assert.equal(new Set(keys).size, keys.length, 'each place has a key of its own');
    assert.ok(keys.length === 8 && [...open].filter(flag => flag === 1).length === 8, 'a small model is open');
  });

  it('open one after the other where functions call themselves, and never by themselves', async () => {
    const graph = graphBuilder().input('x', 'float32', [2]).node('A', ['x'], ['y'], {}, { domain: 'own' });
    const bytes = withFunctions(graph.output('y', 'float32', [2]), { A: ['Abs', 'B'], B: ['A', 'Neg'] });
    const pages = await pagesOfGraph(bytes);
    for (const folding of [undefined, ALL_OPEN]) {
      const { hierarchy } = unfold(pages, folding);
      checkHierarchy(hierarchy);
      const titles = hierarchy.instances.map(({ page }) => page.title);
      assert.deepEqual(titles, ['graph', 'function A', 'function B']);
    }
    let asked: readonly number[] = [];
    for (let depth = 0; depth < 50; depth++) {
      const hierarchy = buildHierarchy('main', pages, asked);
      const holder = [...hierarchy.kind.keys()].find(
        item => hierarchy.kind[item] === ITEM.holder && childrenOf(hierarchy, item).length === 0,
      );
      asked = [...asked, holder ?? -1];
    }
    const deep = buildHierarchy('main', pages, asked);
    checkHierarchy(deep);
    assert.equal(deep.instances.length, 51);
  });

  it('stop somewhere when calls double at every level', async () => {
    const functions: Record<string, readonly string[]> = {};
    for (let i = 0; i < 40; i++) functions[`F${i}`] = i === 39 ? ['Abs', 'Abs'] : [`F${i + 1}`, `F${i + 1}`];
    const graph = graphBuilder().input('x', 'float32', [2]).node('F0', ['x'], ['y'], {}, { domain: 'own' });
    const pages = await pagesOfGraph(withFunctions(graph.output('y', 'float32', [2]), functions));
    const { hierarchy } = unfold(pages, ALL_OPEN);
    assert.ok(hierarchy.items < 400_000, `${hierarchy.items} items`);
  });

  it('nest hundreds deep', () => {
    const pages = new Map<string, GraphPage>();
    const deepest = 500;
    for (let depth = 0; depth <= deepest; depth++) {
      const isInnermost = depth === deepest;
      pages.set(`${depth}`, {
        ...pageOf(1, []),
        id: `${depth}`,
        ops: [isInnermost ? 'Abs' : 'If'],
        inputs: [{ name: 'h', type: '?', doc: '' }],
        outputs: [{ name: 'y', type: '?', doc: '' }],
        from: Uint32Array.of(1, 0),
        to: Uint32Array.of(0, 2),
        value: Uint32Array.of(0, 1),
        values: ['h', 'y'],
        captured: depth === 0 ? 0 : 1,
        bodies: isInnermost ? [] : [heldBody(`${depth + 1}`)],
      });
    }
    const { hierarchy } = unfold(pages, ALL_OPEN, '0');
    checkHierarchy(hierarchy);
    assert.equal(hierarchy.instances.length, deepest + 1);
    assert.equal(edgeLines(hierarchy)[0], 'in h -h-> Abs n0');
    const last = hierarchy.from.length - 1;
    assert.equal(edgeLines(hierarchy)[last], 'Abs n0 -y-> out y');
    assert.equal(hierarchy.nodes[0], deepest + 1);
  });
});

function heldBody(graph: string): HeldBody {
  return {
    node: 0,
    title: 'then_branch',
    kind: 'subgraph',
    graph,
    inputs: new Int32Array(),
    outputs: Int32Array.of(1),
  };
}
