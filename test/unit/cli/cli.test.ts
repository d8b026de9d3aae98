import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { VERSION } from '../../../src/shared/version';
import { endlessModel } from '../../fixtures/builders/endlessModel';
import { graphBuilder, modelBytes, modelProto } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli, startCli } from './spawnCli';

/** y = x · w with four weights, one of them zero. */
function product() {
  return graphBuilder()
    .input('x', 'float32', ['N', 2])
    .weight('w', 'float32', [2, 2], [1, 0, -2, 4])
    .node('MatMul', ['x', 'w'], ['y'], {}, { name: 'product' })
    .output('y', 'float32', ['N', 2]);
}

describe('the command line', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let model = '';
  beforeEach(async () => {
    model = folder.path('net.onnx');
    await writeFile(model, modelBytes(product()));
  });

  it('tells its version and its help on standard output', async () => {
    assert.deepEqual(await runCli(['--version']), { status: 0, signal: null, out: `${VERSION}\n`, error: '' });
    const help = await runCli(['--help']);
    for (const name of ['inspect', 'layers', 'weights', 'quantize', 'benchmark'])
      assert.match(help.out, new RegExp(` ${name} `));
    const own = await runCli(['benchmark', '--help']);
    assert.equal(own.status, 0);
    assert.match(own.out, /--scenario single-stream\|offline/);
  });

  it('exits with 2 on wrong usage and one line that says where to look', async () => {
    const wrong: readonly (readonly string[])[] = [
      ['frobnicate', model],
      ['inspect'],
      ['inspect', model, model],
      ['inspect', model, '--bogus'],
      ['inspect', model, '--json=yes'],
      ['layers', model, '--csv', '--json'],
      ['layers', model, '--dim', 'Q=3'],
      ['layers', model, '--by', 'colour'],
      ['weights', model, '--bins', '0'],
      ['weights', model, '--bins', '1e99'],
      ['benchmark', model, '--scenario', 'server-ish'],
      ['benchmark', model, '--batch', '1,x'],
      ['benchmark', model, '--dim', 'N'],
      ['benchmark', model, '--seconds', ''],
      ['benchmark', model, '--no-write', '--dim', 'Q=3'],
    ];
    for (const words of wrong) {
      const { status, out, error } = await runCli(words);
      assert.deepEqual([words, status, out], [words, 2, '']);
      assert.equal(error.trimEnd().split('\n').length, 1, error);
    }
    const none = await runCli([]);
    assert.deepEqual([none.status, none.out], [2, '']);
    assert.match(none.error, /Usage: model-lathe/);
  });

  it('exits with 1 and one line for a file it cannot read; --verbose adds the stack', async () => {
    const text = folder.path('text.onnx');
    await writeFile(text, 'this is not a model\n');
    for (const file of [text, folder.path('missing.onnx'), folder.path()]) {
      for (const command of ['inspect', 'layers', 'weights', 'benchmark']) {
        const { status, out, error } = await runCli([command, file, '--json']);
        assert.deepEqual([command, file, status, out], [command, file, 1, '']);
        assert.equal(error.trimEnd().split('\n').length, 1, error);
        assert.ok(error.includes(path.basename(file)), error);
      }
    }
    const verbose = await runCli(['inspect', text, '--verbose']);
    assert.match(verbose.error, /\n {4}at /);
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const inspected = await runCli(['inspect', model, '--json']);
    assert.deepEqual([inspected.status, inspected.error], [0, '']);
    const page = JSON.parse(inspected.out);
    assert.deepEqual([page.file, page.parameters, page.fileBytes], ['net.onnx', 4, modelBytes(product()).length]);
    assert.deepEqual(page.inputs, [{ name: 'x', type: 'float32[N,2]', doc: '' }]);

    const layers = JSON.parse((await runCli(['layers', model, '--json'])).out);
    const [layer] = layers.rows;
    assert.deepEqual([layers.rows.length, layer.name, layer.graph, layer.weightBytes], [1, 'product', 'main', 16]);
    assert.deepEqual([layer.macs, layer.flops, layer.inputBytes, layer.liveBytes], ['4*N', '8*N', '8*N', '16*N']);
    assert.deepEqual([layers.openSizes, layers.totals.macs], [[{ name: 'N', size: null }], '4*N']);
    const sized = JSON.parse((await runCli(['layers', model, '--json', '--dim', 'N=3'])).out);
    assert.deepEqual([sized.openSizes, sized.totals.macs, sized.peak.bytes], [[{ name: 'N', size: 3 }], 12, 48]);
    const grouped = JSON.parse((await runCli(['layers', model, '--json', '--by', 'operator'])).out);
    assert.deepEqual([grouped.groups[0].key, grouped.groups[0].macs], ['MatMul', '4*N']);
    assert.deepEqual(page.cost.totals, layers.totals);

    const weights = JSON.parse((await runCli(['weights', model, '--json', '--bins', '4'])).out);
    assert.deepEqual(weights.weights[0].zeros, 1);
    assert.deepEqual([weights.weights[0].min, weights.weights[0].max, weights.weights[0].mean], [-2, 4, 0.75]);
    // [-2, 4] in four bins of 1.5: -2 | 0 | 1 | 4.
    assert.deepEqual(weights.weights[0].histogram.counts, [1, 1, 1, 1]);
    assert.deepEqual(weights.schema, 2);

    const ranks = JSON.parse(
      (await runCli(['weights', model, '--json', '--rank', '--weight', weights.weights[0].name])).out,
    );
    assert.deepEqual([ranks.kind, ranks.weights.length, ranks.skipped], ['ranks', 1, []]);
    // The squares of the singular values add up to the squares of the elements: 0 + 1 + 4 + 16.
    const { largest, stableRank } = ranks.weights[0];
    assert(Math.abs(largest ** 2 * stableRank - 21) < 1e-9);
    const lone = await runCli(['weights', model, '--weight', 'w']);
    assert.deepEqual([lone.status, lone.out], [2, '']);

    const measured = await runCli(['benchmark', model, '--json', '--seconds', '0.1', '--verbose']);
    const report = JSON.parse(measured.out);
    assert.deepEqual([report.kind, report.points.length, report.points[0].batch], ['benchmark', 1, 1]);
    const profiled = report.profile.nodes.map(({ graph, node, op }: Record<string, unknown>) => [graph, node, op]);
    assert.deepEqual(profiled, [['main', 0, 'MatMul']]);
    const plain = await runCli(['benchmark', model, '--json', '--seconds', '0.1', '--no-profile', '--no-write']);
    assert.equal(JSON.parse(plain.out).profile, null);
  });

  it('writes the benchmark report beside the model, or not', async () => {
    const quick = ['--seconds', '0.1', '--threads', '1'];
    await runCli(['benchmark', 'net.onnx', '--no-write', ...quick], folder.path());
    assert.deepEqual(await readdir(folder.path()), ['net.onnx']);
    const { status, out } = await runCli(
      ['benchmark', 'net.onnx', '--scenario', 'offline', '--batch', '1,4', ...quick],
      folder.path(),
    );
    assert.equal(status, 0);
    assert.match(out, /Samples\/s/);
    assert.deepEqual((await readdir(folder.path())).sort(), [
      'net.benchmark.report.json',
      'net.benchmark.report.md',
      'net.onnx',
    ]);
    const report = JSON.parse(await readFile(folder.path('net.benchmark.report.json'), 'utf8'));
    assert.deepEqual(
      report.points.map((point: { batch: number }) => point.batch),
      [1, 4],
    );
    const markdown = await readFile(folder.path('net.benchmark.report.md'), 'utf8');
    assert.match(markdown, /^# Throughput by batch size of `net\.onnx`/);
    // The report's own command repeats it.
    const words = (report.command as string).split(' ').slice(1);
    assert.equal((await runCli([...words, '--json'], folder.path())).status, 0);
  });

  it('exits with 3 when a stated limit is not met, having answered all the same', async () => {
    const { status, out, error } = await runCli([
      'benchmark',
      model,
      '--no-write',
      '--seconds',
      '0.1',
      '--json',
      '--max-latency',
      '0.0000001',
    ]);
    assert.equal(status, 3);
    assert.equal(JSON.parse(out).kind, 'benchmark');
    assert.match(error, /above --max-latency/);
  });

  it('never sends control characters of a file to the terminal, nor formulas to a spreadsheet', async () => {
    const evil = '=cmd|"/c calc"!A1\u001b]0;owned\u0007\u202e\r\n';
    const graph = graphBuilder()
      .input(evil, 'float32', ['N', 2])
      .weight('w', 'float32', [2, 2], [1, 0, -2, 4])
      .node('MatMul', [evil, 'w'], ['y'], {}, { name: evil })
      .output('y', 'float32', ['N', 2]);
    const proto = modelProto(graph);
    proto.producerVersion = evil;
    await writeFile(model, onnx.ModelProto.encode(proto).finish());
    for (const words of [
      ['inspect'],
      ['layers'],
      ['layers', '--csv'],
      ['layers', '--by', 'scope'],
      ['weights'],
      ['benchmark', '--seconds', '0.05'],
    ]) {
      const { status, out, error } = await runCli([words[0] ?? '', model, ...words.slice(1)]);
      assert.equal(status, 0, error);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      assert.doesNotMatch(out + error, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    const { out } = await runCli(['layers', model, '--csv']);
    assert.doesNotMatch(out, /(^|,)"?[=+@]/m);
    assert.match(out, /"'=cmd\|""\/c calc""!A1/);
  });

  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`ends on ${signal} with ${status} and leaves nothing behind`, async function () {
      if (process.platform === 'win32') this.skip();
      const { child, finished } = await startCli([
        'benchmark',
        model,
        '--seconds',
        '60',
        '--precision',
        '0.0001',
        '--verbose',
      ]);
      await new Promise<void>(resolve => {
        child.stderr?.on('data', (text: string) => {
          if (text.includes('Measuring')) resolve();
        });
      });
      child.kill(signal);
      assert.equal((await finished).status, status);
      assert.deepEqual(await readdir(folder.path()), ['net.onnx']);
    });
  }

  it('obeys an interrupt while the runtime is busy', async function () {
    if (process.platform === 'win32') this.skip();
    await writeFile(model, endlessModel());
    const { child, finished } = await startCli(['benchmark', model, '--verbose']);
    await new Promise<void>(resolve => {
      child.stderr?.on('data', (text: string) => {
        if (text.includes('Measuring')) setTimeout(resolve, 500);
      });
    });
    child.kill('SIGINT');
    const { status, out } = await finished;
    assert.deepEqual([status, out], [130, '']);
    assert.deepEqual(await readdir(folder.path()), ['net.onnx']);
  });

  it('takes a closed pipe for the end of interest', async () => {
    const { child, finished } = await startCli(['layers', model, '--csv']);
    child.stdout?.destroy();
    const { status, error } = await finished;
    assert.deepEqual([status, error], [0, '']);
  });
});
