import assert from 'node:assert/strict';
import { buildHierarchy } from '../../../../../webview/graph/hierarchy/buildHierarchy';
import { ITEM } from '../../../../../webview/graph/hierarchy/hierarchy';
import { repeatingRuns } from '../../../../../webview/graph/hierarchy/periods';
import { type GraphBuilder, graphBuilder } from '../../../../fixtures/builders/onnxModel';
import { shownTransformer } from '../../../../fixtures/shown/shownTransformer';
import { transformerOf } from '../../../../fixtures/transformer';
import { encoder, NAMINGS } from './namedLayers';
import { checkHierarchy, childrenOf, outline, pagesOf, pagesOfGraph } from './testHierarchies';

/** A chain of operators, one after the other. */
function chain(ops: readonly string[]): GraphBuilder {
  const graph = graphBuilder().input('v0', 'float32', [2]);
  for (const [i, op] of ops.entries()) graph.node(op, [`v${i}`], [`v${i + 1}`]);
  return graph.output(`v${ops.length}`, 'float32', [2]);
}

const times = (count: number, ops: readonly string[]): string[] => Array.from({ length: count }, () => ops).flat();

describe('Groups by structure', () => {
  it('find the layers of a model without names', async () => {
    const hierarchy = buildHierarchy('main', await pagesOfGraph(encoder(6, NAMINGS.none)), []);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy, 2), [
      'in ids',
      'in padding',
      'Gather',
      'LayerNormalization',
      'Neg',
      '[LayerNormalization–MatMul–Softmax… block ×6]',
      ...[1, 2, 3, 4, 5, 6].map(i => `  [LayerNormalization–MatMul–Softmax… block ${i}]`),
      'MatMul',
      'out scores',
    ]);
    // Each begins with the normalization and ends with the sum, as the layers were made.
    const [block = 0] = childrenOf(hierarchy, hierarchy.kind.indexOf(ITEM.stack));
    const first = childrenOf(hierarchy, block);
    assert.deepEqual([first.length, hierarchy.vertex[first[0] ?? 0], hierarchy.vertex[first.at(-1) ?? 0]], [14, 3, 16]);
  });

  it('find the layers where names tell of a part of the nodes only', async () => {
    const pages = pagesOf(await transformerOf(1000));
    const hierarchy = buildHierarchy('main', pages, []);
    checkHierarchy(hierarchy);
    const stacks = outline(hierarchy, 1).filter(line => line.startsWith('['));
    assert.deepEqual(stacks, ['[MatMul–Softmax–Erf block ×11]']);
    assert.equal(outline(hierarchy, 1).length, 2 + 12 + 1 + 1 + 1);
  });

  it('find as many layers as names tell', async () => {
    const stacked = async (named: boolean): Promise<number> => {
      const hierarchy = buildHierarchy('main', await pagesOfGraph(shownTransformer(1500, named)), []);
      return Math.max(...hierarchy.repeats);
    };
    assert.equal(await stacked(false), await stacked(true));
  });

  it('find repeats in repeats, and leave what does not repeat', async () => {
    const inner = times(6, ['Abs', 'Exp', 'Neg', 'Relu']);
    const ops = ['Sqrt', ...times(3, ['Tanh', ...inner, 'Sigmoid']), 'Floor'];
    const hierarchy = buildHierarchy('main', await pagesOfGraph(chain(ops)), []);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy, 4), [
      'in v0',
      'Sqrt',
      '[Tanh–Relu–Sigmoid block ×3]',
      ...[1, 2, 3].flatMap(i => [
        `  [Tanh–Relu–Sigmoid block ${i}]`,
        '    Tanh',
        '    [Abs–Exp–Neg… block ×6]',
        ...[1, 2, 3, 4, 5, 6].map(k => `      [Abs–Exp–Neg… block ${k}]`),
        '    Sigmoid',
      ]),
      'Floor',
      'out v80',
    ]);
  });

  it('do not call equal what is connected otherwise', async () => {
    const graph = graphBuilder().input('v0', 'float32', [2]);
    // Twenty times Abs, Exp, Add; the sum is of both in the first ten, of one twice in the others.
    for (let i = 0; i < 20; i++) {
      graph
        .node('Abs', [`v${i}`], [`a${i}`])
        .node('Exp', [`a${i}`], [`b${i}`])
        .node('Add', i < 10 ? [`a${i}`, `b${i}`] : [`b${i}`, `b${i}`], [`v${i + 1}`]);
    }
    const hierarchy = buildHierarchy('main', await pagesOfGraph(graph.output('v20', 'float32', [2])), []);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy, 1), ['in v0', '[Abs–Exp–Add block ×10]', '[Abs–Exp–Add block ×10]', 'out v20']);
  });

  it('leave alone what is short, and what never repeats', async () => {
    const short = buildHierarchy('main', await pagesOfGraph(chain(times(8, ['Abs', 'Exp', 'Neg']))), []);
    assert.equal(outline(short).length, 26);
    const ops = ['Abs', 'Exp', 'Neg', 'Relu', 'Tanh'];
    // A number sequence of period far beyond its length: the digits of a multiplicative generator.
    let state = 7;
    const random = Array.from({ length: 100 }, () => {
      state = (state * 48271) % 0x7fffffff;
      return ops[state % ops.length] ?? '';
    });
    const never = buildHierarchy('main', await pagesOfGraph(chain(random)), []);
    checkHierarchy(never);
    assert.equal(outline(never, 1).length, 102);
  });

  it('look inside a scope that holds many nodes directly', async () => {
    const graph = graphBuilder().input('v0', 'float32', [2]);
    const ops = times(20, ['Abs', 'Exp', 'Neg']);
    for (const [i, op] of ops.entries()) graph.node(op, [`v${i}`], [`v${i + 1}`], {}, { name: `/trunk/${op}_${i}` });
    const hierarchy = buildHierarchy('main', await pagesOfGraph(graph.output('v60', 'float32', [2])), []);
    checkHierarchy(hierarchy);
    assert.deepEqual(outline(hierarchy, 2), ['in v0', '[trunk]', '  [Abs–Exp–Neg block ×20]', 'out v60']);
  });

  it('come from runs that say most', () => {
    const labels = (text: string): Int32Array => Int32Array.from(text, letter => letter.charCodeAt(0));
    const found = (text: string): string[] =>
      repeatingRuns(labels(text)).map(
        ({ start, length, period }) => `${text.slice(start, start + length)} by ${period}`,
      );
    assert.equal(found('xabcabcabcabcy')[0], 'abcabcabcabc by 3');
    // Six of one kind, not two halves of three.
    assert.equal(found('abcabcabcabcabcabc')[0], 'abcabcabcabcabcabc by 3');
    assert.deepEqual(found('abcdefghij'), []);
    assert.deepEqual(found(''), []);
  });
});
