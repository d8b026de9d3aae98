import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { ChunksOf } from '../../src/analysis/weights/dequantizer';
import { measureWeight } from '../../src/analysis/weights/measureWeight';
import { CHUNK_BYTES } from '../../src/analysis/weights/pieces';
import { openFileSource } from '../../src/formats/fileSource';
import { openWeightFiles, weightChunks } from '../../src/formats/weightReader';
import { DTYPES, type DType } from '../../src/model/dtype';
import { decodeElements } from '../../src/model/elements';
import type { Model, Node, Weight } from '../../src/model/model';
import type { WeightFigures } from '../../src/shared/reports/weightReport';
import { modelOf } from '../fixtures/builders/neutralModel';
import type { BenchRow } from './benchRow';

/** One large weight; those that are measured by their values, which takes longer, are as large as a layer. */
const BYTES = 2 ** 27;
const LAYER_BYTES = 2 ** 24;
const INPUTS = 4096;
const ROUNDS = 7;
const BINS = 256;
const NEAR_ZERO = 0.01;
const LEAST_MEGABYTES_PER_SECOND = 1000;

/** A weight that is measured: how it is stored and which scales it has. */
interface Case {
  readonly name: string;
  readonly dtype: DType;
  /** `null` for weights that are no codes; else elements that share a scale, 0 for one scale for each output. */
  readonly block: number | null;
  /** Megabytes a second that it must reach; `null` states what was measured. */
  readonly least: number | null;
}

const CASES: readonly Case[] = [
  { name: 'float32', dtype: 'float32', block: null, least: LEAST_MEGABYTES_PER_SECOND },
  { name: 'float16', dtype: 'float16', block: null, least: LEAST_MEGABYTES_PER_SECOND },
  { name: 'bfloat16', dtype: 'bfloat16', block: null, least: LEAST_MEGABYTES_PER_SECOND },
  { name: 'int8', dtype: 'int8', block: null, least: LEAST_MEGABYTES_PER_SECOND },
  { name: 'int4, packed', dtype: 'int4', block: null, least: LEAST_MEGABYTES_PER_SECOND },
  { name: 'int8 with a scale for each channel', dtype: 'int8', block: 0, least: null },
  { name: 'int4 with a scale for each channel', dtype: 'int4', block: 0, least: null },
  { name: 'int4 with a scale for each 32 elements', dtype: 'int4', block: 32, least: null },
];

/**
 * All figures of a weight, structured sparsity included, from a file in the page cache, by processor time of all threads: what
 * one core needs.
 */
export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'model-lathe-bench-'));
  try {
    const rows: BenchRow[] = [];
    for (const one of CASES) rows.push(await row(one, folder));
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function row({ name, dtype, block, least }: Case, folder: string): Promise<BenchRow> {
  const bytes = block === null ? BYTES : LAYER_BYTES;
  const file = path.join(folder, 'weight.bin');
  const elements = (bytes * 8) / DTYPES[dtype].bits;
  const outputs = elements / INPUTS;
  const scales = block === null ? 0 : block === 0 ? outputs : elements / block;
  await writeWeights(file, dtype, bytes, scales);
  const model = modelWith(dtype, [outputs, INPUTS], scales, block ?? 0);
  const [weight] = model.graph.initializers.values();
  if (weight === undefined) throw new Error('The model has no weight.');
  const source = await openFileSource(file);
  const files = openWeightFiles(file, source);
  const chunksOf: ChunksOf = (asked, buffer) => weightChunks(asked, files, CHUNK_BYTES, buffer);
  const located = { graph: model.graph.id, name: weight.name, weight, node: null };
  const ours: number[] = [];
  const plain: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const [seconds, figures] = await timed(() =>
        measureWeight(model, located, chunksOf, { bins: BINS, nearZero: NEAR_ZERO }),
      );
      ours.push(seconds);
      if (block !== null || round >= 3) continue;
      const [plainSeconds, reference] = await timed(async () =>
        plainStatistics(await source.read(0, bytes), dtype, elements),
      );
      plain.push(plainSeconds);
      checkSame(figures, reference, elements);
    }
  } finally {
    await files.close();
    await source.close();
  }
  const speed = (seconds: readonly number[]): number => Math.round(bytes / 1e6 / median(seconds));
  return {
    name: `Weight statistics, ${name}, all figures and reading, one core`,
    value: speed(ours),
    unit: 'MB/s',
    baseline: plain.length === 0 ? 'none' : `plain loops for range, deviation and bins alone, ${speed(plain)} MB/s`,
    limit: least === null ? 'as measured' : `>= ${least} MB/s`,
    passed: least === null || speed(ours) >= least,
  };
}

interface PlainFigures {
  readonly min: number;
  readonly max: number;
  readonly std: number;
  readonly zeros: number;
  readonly counts: readonly number[];
}

/** What one would write first: one loop for the range, one for the deviation and the bins. */
function plainStatistics(bytes: Uint8Array, dtype: DType, elements: number): PlainFigures {
  const values = decodeElements(dtype, bytes, elements);
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let zeros = 0;
  for (const stored of values) {
    const value = Number(stored);
    if (Number.isNaN(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    if (value === 0) zeros += 1;
  }
  const mean = sum / elements;
  const counts = new Array<number>(BINS).fill(0);
  let squares = 0;
  for (const stored of values) {
    const value = Number(stored);
    if (Number.isNaN(value)) continue;
    const bin = Math.min(BINS - 1, Math.floor(((value - min) / (max - min)) * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
    squares += (value - mean) ** 2;
  }
  return { min, max, std: Math.sqrt(squares / elements), zeros, counts };
}

/** A fast wrong answer is no result. Border cases of two ways to round may fall into neighbouring bins. */
function checkSame(figures: WeightFigures, reference: PlainFigures, elements: number): void {
  const { min, max, std, zeros, histogram, structure, percentiles } = figures;
  const isClose = std !== null && Math.abs(std - reference.std) < 1e-9 * reference.std;
  const moved = reference.counts.reduce((sum, count, i) => sum + Math.abs(count - (histogram?.counts[i] ?? 0)), 0);
  const isSame = min === reference.min && max === reference.max && zeros === reference.zeros;
  if (!isSame || !isClose || moved > 1e-5 * elements || structure === null || percentiles === null) {
    throw new Error('The two ways to measure disagree.');
  }
}

/** Seconds of processor time, of all threads: what one core would need, whatever else the machine does. */
async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(start);
  return [(user + system) / 1e6, result];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Sums of three uniform numbers, a tenth of them pruned to zero, from a fixed generator; behind them the scales. */
async function writeWeights(file: string, dtype: DType, bytes: number, scales: number): Promise<void> {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const bell = (): number => (random() < 0.1 ? 0 : random() + random() + random() - 1.5);
  const handle = await open(file, 'w');
  try {
    for (let written = 0; written < bytes; written += 2 ** 20) await handle.write(encoded(dtype, bell, 2 ** 20));
    await handle.write(Float32Array.from({ length: scales }, () => 0.01 + random() / 100));
  } finally {
    await handle.close();
  }
}

function encoded(dtype: DType, bell: () => number, bytes: number): Uint8Array {
  if (dtype === 'int8') return Uint8Array.from({ length: bytes }, () => Math.round(bell() * 84));
  const code = (): number => Math.round(bell() * 5) & 15;
  if (dtype === 'int4') return Uint8Array.from({ length: bytes }, () => code() | (code() << 4));
  const values = Float32Array.from({ length: (bytes * 8) / DTYPES[dtype].bits }, () => bell() * 0.05);
  if (dtype === 'float32') return new Uint8Array(values.buffer);
  const patterns = new Uint32Array(values.buffer);
  return new Uint8Array(Uint16Array.from(patterns, dtype === 'float16' ? float16Bits : bits => bits >>> 16).buffer);
}

/** Cuts a float32 to a float16; what is too small becomes zero. */
function float16Bits(bits: number): number {
  const exponent = ((bits >>> 23) & 255) - 112;
  return ((bits >>> 16) & 0x8000) | (exponent <= 0 ? 0 : (exponent << 10) | ((bits >>> 13) & 1023));
}

/** A weight of outputs x inputs that a Gemm uses, behind a DequantizeLinear if it has scales. */
function modelWith(dtype: DType, shape: readonly [number, number], scales: number, block: number): Model {
  const stored = (name: string, kind: DType, sizes: readonly number[], offset: number): Weight => {
    const elements = sizes.reduce((a, b) => a * b, 1);
    const bytes = (elements * DTYPES[kind].bits) / 8;
    const payload = { kind: 'range', offset, length: bytes } as const;
    return { name, dtype: kind, shape: sizes, elements, bytes, payload, sparse: null, doc: '' };
  };
  const weight = stored('weight', dtype, shape, 0);
  const multiply = (name: string, index: number): Node => nodeOf(index, 'Gemm', ['x', name], ['y'], { transB: 1 });
  if (scales === 0) return modelOf({ weights: [weight], nodes: [multiply('weight', 0)] });
  const perRow = block === 0 ? [shape[0]] : [shape[0], shape[1] / block];
  const attributes = block === 0 ? { axis: 0 } : { axis: 1, block_size: block };
  return modelOf({
    weights: [weight, stored('scale', 'float32', perRow, weight.bytes)],
    nodes: [nodeOf(0, 'DequantizeLinear', ['weight', 'scale'], ['real'], attributes), multiply('real', 1)],
  });
}

function nodeOf(
  index: number,
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number>>,
): Node {
  const ints = Object.entries(attributes).map(([name, value]) => {
    return { name, value: { kind: 'int', value: BigInt(value) } as const, doc: '' };
  });
  return { index, name: op, op, domain: '', overload: '', inputs, outputs, attributes: ints, doc: '', metadata: [] };
}
