import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { QuantizationReport } from '../../src/shared/reports/quantizationReport';
import { copySample } from '../workbench/sampleWorkspace';
import { root } from '../workbench/versions';
import type { BenchRow } from './benchRow';

const overheadBytes = 40_000;

/** The sample model in INT8, made by the command line: weight bytes and accuracy on its held-out labels. */
export async function bench(): Promise<readonly BenchRow[]> {
  const sample = await copySample();
  try {
    const cli = path.join(root, 'dist/cli.js');
    await promisify(execFile)(process.execPath, [cli, 'quantize', 'digits.onnx', '--json'], { cwd: sample.folder });
    const file = path.join(sample.folder, 'digits.int8.report.json');
    return rows(JSON.parse(await readFile(file, 'utf8')) as QuantizationReport);
  } finally {
    await sample.remove();
  }
}

function rows({ source, target, accuracy, latency }: QuantizationReport): readonly BenchRow[] {
  if (accuracy === null || latency === null) throw new Error('The report has no accuracy or no latency.');
  const points = 100 * (accuracy.source - accuracy.target);
  return [
    {
      name: 'Sample in INT8: bytes beyond a quarter of the weights',
      value: (target.bytes - source.weightBytes / 4) / 1e3,
      unit: 'kB',
      baseline: `${source.bytes} bytes before, ${target.bytes} after`,
      limit: `< ${overheadBytes / 1e3} kB of graph and scales`,
      passed: target.bytes - source.weightBytes / 4 < overheadBytes,
    },
    {
      name: 'Sample in INT8: accuracy lost',
      value: points,
      unit: 'points',
      baseline: `${(100 * accuracy.source).toFixed(2)} % in float on ${accuracy.samples} held-out images`,
      limit: '<= 0.5 points',
      passed: points <= 0.5,
    },
    {
      name: 'Sample in INT8: speed',
      value: latency.speedup.value,
      unit: 'x faster',
      baseline: `float on the same samples, ${latency.rounds} alternating rounds`,
      limit: '> 1 x',
      passed: latency.speedup.value > 1,
    },
  ];
}
