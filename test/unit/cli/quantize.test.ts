import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { quantizeLimits } from '../../../src/cli/quantizeLimits';
import type { QuantizationReport } from '../../../src/shared/reports/quantizationReport';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, startCli } from './spawnCli';

const SAMPLE = path.join(__dirname, '../../../media/sample');
const RESULTS = ['digits.int8.onnx', 'digits.int8.report.json', 'digits.int8.report.md'];
const SOURCES = ['digits.onnx', 'digits.samples.npz'];

describe('quantize on the command line', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  beforeEach(async () => {
    for (const name of SOURCES) await copyFile(path.join(SAMPLE, name), folder.path(name));
  });

  const files = async (): Promise<readonly string[]> => (await readdir(folder.path())).sort();
  // Small and without timing of layers: what is tested here is the command, not the method.
  const quick = ['--samples', '20', '--threads', '1', '--no-latency-gate'];

  it('writes model and reports, says so, and asks before replacing', async () => {
    const source = await readFile(folder.path('digits.onnx'));
    const first = await runCli(['quantize', 'digits.onnx', ...quick], folder.path());
    assert.equal(first.status, 0, first.error);
    assert.match(first.out, /digits\.onnx → digits\.int8\.onnx: 650 kB → /);
    assert.match(first.out, /Accuracy: .* on 360 samples/);
    assert.deepEqual(await files(), [...RESULTS, ...SOURCES].sort());
    assert.deepEqual(await readFile(folder.path('digits.onnx')), source);

    const before = await readFile(folder.path('digits.int8.report.json'), 'utf8');
    const again = await runCli(['quantize', 'digits.onnx', ...quick], folder.path());
    assert.deepEqual([again.status, again.out], [1, '']);
    assert.match(again.error, /already exists\..*--force/);
    assert.equal(await readFile(folder.path('digits.int8.report.json'), 'utf8'), before);

    const forced = await runCli(['quantize', 'digits.onnx', ...quick, '--force', '--json'], folder.path());
    assert.equal(forced.status, 0);
    const report: QuantizationReport = JSON.parse(forced.out);
    assert.equal(report.accuracy?.samples, 360);
    assert.deepEqual(await files(), [...RESULTS, ...SOURCES].sort());
  });

  it('passes every option on', async () => {
    const words = ['--method', 'static', '--calibration', 'percentile', '--per-tensor', '--out', 'small.onnx'];
    const named = ['--data', 'digits.samples.npz', '--exclude', 'no such node'];
    const bad = await runCli(['quantize', 'digits.onnx', ...quick, ...words, ...named], folder.path());
    assert.match(bad.error, /no such node/);
    const { status, out, error } = await runCli(
      ['quantize', 'digits.onnx', ...quick, ...words, '--json'],
      folder.path(),
    );
    assert.equal(status, 0, error);
    const { options, method, target }: QuantizationReport = JSON.parse(out);
    assert.deepEqual([method, target.file], ['static', 'small.onnx']);
    assert.equal(Object.values(options).includes('percentile'), true);
    assert.ok((await files()).includes('small.onnx'));
  });

  it('exits with 3 for limits, the result being there', async () => {
    const limits = ['--max-size', '1kB', '--max-latency', '0.00001'];
    const { status, error } = await runCli(['quantize', 'digits.onnx', ...quick, ...limits], folder.path());
    assert.equal(status, 3);
    assert.match(error, /more than --max-size 1\.00 kB/);
    assert.match(error, /above --max-latency/);
    assert.ok((await files()).includes('digits.int8.onnx'));
  });

  it('refuses values and types it does not have', async () => {
    for (const [words, status] of [
      [['--method', 'magic'], 2],
      [['--calibration', 'x'], 2],
      [['--max-size', '3 bananas'], 2],
      [['--max-drop', '-1'], 2],
      [['--samples', '1.5'], 2],
      [['--to', 'int4'], 1],
    ] as const) {
      const finished = await runCli(['quantize', 'digits.onnx', ...words], folder.path());
      assert.deepEqual([words, finished.status, finished.out], [words, status, '']);
    }
    assert.deepEqual(await files(), SOURCES);
  });

  it('interrupted at any moment leaves nothing behind', async function () {
    if (process.platform === 'win32') this.skip();
    for (const wait of [150, 400, 800, 1200]) {
      const { child, finished } = await startCli(['quantize', 'digits.onnx', '--samples', '200'], folder.path());
      await new Promise(resolve => setTimeout(resolve, wait));
      child.kill('SIGINT');
      const { status, error } = await finished;
      // Interrupted while Node still starts, the signal itself ends it; done before, it has written everything.
      if (status === 0) assert.deepEqual(await files(), [...RESULTS, ...SOURCES].sort());
      else assert.deepEqual([wait, await files(), error], [wait, SOURCES, '']);
    }
  });

  it('says which samples are wrong', async () => {
    await writeFile(folder.path('digits.samples.npz'), 'PK nothing');
    const { status, error } = await runCli(['quantize', 'digits.onnx', ...quick], folder.path());
    assert.notEqual(status, 0);
    assert.match(error, /digits\.samples\.npz: .*\.npz/);
    assert.deepEqual(await files(), SOURCES);
  });
});

describe('limits of a quantization', () => {
  const accuracy = { samples: 1000, source: 0.99, target: 0.985, output: 'y' };
  const report = { accuracy, latency: null, target: { bytes: 2000 } } as unknown as QuantizationReport;
  const none = { maxDrop: null, maxBytes: null, maxLatencyMs: null };

  it('are met at the limit and broken above', () => {
    assert.deepEqual(quantizeLimits(report, { ...none, maxDrop: 0.5, maxBytes: 2000 }), []);
    assert.equal(quantizeLimits(report, { ...none, maxDrop: 0.49 }).length, 1);
    assert.equal(quantizeLimits(report, { ...none, maxBytes: 1999 }).length, 1);
  });

  it('that cannot be checked are not met', () => {
    const [unknown] = quantizeLimits({ ...report, accuracy: null }, { ...none, maxDrop: 50 });
    assert.match(unknown?.message ?? '', /could not be checked/);
    assert.match(quantizeLimits(report, { ...none, maxLatencyMs: 5 })[0]?.message ?? '', /not measured/);
  });
});
