import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { assembled } from '../../../../src/compression/graph/assembled';
import { Workpiece } from '../../../../src/compression/graph/workpiece';
import { choosePasses } from '../../../../src/compression/optimization/choosePasses';
import type { SimplifyOptions } from '../../../../src/compression/optimization/passContext';
import { simplifyGraph } from '../../../../src/compression/optimization/simplifyGraph';
import { Scratch } from '../../../../src/compression/scratch';
import type { Feeds } from '../../../../src/compression/tools';
import { openFileSource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { writeOnnx } from '../../../../src/formats/onnx/writeOnnx';
import { openWeightFiles } from '../../../../src/formats/weightReader';
import type { Model } from '../../../../src/model/model';
import type { Runtime } from '../../../../src/model/runtime';
import type { Tensor } from '../../../../src/model/tensor';
import { freeInputs } from '../../../../src/model/valueTypes';
import { syntheticInputs } from '../../../../src/prediction/syntheticInputs';
import type { FreeDimension } from '../../../../src/shared/reports/measurement';
import type { PassOutcome, Simplification } from '../../../../src/shared/reports/simplificationReport';
import { createRuntime } from '../../../../src/worker/runtime';
import type { GraphBuilder, ModelOptions } from '../../../fixtures/builders/onnxModel';
import { readModel, testFolder, writeModel } from '../harness';

export interface Choices extends Partial<SimplifyOptions> {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

export interface Simplified {
  readonly simplification: Simplification;
  readonly source: Model;
  readonly target: Model;
  readonly file: string;
}

/** Simplifies a model file into another, as the job does, without proving anything. */
export async function simplifyFile(
  runtime: Runtime,
  source: string,
  target: string,
  choices: Choices = {},
): Promise<Simplified> {
  const { only = [], skip = [], opset = null, float32 = false, sizes = [] } = choices;
  const options = { opset, float32, sizes };
  const bytes = await openFileSource(source);
  const files = openWeightFiles(source, bytes);
  const scratch = new Scratch(target, source, () => undefined);
  try {
    const { skeleton } = await readOnnx(bytes);
    const work = new Workpiece(skeleton, files);
    const tools = {
      runtime,
      threads: 1,
      clock: () => performance.now(),
      scratch,
      progress: () => undefined,
      checkCancelled: () => undefined,
    };
    const passes = choosePasses(only, skip, options);
    const simplification = await simplifyGraph(work, bytes, passes, options, tools);
    const { model, payloads } = assembled(work, bytes);
    await rm(target, { force: true });
    await writeOnnx(model, payloads, target, { sourcePath: source });
    return { simplification, source: await readModel(source), target: await readModel(target), file: target };
  } finally {
    await scratch.clear();
    await files.close();
    await bytes.close();
  }
}

/** Two different made-up feeds for a model. */
export function feedsFor(model: Model, freeDimensions: readonly FreeDimension[] = []): readonly Feeds[] {
  const samples = syntheticInputs(freeInputs(model.graph), { freeDimensions, most: 2, seed: 7 });
  return Array.from({ length: Math.min(2, samples.count) }, (_, at) => samples.at(at));
}

/** What a model gives when the runtime runs it as it is written. */
export async function plainRun(runtime: Runtime, model: string, feeds: Feeds): Promise<ReadonlyMap<string, Tensor>> {
  const session = await runtime.open(model, { threads: 1, optimization: 'disabled' });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/** Asserts that both files give the same: every bit but the sign of zeros, or to within `tolerance` of the largest value of each output. */
export async function assertSame(
  runtime: Runtime,
  before: string,
  after: string,
  feeds: readonly Feeds[],
  tolerance = 0,
): Promise<void> {
  for (const each of feeds) {
    const expected = await plainRun(runtime, before, each);
    const actual = await plainRun(runtime, after, each);
    assert.deepEqual([...actual.keys()], [...expected.keys()], 'names of outputs');
    for (const [name, tensor] of expected) assertTensor(name, tensor, actual.get(name), tolerance);
  }
}

function assertTensor(name: string, expected: Tensor, actual: Tensor | undefined, tolerance: number): void {
  assert.deepEqual([actual?.dtype, actual?.shape], [expected.dtype, expected.shape], `type of ${name}`);
  if (tolerance === 0) {
    assert.deepEqual(withoutMinusZero(actual), withoutMinusZero(expected), `values of ${name}`);
    return;
  }
  const x = Array.from<number | bigint | string, number>(expected.data, Number);
  const y = Array.from<number | bigint | string, number>(actual?.data ?? [], Number);
  const scale = x.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1e-30);
  for (const [i, value] of x.entries()) {
    if (Object.is(value, y[i])) continue;
    const error = Math.abs(value - (y[i] ?? Number.NaN));
    assert.ok(error <= tolerance * scale, `${name}[${i}]: ${y[i]} where ${value} was, largest ${scale}`);
  }
}

/** The runtime's Where gives either zero for −0, depending on which operand it is. */
function withoutMinusZero(tensor: Tensor | undefined): readonly unknown[] {
  return Array.from<unknown>(tensor?.data ?? []).map(value => (value === 0 ? 0 : value));
}

export function operators({ graph }: Model): readonly string[] {
  return graph.nodes.map(({ op }) => op);
}

/** What one pass did. */
export function outcome({ passes }: Simplification, id: string): PassOutcome {
  const found = passes.find(pass => pass.id === id);
  assert.ok(found, `no pass ${id}`);
  return found;
}

export function beside(file: string, name: string): string {
  return path.join(path.dirname(file), name);
}

export function changeTotal({ passes }: Simplification): number {
  return passes.reduce((sum, { changes }) => sum + changes, 0);
}

export interface PassSuite {
  readonly runtime: Runtime;
  file(name: string): string;
  /** Simplifies and asserts that outputs stay the same, bit for bit unless a tolerance is given. */
  simplified(
    graph: GraphBuilder,
    choices?: Choices & { readonly model?: ModelOptions; readonly tolerance?: number },
  ): Promise<Simplified>;
}

/** What tests of passes share. Call inside `describe`. */
export function passSuite(): PassSuite {
  const folder = testFolder();
  let runtime: Runtime | null = null;
  before(async () => {
    runtime = await createRuntime();
  });
  return {
    get runtime() {
      assert.ok(runtime, 'the suite has begun');
      return runtime;
    },
    file: name => folder.file(name),
    async simplified(graph, choices = {}) {
      const source = await writeModel(folder.file('before.onnx'), graph, choices.model ?? {});
      const result = await simplifyFile(this.runtime, source, folder.file('after.onnx'), choices);
      await assertSame(this.runtime, source, result.file, feedsFor(result.source, choices.sizes), choices.tolerance);
      return result;
    },
  };
}
