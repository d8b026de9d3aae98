import assert from 'node:assert/strict';
import { benchmarkMarkdown } from '../../../src/report/benchmarkMarkdown';
import { benchmarkVerdict, formatRate } from '../../../src/report/benchmarkVerdict';
import { shellCommand } from '../../../src/report/shellCommand';
import type { BenchmarkPoint, BenchmarkReport } from '../../../src/shared/reports/benchmarkReport';

function point(batch: number | null, median: number, spread = 0.01): BenchmarkPoint {
  return {
    batch,
    latency: {
      runs: 400,
      median,
      p10: median * 0.9,
      p90: median * 1.1,
      p99: median * 1.5,
      min: median * 0.8,
      max: median * 2,
      mean: median,
      mad: median * 0.02,
    },
    medianInterval: { low: median * (1 - spread), high: median * (1 + spread), confidence: 0.95 },
    samplesPerSecond: ((batch ?? 1) * 1000) / median,
    firstRunMs: 12,
    loadMs: 34,
    peakMemoryBytes: 85_000_000,
    baselineMemoryBytes: 40_000_000,
    peakIsOfPoint: true,
    times: [median],
    runsPerTime: 1,
    converged: true,
  };
}

function report(changes: Partial<BenchmarkReport> = {}): BenchmarkReport {
  return {
    kind: 'benchmark',
    schema: 2,
    scenario: 'latency',
    model: { file: 'net.onnx', bytes: 1000 },
    inputs: [{ name: 'x', type: 'float32[N,3]' }],
    outputs: [{ name: 'y', type: 'float32[N,2]' }],
    data: { kind: 'synthetic', used: 4, seed: 1 },
    freeDimensions: [],
    threads: 0,
    targetPrecision: 0.02,
    profile: null,
    warnings: [],
    points: [point(1, 4.56)],
    foreignCores: 0.03,
    command: 'model-lathe benchmark net.onnx',
    environment: {
      date: '2026-01-01T00:00:00.000Z',
      cpu: 'A CPU',
      cores: 2,
      memoryBytes: 16e9,
      os: 'linux x64 6.1',
      node: '22.0.0',
      runtime: 'onnxruntime-node 1.30.0',
      tool: '0.1.0',
    },
    ...changes,
  };
}

describe('the benchmark report', () => {
  it('says in its first lines what one sample costs, then the warnings', () => {
    const lines = benchmarkMarkdown(report({ warnings: ['Close other programs.'] })).split('\n');
    assert.equal(lines[0], '# Latency of `net.onnx`');
    assert.match(
      lines[2] ?? '',
      /^\*\*One sample takes 4\.56 ms\*\* \(median\).*6\.84 ms.*219 samples a second.*85\.0 MB/,
    );
    assert.equal(lines[4], '> **Note:** Close other programs.');
  });

  it('recommends a batch size only when it is measurably faster', () => {
    const faster = report({ scenario: 'throughput', points: [point(1, 4), point(8, 16), point(16, 40)] });
    // 250, 500 and 400 samples a second.
    assert.match(benchmarkVerdict(faster), /500 samples a second at batch size 8.*100 % more than at 1/);
    const same = report({ scenario: 'throughput', points: [point(1, 4, 0.02), point(8, 31.5, 0.02)] });
    assert.match(benchmarkVerdict(same), /Batching does not pay/);
    const slower = report({ scenario: 'throughput', points: [point(1, 4), point(8, 64)] });
    assert.match(benchmarkVerdict(slower), /Batching does not pay.*than 1, which does 250/);
  });

  it('tells how it was measured, on what, and how to repeat it', () => {
    const text = benchmarkMarkdown(
      report({
        freeDimensions: [{ name: 'seq', value: 128 }],
        data: { kind: 'samples', file: 'net.samples.npz', available: 50, used: 8 },
        threads: 2,
        points: [{ ...point(null, 0.01), runsPerTime: 30, peakIsOfPoint: false }],
        foreignCores: null,
      }),
    );
    for (const part of [
      /±2\.0 %/,
      /Threads inside an operator: 2/,
      /8 of the 50 samples in `net\.samples\.npz`/,
      /`seq = 128`/,
      /up to 30 were timed together/,
      /since the process began/,
      /could not be told/,
      /onnxruntime-node 1\.30\.0, Node 22\.0\.0/,
      /```sh\nmodel-lathe benchmark net\.onnx\n```/,
    ]) {
      assert.match(text, part);
    }
    assert.ok(!text.includes('/home/me'), 'no folder of the person who measured');
  });

  it('keeps hostile names harmless', () => {
    const evil = '`<img src=x onerror=alert(1)>`\n# [x](http://evil)|';
    const text = benchmarkMarkdown(
      report({
        inputs: [{ name: evil, type: evil }],
        model: { file: evil, bytes: 1 },
        freeDimensions: [{ name: evil, value: 1 }],
      }),
    );
    assert.doesNotMatch(text, /^# \[x\]/m);
    // Outside of code spans nothing of it is left as HTML or a link.
    const outside = text.replace(/(`+)[^\n]*?\1/g, '');
    assert.doesNotMatch(outside, /<img|\]\(http/);
  });

  it('quotes commands for a shell', () => {
    assert.equal(
      shellCommand(['model-lathe', 'a b', "it's", '$(x)', 'N=1']),
      "model-lathe 'a b' 'it'\\''s' '$(x)' N=1",
    );
  });

  it('shows rates without false digits', () => {
    assert.deepEqual([0.01234, 3.2149, 99.96, 12345.6].map(formatRate), ['0.0123', '3.21', '100', '12,346']);
  });
});
