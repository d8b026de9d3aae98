import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { measureWeight } from '../../src/analysis/weights/measureWeight';
import { openFileSource } from '../../src/formats/fileSource';
import { openWeightFiles, weightChunks } from '../../src/formats/weightReader';
import type { Model, Weight } from '../../src/model/model';
import type { WeightFigures } from '../../src/shared/reports/weightReport';
import { modelOf } from '../fixtures/builders/neutralModel';
import type { BenchRow } from './benchRow';

const ELEMENTS = 2 ** 25;
const ROUNDS = 7;
const BINS = 256;
const NEAR_ZERO = 0.01;
const CHUNK_BYTES = 2 ** 20;
const LEAST_MEGABYTES_PER_SECOND = 500;

/** Weight statistics with histograms over a float32 weight in a file in the page cache, by processor time. */
export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'model-lathe-bench-'));
  try {
    const file = path.join(folder, 'weight.bin');
    await writeWeights(file);
    return await compare(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compare(file: string): Promise<BenchRow[]> {
  const source = await openFileSource(file);
  const files = openWeightFiles(file, source);
  const model = modelWith(ELEMENTS);
  const [weight] = model.graph.initializers.values();
  if (weight === undefined) throw new Error('The model has no weight.');
  const located = { graph: model.graph.id, name: weight.name, weight, node: null };
  const ours: number[] = [];
  const plain: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const chunksOf = (asked: Weight) => weightChunks(asked, files, CHUNK_BYTES);
      const [seconds, figures] = await timed(() =>
        measureWeight(model, located, chunksOf, { bins: BINS, nearZero: NEAR_ZERO }),
      );
      ours.push(seconds);
      const [plainSeconds, reference] = await timed(async () => plainStatistics(await source.read(0, weight.bytes)));
      plain.push(plainSeconds);
      checkSame(figures, reference);
    }
  } finally {
    await files.close();
    await source.close();
  }
  const megabytes = (ELEMENTS * 4) / 1e6;
  const speed = megabytes / median(ours);
  const ratio = median(plain) / median(ours);
  const baseline = `plain loops over the whole file in memory, ${Math.round(megabytes / median(plain))} MB/s`;
  return [
    {
      name: 'Weight statistics, float32, both passes and reading, one core',
      value: Math.round(speed),
      unit: 'MB/s',
      baseline,
      limit: `>= ${LEAST_MEGABYTES_PER_SECOND} MB/s`,
      passed: speed >= LEAST_MEGABYTES_PER_SECOND,
    },
    {
      name: 'Weight statistics against plain loops',
      value: Number(ratio.toFixed(2)),
      unit: 'x faster',
      baseline,
      limit: '> 1 x',
      passed: ratio > 1,
    },
  ];
}

/** What one would write first: one loop for the range, one for the deviation and the bins. */
function plainStatistics(bytes: Uint8Array): {
  min: number;
  max: number;
  std: number;
  zeros: number;
  counts: number[];
} {
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let zeros = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    if (value === 0) zeros += 1;
  }
  const mean = sum / values.length;
  const threshold = NEAR_ZERO * Math.max(Math.abs(min), Math.abs(max));
  const counts = new Array<number>(BINS).fill(0);
  let squares = 0;
  let near = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const bin = Math.min(BINS - 1, Math.floor(((value - min) / (max - min)) * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
    squares += (value - mean) ** 2;
    if (Math.abs(value) < threshold) near += 1;
  }
  return { min, max, std: Math.sqrt(squares / values.length), zeros: Math.min(zeros, near), counts };
}

/** A fast wrong answer is no result. Border cases of two ways to round may fall into neighbouring bins. */
function checkSame(figures: WeightFigures, reference: ReturnType<typeof plainStatistics>): void {
  const { min, max, std, zeros, histogram } = figures;
  const isClose = std !== null && Math.abs(std - reference.std) < 1e-9 * reference.std;
  const moved = reference.counts.reduce((sum, count, i) => sum + Math.abs(count - (histogram?.counts[i] ?? 0)), 0);
  if (
    min !== reference.min ||
    max !== reference.max ||
    zeros !== reference.zeros ||
    !isClose ||
    moved > 1e-5 * ELEMENTS
  ) {
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

/** A sum of three uniform numbers, a tenth of them pruned to zero, from a fixed generator. */
async function writeWeights(file: string): Promise<void> {
  const values = new Float32Array(2 ** 20);
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const handle = await open(file, 'w');
  try {
    for (let written = 0; written < ELEMENTS; written += values.length) {
      for (let i = 0; i < values.length; i++)
        values[i] = random() < 0.1 ? 0 : (random() + random() + random() - 1.5) * 0.05;
      await handle.write(values);
    }
  } finally {
    await handle.close();
  }
}

function modelWith(elements: number): Model {
  const bytes = elements * 4;
  const payload = { kind: 'range', offset: 0, length: bytes } as const;
  const weight: Weight = {
    name: 'weight',
    dtype: 'float32',
    shape: [elements],
    elements,
    bytes,
    payload,
    sparse: null,
    doc: '',
  };
  return modelOf({ weights: [weight] });
}
