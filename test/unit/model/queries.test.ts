import assert from 'node:assert/strict';
import { memorySource } from '../../../src/formats/fileSource';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import type { Model } from '../../../src/model/model';
import { quantizationOf, zeroPointOf } from '../../../src/model/quantizedWeights';
import {
  allGraphs,
  allWeights,
  bytesByDtype,
  findWeight,
  layers,
  operatorCounts,
  parameterCount,
} from '../../../src/model/queries';
import { type GraphBuilder, graphBuilder, modelBytes, weightProto } from '../../fixtures/builders/onnxModel';

async function read(graph: GraphBuilder): Promise<Model> {
  return (await readOnnx(memorySource(modelBytes(graph, { opset: 17 }), 'model.onnx'))).model;
}

function layerLines(model: Model): string[] {
  return layers(model).map(({ graph, node, weights, parameters, bytes }) => {
    const owned = weights.map(({ name, role, input }) => `${name}/${role[0]}${input}`).join(' ');
    return `${graph}#${node.index} ${node.op} ${parameters} ${bytes}: ${owned}`;
  });
}

/** conv → reshape → matmul, with the matmul's weight behind a reshape and a shared bias. */
function network(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', ['N', 1, 4, 4])
    .weight('k', 'float32', [2, 1, 3, 3], new Array(18).fill(1))
    .weight('b', 'float32', [2], [0, 1])
    .weight('flat', 'int64', [2], [0, -1])
    .weight('w', 'float32', [2, 2, 2, 2], new Array(16).fill(2))
    .weight('as', 'int64', [2], [8, 2])
    .weight('half', 'float32', [], [0.5])
    .node('Conv', ['x', 'k', 'b'], ['c'])
    .node('Mul', ['c', 'half'], ['m'])
    .node('Reshape', ['m', 'flat'], ['f'])
    .node('Reshape', ['w', 'as'], ['w2'])
    .node('MatMul', ['f', 'w2'], ['p'])
    .node('Add', ['p', 'b'], ['y'])
    .output('y', 'float32', ['N', 2]);
}

describe('queries', () => {
  it('find layers and what they own, through reshapes, without shapes and scalars', async () => {
    assert.deepEqual(layerLines(await read(network())), [
      'main#0 Conv 20 80: k/p1 b/p2',
      'main#4 MatMul 16 64: w/p1',
      'main#5 Add 2 8: b/p1',
    ]);
  });

  it('count parameters once, shared ones too', async () => {
    assert.equal(parameterCount(await read(network())), 18 + 2 + 16);
  });

  it('give bytes by type, largest first, and operators, most frequent first', async () => {
    const model = await read(network());
    assert.deepEqual(bytesByDtype(model), [
      { dtype: 'float32', elements: 37, bytes: 148 },
      { dtype: 'int64', elements: 4, bytes: 32 },
    ]);
    assert.deepEqual(
      operatorCounts(model).map(({ op, count }) => `${op} ${count}`),
      ['Reshape 2', 'Add 1', 'Conv 1', 'MatMul 1', 'Mul 1'],
    );
  });

  it('see a dequantized weight as the layer’s own, its scale and zero point apart', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1, 2])
      .weight('w', 'int8', [2, 3], [1, 2, 3, 4, 5, 6])
      .weight('s', 'float32', [3], [1, 2, 3])
      .weight('z', 'int8', [3], [0, 0, 1])
      .node('DequantizeLinear', ['w', 's', 'z'], ['real'], { axis: -1n })
      .node('Transpose', ['real'], ['turned'])
      .node('Transpose', ['turned'], ['back'])
      .node('MatMul', ['x', 'back'], ['y']);
    const model = await read(graph);
    assert.deepEqual(layerLines(model), ['main#3 MatMul 6 21: w/p1 s/q1 z/q1']);
    assert.equal(parameterCount(model), 6);
    const found = quantizationOf(model, 'main', 'w');
    assert.deepEqual([found?.scale?.name, found?.zeroPoint?.name, found?.axis, found?.blockSize], ['s', 'z', 1, 0]);
    assert.equal(zeroPointOf(model, 'main', 'w')?.name, 'z');
    assert.equal(quantizationOf(model, 'main', 's'), null);
  });

  it('do not take the scale that follows an integer product for a layer', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1, 2])
      .weight('w', 'int8', [2, 2], [5, 1, -3, 1])
      .weight('s', 'float32', [2], [0.5, 0.25])
      .node('DynamicQuantizeLinear', ['x'], ['q', 'qs', 'qz'])
      .node('MatMulInteger', ['q', 'w', 'qz'], ['sum'])
      .node('Cast', ['sum'], ['real'], { to: 1n })
      .node('Mul', ['qs', 's'], ['both'])
      .node('Mul', ['real', 'both'], ['y']);
    const model = await read(graph);
    assert.deepEqual(layerLines(model), ['main#1 MatMulInteger 4 4: w/p1']);
    assert.equal(parameterCount(model), 4);
    assert.equal(quantizationOf(model, 'main', 'w')?.scale?.name, 's');
  });

  it('reach subgraphs, what they take from outside, and tensor attributes', async () => {
    const branch = graphBuilder('branch')
      .weight('inner', 'float32', [3], [1, 2, 3])
      .node('Add', ['x', 'inner'], ['a'])
      .node('Mul', ['a', 'outer'], ['o'])
      .output('o', 'float32', [3]);
    const graph = graphBuilder('net')
      .input('x', 'float32', [3])
      .input('c', 'bool', [])
      .weight('outer', 'float32', [3], [4, 5, 6])
      .node('Constant', [], ['k'], { value: weightProto('', 'float32', [3], [7, 8, 9]) })
      .node('If', ['c'], ['y'], { then_branch: branch, else_branch: branch })
      .node('Sub', ['y', 'k'], ['z'])
      .node(
        'Special',
        ['z'],
        ['out'],
        { table: weightProto('t', 'float32', [4], [1, 1, 1, 1]) },
        { domain: 'example' },
      );
    const model = await read(graph);
    assert.deepEqual(
      allGraphs(model).map(({ id }) => id),
      ['main', 'main/1.then_branch', 'main/1.else_branch'],
    );
    assert.deepEqual(
      allWeights(model).map(({ graph: id, name }) => `${id} ${name}`),
      ['main outer', 'main k', 'main node 3 table', 'main/1.then_branch inner', 'main/1.else_branch inner'],
    );
    assert.deepEqual(layerLines(model), [
      'main#2 Sub 3 12: k/p1',
      'main#3 Special 4 16: node 3 table/pnull',
      'main/1.then_branch#0 Add 3 12: inner/p1',
      'main/1.then_branch#1 Mul 3 12: outer/p1',
      'main/1.else_branch#0 Add 3 12: inner/p1',
      'main/1.else_branch#1 Mul 3 12: outer/p1',
    ]);
    assert.equal(parameterCount(model), 3 + 3 + 4 + 3 + 3);
    assert.equal(findWeight(model, 'main', 'node 3 table')?.weight.elements, 4);
    assert.equal(findWeight(model, 'main', 'inner'), undefined);
  });
});
