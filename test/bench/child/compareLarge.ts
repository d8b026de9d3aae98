import { open } from 'node:fs/promises';
import process from 'node:process';
import { processMemory } from '../../../src/benchmark/memoryMeter';
import { internal } from '../../../src/shared/errors';
import type { CompareReport } from '../../../src/shared/reports/compareReport';
import { compareJob } from '../../../src/worker/jobs/compare';

const RUNS = 3;
const CHUNK = 2 ** 20;

/** What the child of `compareLarge` found. */
export interface LargeComparison {
  readonly baseBytes: number;
  readonly peakBytes: number;
  /** The least of several runs. */
  readonly seconds: number;
  readonly readSeconds: number;
  /** Weights that were found to differ. */
  readonly differing: number;
}

async function main(a: string, b: string): Promise<LargeComparison> {
  // The first reading brings both into the page cache for everybody.
  await readBoth(a, b);
  const memory = processMemory();
  const baseBytes = memory.current();
  memory.reset();
  // Others use the machine too: the least of a few runs is closest to what the work takes, and readings in between share its load.
  const times: number[] = [];
  const readings: number[] = [];
  let report: CompareReport | null = null;
  for (let run = 0; run < RUNS; run++) {
    readings.push(await seconds(() => readBoth(a, b)));
    times.push(
      await seconds(async () => {
        report = await compare(a, b);
      }),
    );
  }
  return {
    baseBytes,
    peakBytes: memory.peak(),
    seconds: Math.min(...times),
    readSeconds: Math.min(...readings),
    differing: differing(report),
  };
}

function differing(report: CompareReport | null): number {
  return report?.weights.filter(({ status }) => status !== 'same').length ?? -1;
}

function compare(a: string, b: string): Promise<CompareReport> {
  return compareJob(
    { a, b, run: 'never', data: null, threads: 1, freeDimensions: [], tolerance: 0 },
    {
      signal: new AbortController().signal,
      progress: () => undefined,
      announceTemporary: () => undefined,
    },
    () => Promise.reject(internal('Comparing without running must not need the runtime.')),
  );
}

async function readBoth(...files: readonly string[]): Promise<void> {
  const buffer = new Uint8Array(CHUNK);
  for (const file of files) {
    const handle = await open(file);
    while ((await handle.read(buffer, 0, CHUNK)).bytesRead > 0);
    await handle.close();
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const [a = '', b = ''] = process.argv.slice(2);
void main(a, b).then(result => process.send?.(result, () => process.exit(0)));
