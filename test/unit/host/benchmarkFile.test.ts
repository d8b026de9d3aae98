import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readBenchmark } from '../../../src/host/editor/benchmarkFile';
import { LatheError } from '../../../src/shared/errors';
import type { BenchmarkReport, LayerProfile } from '../../../src/shared/reports/benchmarkReport';

const latency = { runs: 3, median: 2, p10: 1, p90: 3, p99: 3, min: 1, max: 3, mean: 2, mad: 1 };

const profile: LayerProfile = {
  batch: null,
  runs: 5,
  profiledRuns: 10,
  runMs: 2,
  kernelsMs: 1.5,
  slowdown: 1.1,
  nodes: [
    {
      graph: 'main',
      node: 0,
      name: 'conv',
      op: 'Conv',
      kernel: 'FusedConv',
      meanMs: 1.5,
      medianMs: 1.5,
      share: 1,
      calls: 1,
    },
  ],
  omitted: { nodes: 0, meanMs: 0 },
  absorbed: [{ graph: 'main', node: 1, name: 'relu', op: 'Relu', inside: 0 }],
  operators: [{ op: 'FusedConv', kernels: 1, meanMs: 1.5, share: 1 }],
  unattributed: { meanMs: 0, share: 0, kernels: [] },
  notes: [],
};

const report: BenchmarkReport = {
  kind: 'benchmark',
  schema: 2,
  scenario: 'latency',
  model: { file: 'net.onnx', bytes: 10 },
  inputs: [{ name: 'x', type: 'float32[1]' }],
  outputs: [],
  data: { kind: 'synthetic', used: 1, seed: 1 },
  freeDimensions: [{ name: 'N', value: 1 }],
  threads: 0,
  targetPrecision: 0.02,
  profile: null,
  warnings: [],
  points: [
    {
      batch: null,
      latency,
      medianInterval: { low: 1, high: 3, confidence: 0.95 },
      samplesPerSecond: 500,
      firstRunMs: 9,
      loadMs: 8,
      peakMemoryBytes: 2,
      baselineMemoryBytes: 1,
      peakIsOfPoint: true,
      times: [1, 2, 3],
      runsPerTime: 1,
      converged: true,
    },
  ],
  foreignCores: null,
  command: 'model-lathe benchmark net.onnx',
  environment: {
    date: '2026-01-01T00:00:00.000Z',
    cpu: 'c',
    cores: 1,
    memoryBytes: 1,
    os: 'o',
    node: 'n',
    runtime: 'r',
    tool: 't',
  },
};

describe('benchmark report beside a model', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-report-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const model = () => ({ scheme: 'file', fsPath: path.join(folder, 'net.onnx') });
  const write = (text: string) => writeFile(path.join(folder, 'net.benchmark.report.json'), text);

  it('is null when there is none', async () => {
    assert.equal(await readBenchmark(model()), null);
  });

  it('is null for a model that is not on disk', async () => {
    await write(JSON.stringify(report));
    assert.equal(await readBenchmark({ ...model(), scheme: 'vscode-vfs' }), null);
  });

  it('is what was written', async () => {
    await write(JSON.stringify(report));
    assert.deepEqual(await readBenchmark(model()), report);
  });

  const { environment: _, ...withoutEnvironment } = report;
  it('is read with its profile', async () => {
    await write(JSON.stringify({ ...report, profile }));
    assert.deepEqual((await readBenchmark(model()))?.profile, profile);
  });

  it('of the first schema is read as one without a profile', async () => {
    const { profile: _, ...first } = { ...report, schema: 1 };
    await write(JSON.stringify(first));
    assert.deepEqual(await readBenchmark(model()), report);
  });

  for (const [what, text, message] of [
    ['no JSON', '{', /is not a benchmark report/],
    ['another report', JSON.stringify({ ...report, kind: 'quantization' }), /its kind is not "benchmark"/],
    ['a later schema', JSON.stringify({ ...report, schema: 3 }), /its schema is 3, not 1 or 2/],
    [
      'a profile whose times are text',
      JSON.stringify({ ...report, profile: { ...profile, nodes: [{ ...profile.nodes[0], meanMs: '1' }] } }),
      /profile\.nodes\[0\]\.meanMs is missing or of another type/,
    ],
    ['a report without a part', JSON.stringify(withoutEnvironment), /environment is missing/],
    [
      'a figure that is text',
      JSON.stringify({ ...report, points: [{ ...report.points[0], latency: { ...latency, median: '2' } }] }),
      /points\[0\]\.latency\.median is missing or of another type/,
    ],
    [
      'times that are not numbers',
      JSON.stringify({ ...report, points: [{ ...report.points[0], times: [null] }] }),
      /times\[0\]/,
    ],
    ['a list in place of the report', '[]', /its kind/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await write(text);
      await assert.rejects(readBenchmark(model()), thrown => {
        assert.ok(thrown instanceof LatheError);
        assert.match(thrown.info.message, message);
        assert.ok(thrown.info.next);
        return true;
      });
    });
  }
});
