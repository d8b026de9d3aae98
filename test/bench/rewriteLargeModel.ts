import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { openFileSource } from '../../src/formats/fileSource';
import { PayloadTable } from '../../src/formats/onnx/payloadTable';
import { readOnnx } from '../../src/formats/onnx/readOnnx';
import { writeOnnx } from '../../src/formats/onnx/writeOnnx';
import type { BenchRow } from './benchRow';
import { writeLargeModel } from './largeModel';

const SHAPE = { nodes: 5000, initializers: 300, bytesEach: 2 ** 21 };
const MEGABYTE = 1e6;

/** Rewriting a model unchanged: memory, and time against a plain copy that moves the same bytes through this process. */
export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'model-lathe-bench-'));
  try {
    const source = path.join(folder, 'source.onnx');
    await writeLargeModel(source, SHAPE);
    const { size } = await stat(source);
    const copied = await timed(() => copyFile(source, path.join(folder, 'copy.onnx')));
    let peak = 0;
    const before = process.memoryUsage().rss;
    const sampler = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss - before);
    }, 5);
    const rewritten = await timed(() => rewrite(source, path.join(folder, 'target.onnx')));
    clearInterval(sampler);
    const name = `Rewrite a ${Math.round(size / MEGABYTE)} MB ONNX file`;
    const baseline = `copying the file, ${Math.round(copied)} ms`;
    return [
      row(`${name}: memory added`, peak / MEGABYTE, 'MB', `${Math.round(size / MEGABYTE)} MB whole`, 150),
      row(`${name} against a copy`, rewritten / copied, 'x the time', baseline, 10),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function row(name: string, value: number, unit: string, baseline: string, limit: number): BenchRow {
  return { name, value, unit, baseline, limit: `< ${limit} ${unit}`, passed: value < limit };
}

async function rewrite(from: string, to: string): Promise<void> {
  const source = await openFileSource(from);
  const { skeleton } = await readOnnx(source);
  await writeOnnx(skeleton, new PayloadTable(source), to);
  await source.close();
}

async function timed(action: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
