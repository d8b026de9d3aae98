import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LatheError } from '../../../../src/shared/errors';
import type { LintReport } from '../../../../src/shared/reports/lintReport';
import { lintJob } from '../../../../src/worker/jobs/lint';
import { runtimeProvider } from '../../../../src/worker/runtimeProvider';
import { MODELS, TESTED_MODELS } from '../../../fixtures/corpus';

const root = path.resolve(__dirname, '../../../../../shared/models');
const runtime = runtimeProvider();

function lint(model: string): Promise<LintReport> {
  return lintJob(
    { model, only: [], ignore: [], withoutRuntime: null },
    { signal: new AbortController().signal, progress: () => undefined, announceTemporary: () => undefined },
    runtime,
  );
}

/** How many findings each rule has, those that are not listed included. */
function counts({ findings, omitted }: LintReport): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { rule } of findings) found[rule] = (found[rule] ?? 0) + 1;
  for (const { rule, count } of omitted) found[rule] = (found[rule] ?? 0) + count;
  return found;
}

/**
 * Counts by rule. All but those of the runtime were counted again with the onnx Python package: nodes by operator, readers
 * of each name, digests of arrays, values that depend on constants alone.
 */
const FINDINGS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'mnist/mnist.onnx': { 'constant-subgraph': 1, 'initializer-as-input': 1, 'old-opset': 1 },
  'onnx-backend/light/light_bvlc_alexnet.onnx': { 'dropout-left': 2, 'initializer-as-input': 1, 'old-opset': 1 },
  'onnx-backend/light/light_densenet121.onnx': { 'constant-subgraph': 104, 'initializer-as-input': 1, 'old-opset': 1 },
  'onnx-backend/light/light_inception_v1.onnx': { 'dropout-left': 1, 'initializer-as-input': 1, 'old-opset': 1 },
  'onnx-backend/light/light_inception_v2.onnx': { 'constant-subgraph': 12, 'initializer-as-input': 1, 'old-opset': 1 },
  'onnx-backend/light/light_resnet50.onnx': { 'initializer-as-input': 1, 'old-opset': 1, 'unused-initializer': 1 },
  'onnx-backend/light/light_shufflenet.onnx': { 'initializer-as-input': 1, 'old-opset': 1 },
  'onnx-backend/light/light_squeezenet.onnx': { 'dropout-left': 1, 'initializer-as-input': 1, 'old-opset': 1 },
  'onnx-backend/light/light_vgg19.onnx': { 'dropout-left': 2, 'initializer-as-input': 1, 'old-opset': 1 },
  'onnx-backend/light/light_zfnet512.onnx': { 'initializer-as-input': 1, 'old-opset': 1, 'unused-initializer': 1 },
  'super-resolution/superres.onnx': { 'identity-chain': 1, 'unknown-operator': 2, 'unsupported-operator': 2 },
  'ultraface/version-RFB-320.onnx': {
    'constant-node-weight': 3,
    'duplicate-weight': 1,
    'initializer-as-input': 1,
    'old-opset': 1,
    'unfolded-batch-norm': 35,
    'unused-initializer': 35,
  },
};

/** Rules that one of the small models has something for; every one is of opset 6 to 12 and asks for none of the others. */
const OF_SMALL_MODELS = new Set([
  'identity-chain',
  'initializer-as-input',
  'old-opset',
  'training-op',
  'unsupported-operator',
]);

describe('Lint of real models', () => {
  before(function () {
    if (!existsSync(root)) this.skip();
  });

  for (const [file] of MODELS) {
    it(`finds in ${file} exactly what is there`, async function () {
      this.timeout(60_000);
      assert.deepEqual(counts(await lint(path.join(root, file))), FINDINGS[file]);
    });
  }

  it('finds nothing in the sample', async () => {
    assert.deepEqual(counts(await lint(path.resolve(__dirname, '../../../../media/sample/digits.onnx'))), {});
  });

  it('calls operators unsupported in exactly the models that the runtime refuses', async function () {
    this.timeout(120_000);
    for (const [folder] of TESTED_MODELS) {
      const file = path.join(root, 'onnx-backend', folder, 'model.onnx');
      const found = counts(await lint(file));
      assert.equal(found['unsupported-operator'] !== undefined, !(await opens(file)), folder);
      assert.deepEqual(
        Object.keys(found).filter(rule => !OF_SMALL_MODELS.has(rule)),
        [],
        folder,
      );
    }
  });
});

async function opens(file: string): Promise<boolean> {
  try {
    const session = await (await runtime()).open(await readFile(file), { optimization: 'disabled' });
    await session.release();
    return true;
  } catch (thrown) {
    assert.ok(thrown instanceof LatheError && thrown.info.kind === 'runtime');
    return false;
  }
}
