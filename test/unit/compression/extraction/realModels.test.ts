import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Runtime } from '../../../../src/model/runtime';
import { createRuntime } from '../../../../src/worker/runtime';
import { readModel, testFolder } from '../harness';
import { extracted } from './extractHarness';

const ROOT = path.resolve('../shared/models');

const MODELS = ['mnist/mnist.onnx', 'ultraface/version-RFB-320.onnx', 'onnx-backend/light/light_squeezenet.onnx'];

describe('parts of models of others', function () {
  this.timeout(120_000);
  const folder = testFolder();
  let runtime: Runtime;
  before(async function () {
    if (!existsSync(ROOT)) this.skip();
    runtime = await createRuntime();
  });

  for (const model of MODELS) {
    it(`${model}: every third loads and answers as the whole does there`, async () => {
      const file = path.join(ROOT, model);
      const count = (await readModel(file)).graph.nodes.length;
      const third = Math.ceil(count / 3);
      for (let from = 0; from < count; from += third) {
        const indices = Array.from({ length: Math.min(third, count - from) }, (_, at) => from + at);
        const out = folder.file(`part-${from}.onnx`);
        const { report } = await extracted(runtime, file, { kind: 'indices', indices }, { out });
        const { check } = report;
        assert.equal(check.kind, 'compared', `${from}: ${JSON.stringify(check)}`);
        if (check.kind !== 'compared') return;
        assert.deepEqual([check.largestError, check.isBroken], [0, false], `from ${from}`);
        assert.equal(check.fidelity.length, report.outputs.length);
      }
    });
  }
});
