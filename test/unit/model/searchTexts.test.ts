import assert from 'node:assert/strict';
import { nodeTable } from '../../../src/analysis/cost/nodeTable';
import { inferTypes } from '../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../src/formats/fileSource';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { searchTextsStepwise } from '../../../src/model/searchTexts';
import { finish } from '../../../src/model/steps';
import { rowCount } from '../../../src/shared/nodeTable/cells';
import { unpackTexts } from '../../../src/shared/packing/packedTexts';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { shownBodies } from '../../fixtures/shown/shownBodies';

describe('Texts for searching', () => {
  it('hold all attributes and values of each node', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1, 3, 8, 8])
      .weight('w', 'float32', [2, 3, 3, 3], new Array(54).fill(0))
      .node('Conv', ['x', 'w', ''], ['y'], { kernel_shape: [3n, 3n], pads: [1n, 1n, 1n, 1n] })
      .node('Relu', ['y'], ['z'])
      .output('z', 'float32', null);
    const { model } = await readOnnx(memorySource(modelBytes(graph), 'net.onnx'));
    const { attributes, values } = finish(searchTextsStepwise(model));
    const text = ({ texts, index }: typeof values, row: number) => unpackTexts(texts)[index[row] ?? 0];
    assert.equal(text(attributes, 0), 'kernel_shape=[3, 3] pads=[1, 1, 1, 1]');
    assert.equal(text(attributes, 1), '');
    assert.equal(text(values, 0), 'x w  y');
    assert.equal(text(values, 1), 'y z');
  });

  it('are as long as the node table and in its order, bodies and functions included', async () => {
    const { model } = await readOnnx(memorySource(shownBodies(), 'nested.onnx'));
    const table = nodeTable(model, inferTypes(model));
    const { values } = finish(searchTextsStepwise(model));
    assert.equal(values.index.length, rowCount(table));
    const texts = unpackTexts(values.texts);
    const row = table.names.indexOf('add_row');
    assert.equal(texts[values.index[row] ?? 0], 'sum row total');
  });

  it('cut what is longer than anybody searches', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1])
      .node('Foo', ['x'], ['y'.repeat(10_000)], { long: 'z'.repeat(10_000) }, { domain: 'odd' });
    const { model } = await readOnnx(memorySource(modelBytes(graph, { domains: { odd: 1 } }), 'net.onnx'));
    const { attributes, values } = finish(searchTextsStepwise(model));
    for (const { texts } of [attributes, values]) assert.ok((unpackTexts(texts)[0]?.length ?? 0) <= 2000);
  });
});
