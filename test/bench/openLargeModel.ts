import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type { ByteSource } from '../../src/formats/byteSource';
import { openFileSource } from '../../src/formats/fileSource';
import { onnx } from '../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../src/formats/onnx/readOnnx';
import type { BenchRow } from './benchRow';
import { writeLargeModel } from './largeModel';

const MEGABYTE = 1e6;
const LARGE = { nodes: 5000, initializers: 300, bytesEach: 5 * 2 ** 20 };
const RUNS = 7;

/** Opening a 1.5 GB model with inline weights: time against a full decode, memory, bytes read, longest hold of the loop. */
export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'model-lathe-bench-'));
  try {
    const file = path.join(folder, 'large.onnx');
    await writeLargeModel(file, LARGE);
    return await measure(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(file: string): Promise<BenchRow[]> {
  const first = await openOnce(file);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push((await openOnce(file)).milliseconds);
  const milliseconds = median(times);
  const held = await longestHold(file);
  const decoded = await decodeWhole(file);
  const { size } = await stat(file);
  const name = `Open a ${(size / 1e9).toFixed(2)} GB ONNX file`;
  const whole = `readFile and protobufjs decode, ${Math.round(decoded)} ms`;
  const ratio = decoded / milliseconds;
  return [
    row(name, milliseconds, 'ms', whole, 150),
    {
      name: `${name} against a full decode`,
      value: ratio,
      unit: 'x',
      baseline: whole,
      limit: '> 5 x',
      passed: ratio > 5,
    },
    row(`${name}: memory added`, first.addedBytes / MEGABYTE, 'MB', `${Math.round(size / MEGABYTE)} MB whole`, 100),
    row(`${name}: share read`, (100 * first.bytesRead) / size, '%', 'the whole file', 1),
    row(`${name}: longest hold of the event loop`, held, 'ms', 'a task in the extension host', 50),
  ];
}

function row(name: string, value: number, unit: string, baseline: string, limit: number): BenchRow {
  return { name, value, unit, baseline, limit: `< ${limit} ${unit}`, passed: value < limit };
}

interface Opening {
  readonly milliseconds: number;
  readonly bytesRead: number;
  readonly addedBytes: number;
}

async function openOnce(file: string): Promise<Opening> {
  const source = await openFileSource(file);
  let bytesRead = 0;
  const counting: ByteSource = {
    name: source.name,
    size: source.size,
    read: (offset, length) => {
      bytesRead += length;
      return source.read(offset, length);
    },
    close: () => source.close(),
  };
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const opened = await readOnnx(counting);
  const milliseconds = performance.now() - start;
  const addedBytes = process.memoryUsage().rss - before;
  await source.close();
  if (opened.model.graph.nodes.length === 0) throw new Error('The model has no nodes.');
  return { milliseconds, bytesRead, addedBytes };
}

async function decodeWhole(file: string): Promise<number> {
  const start = performance.now();
  const model = onnx.ModelProto.decode(await readFile(file));
  if (model.graph?.node?.length === 0) throw new Error('The model has no nodes.');
  return performance.now() - start;
}

async function longestHold(file: string): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let run = 0; run < 3; run++) await openOnce(file);
  await setTimeout(5);
  delay.disable();
  return delay.max / MEGABYTE;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
