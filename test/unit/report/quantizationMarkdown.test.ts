import assert from 'node:assert/strict';
import { evaluationVerdict } from '../../../src/report/evaluationVerdict';
import { quantizationMarkdown } from '../../../src/report/quantizationMarkdown';
import type { LatencySummary } from '../../../src/shared/reports/measurement';
import type { QuantizationReport } from '../../../src/shared/reports/quantizationReport';

function latency(median: number): LatencySummary {
  return {
    runs: 480,
    median,
    p10: median * 0.9,
    p90: median * 1.2,
    p99: median * 2,
    min: 1,
    max: 9,
    mean: median,
    mad: 0.1,
  };
}

function report(changes: Partial<QuantizationReport> = {}): QuantizationReport {
  return {
    kind: 'quantization',
    schema: 1,
    source: { file: 'net.onnx', bytes: 4_000_000, zippedBytes: 3_700_000, weightBytes: 3_900_000 },
    target: { file: 'net.int8.onnx', bytes: 1_000_000, zippedBytes: 800_000, weightBytes: 980_000 },
    method: 'static',
    methodReason: 'Static, because all layers are convolutions.',
    options: { method: 'auto', exclude: '', samples: 200 },
    data: { kind: 'samples', file: 'net.samples.npz', available: 360, used: 200 },
    freeDimensions: [{ name: 'batch', value: 1 }],
    warnings: [],
    latency: {
      source: latency(4),
      target: latency(2),
      speedup: { value: 2, low: 1.9, high: 2.1, confidence: 0.95 },
      rounds: 60,
      threads: 0,
      batch: 1,
    },
    fidelity: [
      { output: 'scores', sqnrDb: 38.25, cosine: 0.99987, largestError: 0.123456, notFinite: 0, top1Agreement: 0.995 },
    ],
    fidelitySamples: 200,
    accuracy: { samples: 200, source: 0.985, target: 0.98, output: 'scores' },
    layers: [
      {
        node: 'conv1',
        op: 'Conv',
        weight: 'conv1.weight',
        action: 'quantized',
        reason: 'int8 weight with 64 scales',
        bytesBefore: 147_456,
        bytesAfter: 37_120,
        weightSqnrDb: 43.2,
      },
      {
        node: 'up',
        op: 'ConvTranspose',
        weight: 'up.weight',
        action: 'kept',
        reason: 'the runtime has no integer kernel for it',
        bytesBefore: 4096,
        bytesAfter: 4096,
        weightSqnrDb: null,
      },
    ],
    command: 'model-lathe quantize net.onnx --method static',
    peakMemoryBytes: 200_000_000,
    seconds: 12.5,
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

describe('the verdict of a quantization', () => {
  it('says size, speed and answers', () => {
    assert.equal(
      evaluationVerdict(report()),
      '**75 % smaller (4.00 MB → 1.00 MB). 2.00 times as fast. Accuracy 98.50 % → 98.00 % (200 samples).**',
    );
  });

  it('says plainly what did not work', () => {
    const source = report().source;
    const slower = { ...latencyOf(report()), speedup: { value: 0.8, low: 0.7, high: 0.9, confidence: 0.95 } };
    const verdict = evaluationVerdict(
      report({ target: { ...source, bytes: 4_100_000 }, latency: slower, accuracy: null }),
    );
    assert.match(
      verdict,
      /^\*\*Not smaller \(4\.00 MB → 4\.10 MB\)\. Slower: 0\.80 times the speed\. Answers of `scores`: SQNR 38\.3 dB/,
    );
  });

  it('claims no difference that was not measured', () => {
    const unsure = { ...latencyOf(report()), speedup: { value: 1.02, low: 0.95, high: 1.1, confidence: 0.95 } };
    assert.match(evaluationVerdict(report({ latency: unsure })), /As fast as before, within what could be measured/);
    assert.match(evaluationVerdict(report({ latency: null })), /Speed was not measured/);
    const same = { output: 'scores', sqnrDb: null, cosine: 1, largestError: 0, notFinite: 0, top1Agreement: 1 };
    assert.match(evaluationVerdict(report({ accuracy: null, fidelity: [same] })), /Answers are identical/);
    const broken = { ...same, output: 'other', notFinite: 3 };
    const verdict = evaluationVerdict(report({ accuracy: null, fidelity: [same, broken] }));
    assert.match(verdict, /Answers of `other` are broken: 3 NaN or infinite, the rest identical/);
  });

  it('speaks of the worst output', () => {
    const outputs = [50, 12, 30].map((sqnrDb, at) => ({
      output: `out${at}`,
      sqnrDb,
      cosine: 1,
      largestError: 1,
      notFinite: 0,
      top1Agreement: null,
    }));
    assert.match(evaluationVerdict(report({ accuracy: null, fidelity: outputs })), /`out1`: SQNR 12\.0 dB/);
  });
});

describe('the report of a quantization', () => {
  it('has the verdict and the warnings first, then every figure, and how to repeat it', () => {
    const markdown = quantizationMarkdown(report({ warnings: ['Calibrated on made-up inputs.'] }));
    const lines = markdown.split('\n');
    assert.equal(lines[0], '# `net.onnx` in INT8');
    assert.match(lines[2] ?? '', /^\*\*75 % smaller/);
    assert.equal(lines[4], '> **Warning:** Calibrated on made-up inputs.');
    for (const text of [
      '| File | 4.00 MB | 1.00 MB | 25.0 % |',
      '| Zipped (deflate, fastest level) | 3.70 MB | 800 kB | 21.6 % |',
      '| `net.int8.onnx` | 2.00 ms | 1.80 ms | 2.40 ms | 4.00 ms |',
      '**2.00×** (95 % interval 1.90 to 2.10',
      '| Top-1 of `scores` | 98.50 % | 98.00 % | −0.50 points | 200 |',
      '| `scores` | 38.3 dB | 0.99987 | 0.123 | 99.50 % |',
      '1 of 2 layers are in INT8.',
      '| `up` | `ConvTranspose` | `up.weight` | 4.10 kB | the runtime has no integer kernel for it |',
      '| `conv1` | `Conv` | `conv1.weight` | 147 kB | 37.1 kB | 43.2 dB | int8 weight with 64 scales |',
      'Inputs that gave the ranges of activations: 200 of the 360 samples in `net.samples.npz`.',
      '`batch = 1`',
      '| `samples` | `200` |',
      'model-lathe quantize net.onnx --method static',
      'A CPU, 2 cores',
    ]) {
      assert.ok(markdown.includes(text), `${text}\n\n${markdown}`);
    }
    assert.ok(!markdown.includes('`exclude`'), 'an option that was not used');
  });

  it('is the same for the same report', () => {
    assert.equal(quantizationMarkdown(report()), quantizationMarkdown(report()));
  });

  it('lets no name of the model become Markdown or HTML', () => {
    const hostile = '`</td>|<img src=x onerror=alert(1)>](http://x)\n# title';
    const [first] = report().layers;
    assert.ok(first !== undefined);
    const markdown = quantizationMarkdown(
      report({
        source: { ...report().source, file: hostile },
        fidelity: [{ output: hostile, sqnrDb: 1, cosine: 1, largestError: 1, notFinite: 0, top1Agreement: null }],
        accuracy: null,
        warnings: [`Output "${hostile}" differs.`],
        methodReason: hostile,
        layers: [{ ...first, node: hostile, weight: hostile, reason: hostile }],
      }),
    );
    for (const line of markdown.split('\n')) {
      const outsideCode = line.replace(/(`+)[^`](?:.*?[^`])??\1(?!`)/g, '');
      assert.ok(!/<img/.test(outsideCode), line);
      assert.ok(!line.startsWith('# title'), line);
      assert.ok(!/\]\(http/.test(outsideCode), line);
    }
  });
});

function latencyOf({ latency }: QuantizationReport): NonNullable<QuantizationReport['latency']> {
  if (latency === null) throw new Error('The report has no latency.');
  return latency;
}
