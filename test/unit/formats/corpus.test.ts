import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openFileSource } from '../../../src/formats/fileSource';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { PayloadTable } from '../../../src/formats/onnx/payloadTable';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { readTensorProto } from '../../../src/formats/onnx/readTensorProto';
import { writeOnnx } from '../../../src/formats/onnx/writeOnnx';
import { openModel } from '../../../src/formats/registry';
import { openWeightFiles, readWeightBytes } from '../../../src/formats/weightReader';
import type { Runtime, Session } from '../../../src/model/runtime';
import type { Tensor } from '../../../src/model/tensor';
import { LatheError } from '../../../src/shared/errors';
import { createRuntime } from '../../../src/worker/runtime';
import { MODELS, NEEDS_LOCALE, NOT_RUNNABLE, REFUSED, TESTED_MODELS } from '../../fixtures/corpus';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

const ROOT = path.resolve('../shared/models');

interface ExpectedModel {
  readonly file: string;
  readonly nodes: number;
  readonly initializers: number;
}

const opened: readonly ExpectedModel[] = [
  ...MODELS.map(([file, nodes, initializers]) => ({ file, nodes, initializers })),
  ...TESTED_MODELS.map(([name, nodes, initializers]) => ({ file: modelFile(name), nodes, initializers })),
];
const refused: readonly (readonly [string, string])[] = [
  ...REFUSED,
  ...TESTED_MODELS.flatMap(([name, , , inputs, outputs]) => [
    ...testFiles(name, 'input', inputs).map(file => [file, 'format.onnxTensor'] as const),
    ...testFiles(name, 'output', outputs).map(file => [file, 'format.onnxTensor'] as const),
  ]),
];

function modelFile(name: string): string {
  return `onnx-backend/${name}/model.onnx`;
}

function testFiles(name: string, role: 'input' | 'output', count: number): string[] {
  return Array.from({ length: count }, (_, index) => `onnx-backend/${name}/test_data_set_0/${role}_${index}.pb`);
}

describe('real files', () => {
  const folder = temporaryFolder();

  before(function () {
    if (!existsSync(ROOT)) this.skip();
  });

  it('are all listed with what must become of them', async () => {
    const present = (await readdir(ROOT, { recursive: true, withFileTypes: true }))
      .filter(entry => entry.isFile())
      .map(entry => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    const listed = [...opened.map(({ file }) => file), ...refused.map(([file]) => file)];
    assert.deepEqual(present.toSorted(), listed.toSorted());
  });

  it('open when they are ONNX, with every weight readable', async () => {
    for (const { file, nodes, initializers } of opened) {
      const source = await openFileSource(path.join(ROOT, file));
      const { model } = await openModel(source);
      assert.equal(model.graph.nodes.length, nodes, file);
      assert.equal(model.graph.initializers.size, initializers, file);
      const files = openWeightFiles(path.join(ROOT, file), source);
      for (const weight of model.graph.initializers.values()) {
        if (weight.dtype !== 'string') assert.equal((await readWeightBytes(weight, files)).length, weight.bytes, file);
      }
      await source.close();
    }
  });

  it('are refused with the reason when they are not', async () => {
    for (const [file, code] of refused) {
      const source = await openFileSource(path.join(ROOT, file));
      assert.equal((await thrownBy(() => openModel(source))).code, code, file);
      await source.close();
    }
  });

  async function rewrite(file: string, target: string): Promise<void> {
    const source = await openFileSource(file);
    const { skeleton } = await readOnnx(source);
    await writeOnnx(skeleton, new PayloadTable(source), target);
    await source.close();
  }

  it('are rewritten field by field', async () => {
    for (const [index, { file }] of opened.entries()) {
      const target = folder.path(`${index}.onnx`);
      await rewrite(path.join(ROOT, file), target);
      const [before, after] = [await readFile(path.join(ROOT, file)), await readFile(target)];
      if (!after.equals(before)) assert.deepEqual(onnx.ModelProto.decode(after), onnx.ModelProto.decode(before), file);
    }
  });

  it('give the runtime the same outputs where the bytes are arranged differently', async () => {
    const runtime = await createRuntime();
    for (const [file] of MODELS) {
      const original = path.join(ROOT, file);
      const target = folder.path(path.basename(file));
      await rewrite(original, target);
      if ((await readFile(original)).equals(await readFile(target))) continue;
      const session = await runtime.open(original);
      const feeds = rampFeeds(session);
      await session.release();
      const before = await outcome(runtime, original, feeds);
      assert.ok(typeof before !== 'string', `${file}: ${before}`);
      assert.deepEqual(await outcome(runtime, target, feeds), before, file);
    }
  });

  it('give the runtime the same outputs bit for bit after rewriting', async () => {
    const runtime = await createRuntime();
    const rejected: string[] = [];
    for (const [name, , , inputs] of TESTED_MODELS) {
      const original = path.join(ROOT, modelFile(name));
      const target = folder.path(`${name.replace('/', '_')}.onnx`);
      await rewrite(original, target);
      const feeds: Tensor[] = [];
      for (const file of testFiles(name, 'input', inputs))
        feeds.push(readTensorProto(await readFile(path.join(ROOT, file))));
      const before = await outcome(runtime, original, feeds);
      assert.deepEqual(await outcome(runtime, target, feeds), before, name);
      if (before === 'runtime.modelRejected') rejected.push(name);
      else assert.ok(typeof before !== 'string', `${name}: ${before}`);
    }
    assert.deepEqual(
      rejected.filter(name => !NEEDS_LOCALE.includes(name)),
      NOT_RUNNABLE,
    );
  });
});

/** Numbers that rise evenly from -1 to 1, for the float inputs of a model; free dimensions become 1. */
function rampFeeds(session: Session): Tensor[] {
  return session.inputs.map(({ name, type }) => {
    assert.ok(type.kind === 'tensor' && type.dtype === 'float32', name);
    const shape = (type.shape ?? []).map(size => (typeof size === 'number' ? size : 1));
    const elements = shape.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length: elements }, (_, index) => (2 * index) / elements - 1);
    return { dtype: 'float32', shape, data };
  });
}

type Outcome = string | readonly (readonly [string, Tensor])[];

/** The outputs, or the code of the error with which the runtime rejects the model or its inputs. */
async function outcome(runtime: Runtime, file: string, feeds: readonly Tensor[]): Promise<Outcome> {
  try {
    const session = await runtime.open(file);
    try {
      const inputs = new Map<string, Tensor>();
      for (const [index, { name }] of session.inputs.entries()) {
        const feed = feeds[index];
        if (feed !== undefined) inputs.set(name, feed);
      }
      return [...(await session.run(inputs))];
    } finally {
      await session.release();
    }
  } catch (thrown) {
    if (thrown instanceof LatheError && thrown.info.kind !== 'internal') return thrown.info.code;
    throw thrown;
  }
}
