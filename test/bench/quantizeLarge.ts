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
import type { LargeQuantization } from './child/quantizeLarge';

const MEGABYTE = 1e6;
const WIDTH = 768;
const HIDDEN = 3072;
const LAYERS = 12;
const VOCABULARY = 20_000;

/** Dynamic INT8 of a generated 400 MB transformer-shaped model, in a child of its own and without the runtime. */
export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'model-lathe-bench-'));
  try {
    const model = path.join(folder, 'transformer.onnx');
    const weightBytes = await writeTransformer(model);
    const measured = await inChild(model);
    const name = `Dynamic INT8 of ${Math.round(weightBytes / MEGABYTE)} MB of weights`;
    const peak = measured.peakBytes / MEGABYTE;
    const rate = weightBytes / MEGABYTE / measured.seconds;
    const copied = weightBytes / MEGABYTE / measured.copySeconds;
    return [
      {
        name: `${name}: peak memory of the child`,
        value: peak,
        unit: 'MB',
        baseline: `${(measured.baseBytes / MEGABYTE).toFixed(0)} MB before it starts, ${(weightBytes / MEGABYTE).toFixed(0)} MB the weights`,
        limit: '< 400 MB',
        passed: peak < 400,
      },
      {
        name: `${name}: throughput`,
        value: rate,
        unit: 'MB/s',
        baseline: `a plain copy of the file, ${copied.toFixed(0)} MB/s`,
        limit: '>= 150 MB/s',
        passed: rate >= 150,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** MatMul in one half of each layer, Gemm with a transposed weight in the other and as the head. Gives the bytes of the weights. */
async function writeTransformer(target: string): Promise<number> {
  const payloads = new PayloadTable(memorySource(new Uint8Array(0), 'none'));
  const graph = graphBuilder().input('x', 'float32', ['N', WIDTH]);
  const noise = normalValues(2 ** 20);
  let bytes = 0;
  let value = 'x';
  const linear = (name: string, rows: number, columns: number, isGemm: boolean): void => {
    const length = rows * columns * 4;
    bytes += length;
    const payload = payloads.add(length, async function* () {
      for (let left = length; left > 0; left -= noise.length) yield noise.subarray(0, Math.min(left, noise.length));
    });
    const shape = isGemm ? [columns, rows] : [rows, columns];
    graph.proto.initializer.push(tensor(`${name}.weight`, 'float32', shape, payload));
    const attributes = isGemm ? { transB: 1n } : {};
    graph.node(isGemm ? 'Gemm' : 'MatMul', [value, `${name}.weight`], [name], attributes, { name: `/${name}` });
    value = name;
  };
  for (let layer = 0; layer < LAYERS; layer++) {
    for (const part of ['q', 'k']) linear(`${layer}.${part}`, WIDTH, WIDTH, false);
    for (const part of ['v', 'o']) linear(`${layer}.${part}`, WIDTH, WIDTH, true);
    linear(`${layer}.up`, WIDTH, HIDDEN, false);
    linear(`${layer}.down`, HIDDEN, WIDTH, true);
  }
  linear('head', WIDTH, VOCABULARY, true);
  graph.output(value, 'float32', ['N', VOCABULARY]);
  await writeOnnx(modelProto(graph), payloads, target);
  return bytes;
}

/** Sums of uniform values, which look like trained weights to a quantizer. */
function normalValues(bytes: number): Uint8Array {
  const values = Float32Array.from({ length: bytes / 4 }, () => {
    return (Math.random() + Math.random() + Math.random() + Math.random() - 2) / 10;
  });
  return new Uint8Array(values.buffer);
}

function inChild(model: string): Promise<LargeQuantization> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'child/quantizeLarge.ts'), [model], {
      execArgv: ['--import=tsx'],
    });
    child.once('message', message => resolve(message as LargeQuantization));
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`The child ended with status ${code} before it answered.`)));
  });
}
