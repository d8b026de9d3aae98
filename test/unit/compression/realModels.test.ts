import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { planModel } from '../../../src/compression/quantization/planModel';
import { Scratch } from '../../../src/compression/scratch';
import { writeOnnx } from '../../../src/formats/onnx/writeOnnx';
import type { Runtime } from '../../../src/model/runtime';
import { freeInputs } from '../../../src/model/valueTypes';
import { loadSamples } from '../../../src/prediction/samples';
import { openOnnx } from '../../../src/worker/openOnnx';
import { createRuntime } from '../../../src/worker/runtime';
import { operatorsOf, requestFor, run, sqnr, testFolder } from './harness';

const MODELS = path.resolve('../shared/models');

/** Files that other people made, with the share of layers that must become INT8 and the least fidelity on made-up input. */
const CORPUS = [
  { file: 'mnist/mnist.onnx', layers: 3, decibels: 20 },
  { file: 'ultraface/version-RFB-320.onnx', layers: 52, decibels: 25 },
  { file: 'onnx-backend/light/light_squeezenet.onnx', layers: 26, decibels: 60 },
  { file: 'onnx-backend/light/light_resnet50.onnx', layers: 54, decibels: 60 },
  { file: 'onnx-backend/light/light_densenet121.onnx', layers: 121, decibels: 60 },
  { file: 'onnx-backend/light/light_inception_v2.onnx', layers: 70, decibels: 60 },
  { file: 'onnx-backend/light/light_shufflenet.onnx', layers: 50, decibels: 60 },
] as const;

describe('quantizing models of others', function () {
  this.timeout(120_000);
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  for (const { file, layers, decibels } of CORPUS) {
    it(`gives a ${file} that loads, runs and answers alike`, async function () {
      const model = path.join(MODELS, file);
      if (!existsSync(model)) return this.skip();
      const target = folder.file('result.onnx');
      await rm(target, { force: true });
      const opened = await openOnnx(model);
      const scratch = new Scratch(target, model, () => undefined);
      try {
        const samples = await loadSamples(model, freeInputs(opened.model.graph), null, {
          freeDimensions: [],
          most: 2,
          seed: 1,
        });
        const { plan } = await planModel(opened, requestFor(model, { samples: 2 }), samples, {
          runtime,
          threads: 1,
          clock: () => performance.now(),
          scratch,
          progress: () => undefined,
          checkCancelled: () => undefined,
        });
        const quantized = plan.decisions.filter(({ action }) => action === 'quantized');
        assert.equal(quantized.length, layers, JSON.stringify(plan.decisions.map(({ reason }) => reason)));
        const emitted = plan.emit().target;
        await writeOnnx(emitted.finish(), emitted.payloads, target);
        const [before, after] = [await run(runtime, model, samples.at(1)), await run(runtime, target, samples.at(1))];
        for (const [name, tensor] of before) {
          const found = sqnr(tensor, after.get(name));
          assert.ok(found > decibels, `${name}: ${found} dB`);
        }
        assert.ok((await operatorsOf(target)).has('DequantizeLinear'));
      } finally {
        await scratch.clear();
        await opened.close();
      }
      return undefined;
    });
  }
});
