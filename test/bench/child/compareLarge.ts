import { open } from 'node:fs/promises';
import process from 'node:process';
import { processMemory } from '../../../src/benchmark/memoryMeter';
import { internal } from '../../../src/shared/errors';
import type { CompareReport } from '../../../src/shared/reports/compareReport';
import { compareJob } from '../../../src/worker/jobs/compare';
import { median } from '../median';

const RUNS = 5;
const CHUNK = 2 ** 20;

/** What the child of `compareLarge` found. */
export interface LargeComparison {
  readonly baseBytes: number;
  readonly peakBytes: number;
  /** Medians of several runs, in which reading and comparing take turns. */
  readonly comparing: Spent;
  readonly reading: Spent;
  /** Weights that were found to differ. */
  readonly differing: number;
}

/** Seconds that passed, and that processors worked for it: others, who use the machine too, change those less. */
export interface Spent {
  readonly wall: number;
  readonly processor: number;
}

async function main(a: string, b: string): Promise<LargeComparison> {
  // The first reading brings both into the page cache for everybody.
  await readBoth(a, b);
  const memory = processMemory();
  const baseBytes = memory.current();
  memory.reset();
  const comparings: Spent[] = [];
  const readings: Spent[] = [];
  let report: CompareReport | null = null;
  for (let run = 0; run < RUNS; run++) {
    readings.push(await spent(() => readBoth(a, b)));
    comparings.push(
      await spent(async () => {
        report = await compare(a, b);
      }),
    );
  }
  return {
    baseBytes,
    peakBytes: memory.peak(),
    comparing: middle(comparings),
    reading: middle(readings),
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

async function spent(work: () => Promise<void>): Promise<Spent> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) / 1e6 };
}

function middle(runs: readonly Spent[]): Spent {
  return { wall: median(runs.map(({ wall }) => wall)), processor: median(runs.map(({ processor }) => processor)) };
}

const [a = '', b = ''] = process.argv.slice(2);
void main(a, b).then(result => process.send?.(result, () => process.exit(0)));
