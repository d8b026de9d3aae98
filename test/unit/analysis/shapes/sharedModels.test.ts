import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { bindSize } from '../../../../src/analysis/symbolic/sizes';
import type { Dimension, ValueType } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import type { Runtime } from '../../../../src/model/runtime';
import { createRuntime } from '../../../../src/worker/runtime';
import { type Computed, FOLDER, retyped, type SharedModel, sharedModel } from './sharedModel';

/** The runtime has no kernels for the extension library that its first operators come from, and no test data is beside it. */
const TELLS_NOTHING = ['super-resolution/superres.onnx'];

/** Values whose shapes follow from what an input holds, which no type tells. */
const DEPENDS_ON_INPUT = /test_expand_shape_model|test_strnorm_model|test_sequence_model/;

interface Count {
  readonly values: number;
  readonly wrong: readonly string[];
  /** Values with a size that is not told. */
  readonly open: readonly string[];
}

describe('types of the shared models', () => {
  let runtime: Runtime;
  let files: readonly string[] = [];
  const models = new Map<string, SharedModel>();
  before(async function () {
    if (!existsSync(FOLDER)) this.skip();
    this.timeout(300_000);
    runtime = await createRuntime();
    files = (await readdir(FOLDER, { recursive: true })).filter(file => file.endsWith('.onnx')).sort();
    for (const file of files) {
      const known = await sharedModel(runtime, file);
      if (known !== null) models.set(file, known);
    }
  });

  it('can be compared, but for one model', () => {
    assert.deepEqual(
      files.filter(file => !models.has(file)),
      TELLS_NOTHING,
    );
    assert([...models.values()].filter(({ ran }) => !ran).length <= 41);
  });

  for (const isNamed of [false, true]) {
    it(`are those of what is computed, for every value, with ${isNamed ? 'named sizes put in afterwards' : 'fixed sizes'}`, () => {
      const { values, open, wrong } = compareAll(models, isNamed);
      assert.deepEqual(wrong, []);
      assert.deepEqual(open, []);
      assert(values >= 4400, `${values} values`);
    });
  }
});

function compareAll(models: ReadonlyMap<string, SharedModel>, isNamed: boolean): Count {
  const [wrong, open]: [string[], string[]] = [[], []];
  let values = 0;
  for (const [file, known] of models) {
    const { model, sizes } = retyped(known, isNamed);
    const types = inferTypes(model).get(model.graph.id);
    for (const [name, actual] of known.values) {
      const type = types?.get(name) ?? null;
      const shown = `${file} ${name}: ${printValueType(type)} for ${actual.dtype}[${actual.shape.join()}]`;
      const verdict = describes(type, actual, sizes);
      values += 1;
      if (verdict === 'wrong') wrong.push(shown);
      if (verdict === 'open' && !DEPENDS_ON_INPUT.test(file)) open.push(shown);
    }
  }
  return { values, wrong, open };
}

/** How a type tells what was computed, once the names have their sizes. */
function describes(
  type: ValueType | null,
  actual: Computed,
  sizes: ReadonlyMap<string, number>,
): 'same' | 'open' | 'wrong' {
  if (type === null) return 'open';
  if (type.kind !== 'tensor' || type.dtype !== actual.dtype) return 'wrong';
  if (type.shape === null) return 'open';
  if (type.shape.length !== actual.shape.length) return 'wrong';
  const bound = type.shape.map((size): Dimension => (typeof size === 'string' ? bindSize(size, sizes) : size));
  if (bound.some((size, axis) => typeof size === 'number' && size !== actual.shape[axis])) return 'wrong';
  return bound.every(size => typeof size === 'number') ? 'same' : 'open';
}
