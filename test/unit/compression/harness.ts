import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRandom } from '../../../src/analysis/random';
import { TargetModel } from '../../../src/compression/graph/targetModel';
import { Workpiece } from '../../../src/compression/graph/workpiece';
import { openFileSource } from '../../../src/formats/fileSource';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { writeOnnx } from '../../../src/formats/onnx/writeOnnx';
import { openWeightFiles } from '../../../src/formats/weightReader';
import type { Model } from '../../../src/model/model';
import type { Runtime } from '../../../src/model/runtime';
import type { Tensor } from '../../../src/model/tensor';
import type { JobContext, QuantizeRequest, QuantizeResult } from '../../../src/shared/protocol/jobs';
import { quantizeJob } from '../../../src/worker/jobs/quantize';
import { createRuntime } from '../../../src/worker/runtime';
import { type GraphBuilder, type ModelOptions, modelBytes } from '../../fixtures/builders/onnxModel';

/** A folder that lives as long as a suite, and the real runtime. Call inside `describe`. */
export function testFolder(): { readonly path: string; file(name: string): string } {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'model-lathe-compression-'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get path() {
      return folder;
    },
    file: name => path.join(folder, name),
  };
}

export const silent: JobContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
  announceTemporary: () => undefined,
};

export function randomFloats(count: number, scale = 1, seed = 1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => (random() - 0.5) * 2 * scale);
}

export function floatTensor(shape: readonly number[], seed = 1): Tensor {
  const elements = shape.reduce((product, size) => product * size, 1);
  return { dtype: 'float32', shape, data: randomFloats(elements, 1, seed) };
}

export async function writeModel(file: string, graph: GraphBuilder, options: ModelOptions = {}): Promise<string> {
  await writeFile(file, modelBytes(graph, options));
  return file;
}

export function requestFor(model: string, changes: Partial<QuantizeRequest> = {}): QuantizeRequest {
  return {
    model,
    method: 'auto',
    data: null,
    out: null,
    force: true,
    calibration: 'minmax',
    perChannel: true,
    latencyGate: false,
    exclude: [],
    samples: 8,
    threads: 1,
    freeDimensions: [],
    ...changes,
  };
}

/** Quantizes with the real runtime and without the latency gate, unless told otherwise. */
export function quantize(model: string, changes: Partial<QuantizeRequest> = {}): Promise<QuantizeResult> {
  return quantizeJob(requestFor(model, changes), silent, createRuntime);
}

export async function readModel(file: string): Promise<Model> {
  const source = await openFileSource(file);
  try {
    return (await readOnnx(source)).model;
  } finally {
    await source.close();
  }
}

export async function operatorsOf(file: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { op } of (await readModel(file)).graph.nodes) counts.set(op, (counts.get(op) ?? 0) + 1);
  return counts;
}

export async function run(
  runtime: Runtime,
  model: string,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, Tensor>> {
  const session = await runtime.open(model, { threads: 1 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/** Applies preparation steps to a model file and writes what they make of it, unquantized. */
export async function rewritten(
  model: string,
  target: string,
  steps: (work: Workpiece) => unknown,
): Promise<Workpiece> {
  const source = await openFileSource(model);
  const files = openWeightFiles(model, source);
  try {
    const work = new Workpiece((await readOnnx(source)).skeleton, files);
    await steps(work);
    const result = new TargetModel(work, source);
    for (const node of work.graph.node) result.keep(node);
    await rm(target, { force: true });
    await writeOnnx(result.finish(), result.payloads, target, { sourcePath: model });
    return work;
  } finally {
    await files.close();
    await source.close();
  }
}

/** 10·log10(Σx² / Σ(x − y)²). */
export function sqnr(expected: Tensor | undefined, actual: Tensor | undefined): number {
  const x = Array.from(expected?.data ?? [], Number);
  const y = Array.from(actual?.data ?? [], Number);
  if (x.length === 0 || x.length !== y.length) throw new Error(`${x.length} and ${y.length} values`);
  let signal = 0;
  let noise = 0;
  x.forEach((value, i) => {
    signal += value ** 2;
    noise += (value - (y[i] ?? 0)) ** 2;
  });
  return 10 * Math.log10(signal / noise);
}
