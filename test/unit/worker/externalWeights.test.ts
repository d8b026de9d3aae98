import assert from 'node:assert/strict';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import type { BenchmarkRequest, JobContext, QuantizeRequest } from '../../../src/shared/protocol/jobs';
import { benchmarkJob } from '../../../src/worker/jobs/benchmark';
import { quantizeJob } from '../../../src/worker/jobs/quantize';
import { createRuntime } from '../../../src/worker/runtime';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

const context: JobContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
  announceTemporary: () => undefined,
};

/** y = x · w, the values of w in another file. */
function modelWith(location: string): Uint8Array {
  const graph = graphBuilder().input('x', 'float32', ['N', 4]).output('y', 'float32', ['N', 4]);
  graph.node('MatMul', ['x', 'w'], ['y']);
  graph.proto.initializer.push(
    onnx.TensorProto.create({
      name: 'w',
      dataType: 1,
      dims: [4, 4],
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: [{ key: 'location', value: location }],
    }),
  );
  return modelBytes(graph);
}

describe('jobs on a model whose weights are in another file', () => {
  const folder = temporaryFolder();
  const model = (): string => folder.path('model', 'net.onnx');
  const common = { threads: 1, data: null, freeDimensions: [] };
  const jobs = {
    quantize: () => {
      const options = { method: 'auto', calibration: 'minmax', perChannel: true, latencyGate: false } as const;
      const request: QuantizeRequest = {
        ...common,
        ...options,
        model: model(),
        out: null,
        force: false,
        exclude: [],
        samples: 1,
      };
      return quantizeJob(request, context, createRuntime);
    },
    benchmark: () => {
      const options = {
        scenario: 'latency',
        batches: [],
        targetPrecision: 1,
        secondsPerPoint: 0.01,
        profile: true,
      } as const;
      const request: BenchmarkRequest = { ...common, ...options, model: model(), write: true };
      return benchmarkJob(request, context, createRuntime);
    },
  };

  beforeEach(async () => {
    await mkdir(folder.path('model'));
    await writeFile(folder.path('outside.bin'), Buffer.alloc(64));
  });

  for (const [name, job] of Object.entries(jobs)) {
    it(`${name} says what is wrong with that file, and writes nothing`, async () => {
      for (const [location, code] of [
        ['gone.bin', 'external.missing'],
        ['../outside.bin', 'external.escapes'],
        ['link.bin', 'external.escapes'],
        ['short.bin', 'external.tooShort'],
        ['folder', 'external.notAFile'],
      ] as const) {
        await rm(folder.path('model'), { recursive: true });
        await mkdir(folder.path('model', 'folder'), { recursive: true });
        await symlink(folder.path('outside.bin'), folder.path('model', 'link.bin'));
        await writeFile(folder.path('model', 'short.bin'), Buffer.alloc(63));
        await writeFile(model(), modelWith(location));
        const before = await readdir(folder.path('model'));
        const { code: thrown, file, place } = await thrownBy(job);
        assert.deepEqual([thrown, file, place], [code, 'net.onnx', 'tensor "w"']);
        assert.deepEqual(await readdir(folder.path('model')), before);
      }
    });
  }
});
