import assert from 'node:assert/strict';
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../src/formats/onnx/integers';
import type { JobProgress } from '../../../src/shared/protocol/jobs';
import type { WeightReport } from '../../../src/shared/reports/weightReport';
import { weightsJob } from '../../../src/worker/jobs/weights';
import { graphBuilder, modelProto } from '../../fixtures/builders/onnxModel';

describe('the weights job', () => {
  let folder: string;
  let model: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'model-lathe-weights-'));
    model = path.join(folder, 'net.onnx');
  });
  after(() => rm(folder, { recursive: true }));

  async function measure(seen: JobProgress[] = []): Promise<WeightReport> {
    return weightsJob(
      { model, bins: 4, nearZero: 0.01 },
      { signal: new AbortController().signal, progress: one => seen.push(one), announceTemporary: () => {} },
      () => Promise.reject(new Error('Weights need no runtime.')),
    );
  }

  /** One weight of 4,096 elements in the file, one of the same size beside it. */
  async function writeModel(): Promise<void> {
    const values = Float32Array.from({ length: 4096 }, (_, i) => (i % 4 === 0 ? 0 : i));
    const graph = graphBuilder().weight('inside', 'float32', [4096], values);
    const { EXTERNAL } = onnx.TensorProto.DataLocation;
    graph.proto.initializer.push(
      onnx.TensorProto.create({
        name: 'outside',
        dims: [longOf(4096n)],
        dataType: onnx.TensorProto.DataType.FLOAT,
        dataLocation: EXTERNAL,
        externalData: [{ key: 'location', value: 'net.bin' }],
      }),
    );
    await writeFile(path.join(folder, 'net.bin'), values);
    await writeFile(model, onnx.ModelProto.encode(modelProto(graph)).finish());
  }

  it('measures weights in the model and beside it', async () => {
    await writeModel();
    const seen: JobProgress[] = [];
    const { weights, skipped, model: about } = await measure(seen);
    assert.deepEqual(skipped, []);
    assert.equal(about.file, 'net.onnx');
    assert(about.bytes > 2 * 4 * 4096);
    for (const { elements, zeros, max, histogram } of weights) {
      assert.deepEqual([elements, zeros, max], [4096, 1024, 4095]);
      assert.deepEqual(histogram, { low: 0, high: 4095, counts: [1792, 768, 768, 768] });
    }
    assert.deepEqual(
      weights.map(({ name }) => name),
      ['inside', 'outside'],
    );
    assert.equal(seen.at(-1)?.fraction, 1);
  });

  it('goes on without a file that is missing, and says so', async () => {
    await writeModel();
    await unlink(path.join(folder, 'net.bin'));
    const { weights, skipped } = await measure();
    assert.deepEqual(
      weights.map(({ name }) => name),
      ['inside'],
    );
    assert.deepEqual(
      skipped.map(({ name }) => name),
      ['outside'],
    );
    assert.match(skipped[0]?.reason ?? '', /net\.bin/);
  });
});
