import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { processMemory } from '../../../src/benchmark/memoryMeter';
import { planModel } from '../../../src/compression/quantization/planModel';
import { Scratch } from '../../../src/compression/scratch';
import type { Tools } from '../../../src/compression/tools';
import { writeOnnx } from '../../../src/formats/onnx/writeOnnx';
import { internal } from '../../../src/shared/errors';
import { openOnnx } from '../../../src/worker/openOnnx';

const RUNS = 3;

/** What the child of `quantizeLarge` found. */
export interface LargeQuantization {
  readonly baseBytes: number;
  readonly peakBytes: number;
  /** From opening the source to the end of writing, the least of several runs. */
  readonly seconds: number;
  readonly copySeconds: number;
}

async function main(model: string): Promise<LargeQuantization> {
  const target = `${model}.int8.onnx`;
  const copy = `${model}.copy`;
  // The first copy brings the source into the page cache for everybody.
  await copyFile(model, copy);
  const copySeconds = await seconds(() => copyFile(model, copy));
  await rm(copy);
  const memory = processMemory();
  const baseBytes = memory.current();
  memory.reset();
  // Others use the machine too: the least of a few runs is closest to what the work takes.
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    times.push(await seconds(() => quantize(model, target)));
    await rm(target);
  }
  return { baseBytes, peakBytes: memory.peak(), seconds: Math.min(...times), copySeconds };
}

async function quantize(model: string, target: string): Promise<void> {
  const opened = await openOnnx(model);
  const request = {
    model,
    method: 'dynamic',
    data: null,
    out: target,
    force: true,
    calibration: 'minmax',
    perChannel: true,
    latencyGate: false,
    exclude: [],
    samples: 1,
    threads: 1,
    freeDimensions: [],
  } as const;
  const scratch = new Scratch(target, model, () => undefined);
  const tools: Tools = {
    runtime: {
      name: 'none',
      open: () => Promise.reject(internal('Quantizing without the latency gate must not need the runtime.')),
    },
    threads: 1,
    clock: () => performance.now(),
    scratch,
    progress: () => undefined,
    checkCancelled: () => undefined,
  };
  const { plan } = await planModel(opened, request, { count: 0, at: () => new Map() }, tools);
  const emitted = plan.emit().target;
  await writeOnnx(emitted.finish(), emitted.payloads, target);
  await opened.close();
}

async function copyFile(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from, { highWaterMark: 2 ** 20 }), createWriteStream(to));
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

void main(process.argv[2] ?? '').then(result => process.send?.(result, () => process.exit(0)));
