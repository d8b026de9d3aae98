import assert from 'node:assert/strict';
import { nodeTable } from '../../../src/analysis/cost/nodeTable';
import { inferTypesStepwise } from '../../../src/analysis/shapes/inferTypes';
import { typeFacts } from '../../../src/analysis/typeFacts';
import { memorySource } from '../../../src/formats/fileSource';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { smallConstant } from '../../../src/model/lint/smallConstant';
import { modelIndex } from '../../../src/model/modelIndex';
import { finish } from '../../../src/model/steps';
import { tensorPreview } from '../../../src/model/tensorPreview';
import { rowCount } from '../../../src/shared/nodeTable/cells';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';

describe('a weight whose element type is none', () => {
  it('has unknown elements wherever small constants are looked at', async () => {
    const graph = graphBuilder().input('x', 'float32', [2, 3]).node('Reshape', ['x', 'to'], ['y']);
    graph.node('Add', ['y', 'to'], ['z']).output('z', 'float32', null);
    const { UNDEFINED } = onnx.TensorProto.DataType;
    const rawData = new Uint8Array(16);
    graph.proto.initializer.push(onnx.TensorProto.create({ name: 'to', dataType: UNDEFINED, dims: [2], rawData }));
    const { model } = await readOnnx(memorySource(modelBytes(graph), 'model.onnx'));
    const { types } = typeFacts(finish(inferTypesStepwise(model)));
    assert.equal(rowCount(nodeTable(model, types, new Map())), 2);
    assert.equal(smallConstant(modelIndex(model), 'main', 'to'), null);
    const weight = model.graph.initializers.get('to');
    assert(weight);
    assert.deepEqual(tensorPreview(weight, 0, 2, rawData).values, []);
  });
});
