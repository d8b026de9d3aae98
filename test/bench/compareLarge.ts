import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memorySource } from '../../src/formats/fileSource';
import { tensor } from '../../src/formats/onnx/edit/tensors';
import { PayloadTable } from '../../src/formats/onnx/payloadTable';
import { writeOnnx } from '../../src/formats/onnx/writeOnnx';
import { graphBuilder, modelProto } from '../fixtures/builders/onnxModel';
import type { BenchRow } from './benchRow';
import type { LargeComparison } from './child/compareLarge';

const MEGABYTE = 1e6;
const WIDTH = 4096;
const LAYERS = 15;

/** Times of merely reading both. */
const MOST_TIME = 4;
const MOST_EFFORT = 4;

/** Two models of 1 GB that are the same, and two of which every weight differs in every element. */
export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'model-lathe-bench-'));
  try {
    const [original, copy, other] = ['original', 'copy', 'other'].map(name => path.join(folder, `${name}.onnx`));
    if (original === undefined || copy === undefined || other === undefined) throw new Error('No files to write.');
    const noise = values(0);
    await write(original, noise);
    await write(copy, noise);
    const same = await inChild(original, copy);
    await rm(copy);
    await write(other, values(0.001));
    const different = await inChild(original, other);
    if (same.differing !== 0 || different.differing !== LAYERS) throw new Error('The comparison is wrong.');
    return [...rows('the same', same), ...rows('all different', different)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rows(what: string, measured: LargeComparison): BenchRow[] {
  const bytes = LAYERS * WIDTH * WIDTH * 4;
  const name = `Comparing two models of ${Math.round(bytes / MEGABYTE)} MB, ${what}`;
  const peak = measured.peakBytes / MEGABYTE;
  const { comparing, reading } = measured;
  const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;
  const ratio = comparing.wall / reading.wall;
  const effort = comparing.processor / reading.processor;
  const rate = `${((2 * bytes) / 1e9 / comparing.wall).toFixed(1)} GB/s of both`;
  return [
    {
      name: `${name}: peak memory of the child`,
      value: peak,
      unit: 'MB',
      baseline: `${(measured.baseBytes / MEGABYTE).toFixed(0)} MB before it starts`,
      limit: '< 300 MB',
      passed: peak < 300,
    },
    {
      name: `${name}: time`,
      value: ratio,
      unit: 'x reading',
      baseline: `reading both files from memory, ${milliseconds(reading.wall)}; this is ${rate}`,
      limit: `<= ${MOST_TIME} x`,
      passed: ratio <= MOST_TIME,
    },
    {
      name: `${name}: processor time`,
      value: effort,
      unit: 'x reading',
      baseline: `reading both files from memory, ${milliseconds(reading.processor)} of one core`,
      limit: `<= ${MOST_EFFORT} x`,
      passed: effort <= MOST_EFFORT,
    },
  ];
}

async function write(target: string, noise: Uint8Array): Promise<void> {
  const payloads = new PayloadTable(memorySource(new Uint8Array(0), 'none'));
  const graph = graphBuilder().input('x', 'float32', ['N', WIDTH]);
  const length = WIDTH * WIDTH * 4;
  for (let layer = 0; layer < LAYERS; layer++) {
    const weight = `layers.${layer}.weight`;
    const payload = payloads.add(length, async function* () {
      for (let left = length; left > 0; left -= noise.length) yield noise.subarray(0, Math.min(left, noise.length));
    });
    graph.proto.initializer.push(tensor(weight, 'float32', [WIDTH, WIDTH], payload));
    const value = layer === 0 ? 'x' : `y${layer - 1}`;
    graph.node('MatMul', [value, weight], [`y${layer}`], {}, { name: `/layers.${layer}/MatMul` });
  }
  graph.output(`y${LAYERS - 1}`, 'float32', ['N', WIDTH]);
  await writeOnnx(modelProto(graph), payloads, target);
}

/** 4 MB of numbers, each moved by `by`. */
function values(by: number): Uint8Array {
  const numbers = Float32Array.from({ length: 2 ** 20 }, (_, i) => Math.sin(i * 0.37) + by);
  return new Uint8Array(numbers.buffer);
}

function inChild(a: string, b: string): Promise<LargeComparison> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'child/compareLarge.ts'), [a, b], { execArgv: ['--import=tsx'] });
    child.once('message', message => resolve(message as LargeComparison));
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`The child ended with status ${code} before it answered.`)));
  });
}
