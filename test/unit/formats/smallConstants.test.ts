import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { inferTypes } from '../../../src/analysis/shapes/inferTypes';
import { MOST_DATA } from '../../../src/analysis/shapes/rule';
import { openFileSource } from '../../../src/formats/fileSource';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { readSmallConstants } from '../../../src/formats/smallConstants';
import { openWeightFiles } from '../../../src/formats/weightReader';
import { printValueType } from '../../../src/model/printType';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

describe('constants that shapes are computed from', () => {
  const folder = temporaryFolder();

  /** The type of `y` once what opening left in the files has been read. */
  async function typeOfY(file: string): Promise<string> {
    const source = await openFileSource(file);
    const files = openWeightFiles(file, source);
    try {
      const { model } = await readOnnx(source);
      const constants = await readSmallConstants(model, files, MOST_DATA);
      return printValueType(inferTypes(model, { constants }).get('main')?.get('y') ?? null);
    } finally {
      await files.close();
      await source.close();
    }
  }

  it('are read where opening left them because they are long', async () => {
    const table = BigInt64Array.from({ length: 600 }, (_, i) => (i < 598 ? 0n : 3n));
    const graph = graphBuilder()
      .input('x', 'float32', [9])
      .weight('table', 'int64', [600], table)
      .weight('places', 'int64', [2], [598, 599])
      .node('Gather', ['table', 'places'], ['target'])
      .node('Reshape', ['x', 'target'], ['y']);
    const file = folder.path('long.onnx');
    await writeFile(file, modelBytes(graph));
    assert.equal(await typeOfY(file), 'float32[3,3]');
  });

  for (const isThere of [true, false]) {
    it(`are read from external files, ${isThere ? 'where even two numbers may be' : 'and are unknown without them'}`, async () => {
      const graph = graphBuilder().input('x', 'float32', ['N', 6]).node('Reshape', ['x', 'target'], ['y']);
      const location = isThere ? 'data.bin' : 'missing.bin';
      graph.proto.initializer.push(
        onnx.TensorProto.create({
          name: 'target',
          dataType: onnx.TensorProto.DataType.INT64,
          dims: [2],
          dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
          externalData: [{ key: 'location', value: location }],
        }),
      );
      await writeFile(folder.path('data.bin'), new Uint8Array(BigInt64Array.of(-1n, 3n).buffer));
      const file = folder.path('external.onnx');
      await writeFile(file, modelBytes(graph));
      assert.equal(await typeOfY(file), isThere ? 'float32[N*2,3]' : 'float32[?,?]');
    });
  }
});
