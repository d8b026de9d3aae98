import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { Model, ValueType } from '../../../../src/model/model';
import type { Runtime } from '../../../../src/model/runtime';
import { freeInputs } from '../../../../src/model/valueTypes';
import { loadSamples } from '../../../../src/prediction/samples';
import { errorInfo } from '../../../../src/shared/errors';
import { createRuntime } from '../../../../src/worker/runtime';
import { assertDescribes, inferredFrom, runWithOutputs } from './actualTypes';

const FOLDER = path.resolve('../shared/models');

/** The first needs operators of an extension library; the test data of the second have no rows, which no sample may. */
const CANNOT_RUN = new Set(['super-resolution/superres.onnx', 'onnx-backend/simple/test_sequence_model8/model.onnx']);

/** Shapes that follow from what an input holds, which no type tells. */
const DEPENDS_ON_INPUT = /test_expand_shape_model|test_strnorm_model|test_sequence_model/;

describe('types of the shared models', () => {
  let runtime: Runtime;
  before(async function () {
    if (!existsSync(FOLDER)) this.skip();
    runtime = await createRuntime();
  });

  it('are those the runtime computes, for every value', async function () {
    this.timeout(300_000);
    const files = (await readdir(FOLDER, { recursive: true })).filter(file => file.endsWith('.onnx')).sort();
    const wrong: string[] = [];
    let values = 0;
    let rejected = 0;
    for (const file of files.filter(name => !CANNOT_RUN.has(name))) {
      try {
        values += await check(runtime, file);
      } catch (thrown) {
        const { code, message } = errorInfo(thrown);
        if (code === 'runtime.modelRejected') rejected += 1;
        else wrong.push(`${file}: ${message}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert(values >= 1000 && rejected <= 40, `${values} values, ${rejected} models rejected`);
  });
});

async function check(runtime: Runtime, file: string): Promise<number> {
  const location = path.join(FOLDER, file);
  const bytes = new Uint8Array(await readFile(location));
  const { model } = await readOnnx(memorySource(bytes, file));
  const samples = await loadSamples(location, freeInputs(model.graph), null, { freeDimensions: [], most: 1, seed: 1 });
  const feeds = samples.at(0);
  const given = new Map(
    Array.from(feeds, ([name, { dtype, shape }]) => [name, { kind: 'tensor', dtype, shape } as const]),
  );
  const types = await inferredFrom(bytes, given);
  const names = nodeOutputs(model).filter(name => !isSequence(types.get(name)));
  const computed = await runWithOutputs(runtime, bytes, feeds, names);
  for (const name of names) {
    const tensor = computed.get(name);
    assert(tensor !== undefined, `${file}: ${name}`);
    assertDescribes(types.get(name), tensor, `${file}: ${name}`, !DEPENDS_ON_INPUT.test(file));
  }
  return names.length;
}

function nodeOutputs(model: Model): string[] {
  return model.graph.nodes.flatMap(({ outputs }) => outputs.filter(name => name !== ''));
}

/** The runtime's binding for Node gives tensors only. */
function isSequence(type: ValueType | undefined): boolean {
  return type?.kind === 'sequence';
}
