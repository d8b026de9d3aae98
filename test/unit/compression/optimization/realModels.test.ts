import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Feeds } from '../../../../src/compression/tools';
import type { Runtime } from '../../../../src/model/runtime';
import { freeInputs } from '../../../../src/model/valueTypes';
import { loadSamples } from '../../../../src/prediction/samples';
import { LatheError } from '../../../../src/shared/errors';
import { createRuntime } from '../../../../src/worker/runtime';
import { MODELS, NEEDS_LOCALE, NOT_RUNNABLE, TESTED_MODELS } from '../../../fixtures/corpus';
import { readModel, testFolder } from '../harness';
import { assertSame, changeTotal, plainRun, simplifyFile } from './simplifyHarness';

const ROOT = path.resolve('../shared/models');

/** Arithmetic that moved, over a hundred layers, beside the largest value of an output. */
const ROUNDING = 1e-4;

/** Operators of these come from a library that is not here. */
const FOREIGN = ['super-resolution/superres.onnx'];

describe('simplifying models of others', function () {
  this.timeout(300_000);
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  async function feedsOf(model: string): Promise<readonly Feeds[] | null> {
    try {
      const { graph } = await readModel(model);
      const samples = await loadSamples(model, freeInputs(graph), null, { freeDimensions: [], most: 1, seed: 3 });
      return [samples.at(0)];
    } catch (cause) {
      // Inputs that are sequences, which nobody can make up.
      if (cause instanceof LatheError) return null;
      throw cause;
    }
  }

  /** Whether the model could be run; then it answers the same when simplified, and nothing is left for a second time. */
  async function holds(model: string): Promise<boolean> {
    const feeds = await feedsOf(model);
    const [first] = feeds ?? [];
    if (feeds === null || first === undefined) return false;
    try {
      await plainRun(runtime, model, first);
    } catch (cause) {
      if (cause instanceof LatheError) return false;
      throw cause;
    }
    const { simplification, file } = await simplifyFile(runtime, model, folder.file('once.onnx'));
    const isRounded = simplification.passes.some(({ exactness, changes }) => exactness === 'rounding' && changes > 0);
    await assertSame(runtime, model, file, feeds, isRounded ? ROUNDING : 0);
    const again = await simplifyFile(runtime, file, folder.file('twice.onnx'));
    assert.equal(changeTotal(again.simplification), 0, `${model}: something was left`);
    assert.ok(simplification.after.nodes <= simplification.before.nodes);
    return true;
  }

  for (const [file] of MODELS) {
    it(`keeps the answers of ${file}`, async function () {
      const model = path.join(ROOT, file);
      if (!existsSync(model)) return this.skip();
      assert.equal(await holds(model), !FOREIGN.includes(file));
    });
  }

  it('keeps the answers of every model of ONNX’s own tests that runs', async function () {
    if (!existsSync(path.join(ROOT, 'onnx-backend'))) return this.skip();
    let ran = 0;
    const candidates = TESTED_MODELS.filter(([name]) => !NOT_RUNNABLE.includes(name) && !NEEDS_LOCALE.includes(name));
    for (const [name] of candidates) {
      try {
        if (await holds(path.join(ROOT, 'onnx-backend', name, 'model.onnx'))) ran += 1;
      } catch (cause) {
        throw new Error(name, { cause });
      }
    }
    assert.ok(ran > 0.8 * candidates.length, `${ran} of ${candidates.length} ran`);
  });
});
