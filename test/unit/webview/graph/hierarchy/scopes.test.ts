import assert from 'node:assert/strict';
import { buildHierarchy } from '../../../../../webview/graph/hierarchy/buildHierarchy';
import { graphBuilder } from '../../../../fixtures/builders/onnxModel';
import { encoder, NAMINGS } from './namedLayers';
import { checkHierarchy, outline, pagesOfGraph } from './testHierarchies';

describe('Groups by names', () => {
  const layer = (i: number): string[] => [
    `  [layers.${i}]`,
    '    [norm]',
    '      LayerNormalization',
    '      Mul',
    '    [attention]',
    '      MatMul',
    '      MatMul',
    '      MatMul',
    '      Transpose',
    '      MatMul',
    '      Add',
    '      Softmax',
    '      MatMul',
    '    [mlp]',
    '      MatMul',
    '      Gelu',
    '      MatMul',
    '    Add',
  ];

  it('are scopes; layers that only count are one stack', async () => {
    const hierarchy = buildHierarchy('main', await pagesOfGraph(encoder(3, NAMINGS.torch)), []);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy), [
      'in ids',
      'in padding',
      '[embeddings]',
      '  Gather',
      '  LayerNormalization',
      'Neg',
      '[layers ×3]',
      ...[0, 1, 2].flatMap(layer),
      // One node alone is no group.
      'MatMul',
      'out scores',
    ]);
  });

  it('are the same with dots, and with underscores in what every node is in', async () => {
    const dotted = buildHierarchy('main', await pagesOfGraph(encoder(3, NAMINGS.dotted)), []);
    assert.deepEqual(outline(dotted, 2).slice(6, 10), ['[layers ×3]', '  [layers.0]', '  [layers.1]', '  [layers.2]']);
    const under = buildHierarchy('main', await pagesOfGraph(encoder(3, NAMINGS.tensorflow)), []);
    assert.deepEqual(outline(under, 3), [
      'in ids',
      'in padding',
      '[model]',
      '  [embeddings]',
      '    Gather',
      '    LayerNormalization',
      '  Neg',
      '  [layers ×3]',
      '    [layers_0]',
      '    [layers_1]',
      '    [layers_2]',
      '  MatMul',
      'out scores',
    ]);
  });

  it('are one group where a scope holds nothing but another', async () => {
    const graph = graphBuilder().input('x', 'float32', [1]);
    for (const [i, name] of ['a/b/c/Relu', 'a/b/c/Abs', 'Neg'].entries()) {
      graph.node(name.split('/').at(-1) ?? '', [i === 0 ? 'x' : `v${i - 1}`], [`v${i}`], {}, { name });
    }
    const hierarchy = buildHierarchy('main', await pagesOfGraph(graph.output('v2', 'float32', [1])), []);
    assert.deepEqual(outline(hierarchy), ['in x', '[a/b/c]', '  Relu', '  Abs', 'Neg', 'out v2']);
  });

  it('take in helpers without a scope whose neighbours are all in one', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [4])
      .node('Relu', ['x'], ['a'], {}, { name: '/body/Relu' })
      .node('Shape', ['a'], ['s'], {}, { name: 'Shape_7' })
      .node('Cast', ['s'], ['t'], { to: 1n }, { name: '' })
      .node('Mul', ['a', 't'], ['b'], {}, { name: '/body/Mul' })
      .node('Abs', ['b'], ['c'], {}, { name: 'between' })
      .node('Add', ['c', 'x'], ['d'], {}, { name: '/head/Add' })
      .node('Exp', ['d'], ['e'], {}, { name: '/head/Exp' })
      .output('e', 'float32', [4]);
    const hierarchy = buildHierarchy('main', await pagesOfGraph(graph), []);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy), [
      'in x',
      '[body]',
      '  Relu',
      '  Shape Shape_7',
      '  Cast',
      '  Mul',
      'Abs between',
      '[head]',
      '  Add',
      '  Exp',
      'out e',
    ]);
  });

  it('stay apart where their structure differs, and say it where only sizes do', async () => {
    const graph = graphBuilder().input('x', 'float32', [1, 4]);
    let value = 'x';
    const part = (i: number, op: string, width: number): void => {
      graph.weight(`w${i}`, 'float32', [4, width], new Array(4 * width).fill(1));
      graph.weight(`u${i}`, 'float32', [width, 4], new Array(4 * width).fill(1));
      const names = ['MatMul', op, 'MatMul', 'Abs'];
      const inputs = [`w${i}`, '', `u${i}`, ''];
      names.forEach((name, k) => {
        const weight = inputs[k] ?? '';
        graph.node(name, weight === '' ? [value] : [value, weight], [`${i}.${k}`], {}, { name: `/part.${i}/${name}` });
        value = `${i}.${k}`;
      });
    };
    part(0, 'Relu', 3);
    part(1, 'Relu', 3);
    part(2, 'Tanh', 3);
    part(3, 'Relu', 5);
    part(4, 'Relu', 6);
    const hierarchy = buildHierarchy('main', await pagesOfGraph(graph.output(value, 'float32', [1, 4])), []);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy, 2), [
      'in x',
      '[part ×2 (0–1)]',
      '  [part.0]',
      '  [part.1]',
      '[part.2]',
      '  MatMul',
      '  Tanh',
      '  MatMul',
      '  Abs',
      '[part ×2 (3–4), sizes differ]',
      '  [part.3]',
      '  [part.4]',
      `out ${value}`,
    ]);
  });

  it('stay apart where the same operators are connected otherwise', async () => {
    const graph = graphBuilder().input('x', 'float32', [4]);
    const part = (i: number, input: string, second: string): void => {
      graph
        .node('Relu', [input], [`${i}.a`], {}, { name: `/part.${i}/Relu` })
        .node('Abs', [`${i}.a`], [`${i}.b`], {}, { name: `/part.${i}/Abs` })
        .node('Neg', [second], [`${i}.c`], {}, { name: `/part.${i}/Neg` })
        .node('Add', [`${i}.b`, `${i}.c`], [`${i}.d`], {}, { name: `/part.${i}/Add` });
    };
    part(0, 'x', '0.a');
    part(1, '0.d', '1.b');
    const hierarchy = buildHierarchy('main', await pagesOfGraph(graph.output('1.d', 'float32', [4])), []);
    assert.deepEqual(outline(hierarchy, 1), ['in x', '[part.0]', '[part.1]', 'out 1.d']);
  });

  it('hold the constants that their nodes take, wherever the file has them', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Constant', [], ['two'], { value_float: 2 }, { name: 'Constant_0' })
      .node('Cast', ['two'], ['cast'], { to: 1n }, { name: 'Cast_0' })
      .node('Constant', [], ['unused'], { value_float: 2 }, { name: 'Constant_1' })
      .node('Constant', [], ['answer'], { value_float: 42 }, { name: 'Constant_2' })
      .node('Mul', ['x', 'cast'], ['a'], {}, { name: '/body/Mul' })
      .node('Add', ['a', 'answer'], ['b'], {}, { name: '/body/Add' })
      .output('b', 'float32', [2])
      .output('answer', 'float32', []);
    const hierarchy = buildHierarchy('main', await pagesOfGraph(graph), []);
    checkHierarchy(hierarchy);
    assert.deepEqual([...hierarchy.attachedTo.subarray(0, 4)], [4, 4, 0xffffffff, 0xffffffff]);
    assert.deepEqual(outline(hierarchy), [
      'in x',
      'Constant Constant_1',
      'Constant Constant_2',
      '[body]',
      '  Mul',
      '  Add',
      'out b',
      'out answer',
    ]);
  });
});
