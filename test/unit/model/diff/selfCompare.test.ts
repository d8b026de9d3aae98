import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { openFileSource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { diffModels } from '../../../../src/model/diff/diffModels';
import { finish } from '../../../../src/model/steps';

const MODELS = path.resolve('../shared/models');

describe('Comparing a model with itself', () => {
  it('finds nothing in any shared model', async function () {
    if (!existsSync(MODELS)) this.skip();
    const files = readdirSync(MODELS, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.onnx'));
    assert(files.length > 100);
    for (const file of files) {
      const one = await read(path.join(MODELS, file));
      const other = await read(path.join(MODELS, file));
      if (one === null || other === null) continue;
      const side = (model: typeof one) => ({ model, types: inferTypes(model), macs: () => null });
      // Without contents, so that only the structure tells nodes apart.
      const diff = finish(diffModels(side(one), side(other), () => null));
      const rows = diff.graphs.flatMap(({ rows: each }) => each);
      assert.deepEqual(
        rows.filter(({ status, moved }) => status !== 'same' || moved),
        [],
        file,
      );
      assert.deepEqual([diff.changes, diff.operators, diff.groups], [[], [], []], file);
      assert(
        diff.weights.every(({ a, b }) => a !== null && b !== null && a.name === b.name),
        file,
      );
      assert(diff.graphs.every(({ a, b, ends, renamedValues }) => a === b && ends.length + renamedValues.length === 0));
    }
  });
});

async function read(file: string) {
  const source = await openFileSource(file);
  try {
    return (await readOnnx(source)).model;
  } catch {
    return null;
  } finally {
    await source.close();
  }
}
