import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import type { ExtractionReport } from '../../../src/shared/reports/extractionReport';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli } from './spawnCli';

function net(): Uint8Array {
  const graph = graphBuilder()
    .input('x', 'float32', ['N', 4])
    .node('Relu', ['x'], ['a'], {}, { name: '/body/relu' })
    .node('Neg', ['a'], ['b,c'], {}, { name: '/body/a,b' })
    .node('Exp', ['b,c'], ['y'], {}, { name: '/head/exp' })
    .output('y', 'float32', ['N', 4]);
  return modelBytes(graph);
}

describe('extract on the command line', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  beforeEach(() => writeFile(folder.path('net.onnx'), net()));

  it('writes a part and reports, says so, and replaces them only when told to', async () => {
    const first = await runCli(['extract', 'net.onnx', '--scope', 'body'], folder.path());
    assert.equal(first.status, 0, first.error);
    assert.match(first.out, /^net\.onnx → net\.body\.onnx: 2 of 3 nodes, .*Same answers as the model, bit for bit\.$/m);
    assert.match(first.out, /^x +float32\[N,4\]$/m);
    assert.deepEqual((await readdir(folder.path())).sort(), [
      'net.body.onnx',
      'net.body.report.json',
      'net.body.report.md',
      'net.onnx',
    ]);
    const again = await runCli(['extract', 'net.onnx', '--scope', 'body'], folder.path());
    assert.deepEqual([again.status, again.out], [1, '']);
    assert.match(again.error, /already exists\..*--force/);
    const forced = await runCli(['extract', 'net.onnx', '--scope', 'body', '--force'], folder.path());
    assert.equal(forced.status, 0, forced.error);
  });

  it('prints one document, and takes names with commas', async () => {
    const words = ['--inputs', 'a', '--outputs', 'b\\,c', '--out', 'part.onnx', '--no-run', '--json'];
    const { status, out, error } = await runCli(['extract', 'net.onnx', ...words], folder.path());
    assert.equal(status, 0, error);
    const report: ExtractionReport = JSON.parse(out);
    assert.deepEqual(
      report.inputs.map(({ name }) => name),
      ['a'],
    );
    assert.deepEqual(
      report.outputs.map(({ name }) => name),
      ['b,c'],
    );
    assert.equal(report.check.kind, 'unproven');
    const named = await runCli(['extract', 'net.onnx', '--nodes', '/body/a\\,b,#0', '--json'], folder.path());
    assert.equal(JSON.parse(named.out).chosen, 2);
  });

  it('the command in the report does the same again', async () => {
    const { out } = await runCli(['extract', 'net.onnx', '--outputs', 'b\\,c', '--json'], folder.path());
    const { command }: ExtractionReport = JSON.parse(out);
    assert.equal(command, "model-lathe extract net.onnx --outputs 'b\\,c' --force");
  });

  it('is used wrongly without a choice, with two, and with unknown names', async () => {
    const usage = async (...words: readonly string[]): Promise<string> => {
      const { status, error } = await runCli(['extract', 'net.onnx', ...words], folder.path());
      assert.equal(status, 2, error);
      return error;
    };
    assert.match(await usage(), /--nodes, or --inputs and --outputs, or --scope/);
    assert.match(await usage('--nodes', 'a', '--scope', 'b'), /exclude each other/);
    assert.match(await usage('--nodes', 'a', '--outputs', 'b'), /exclude each other/);
    assert.match(await usage('--scope', 'b', '--inputs', 'b'), /exclude each other/);
    assert.match(await usage('--nodes', 'nobody'), /no node "nobody"/);
    assert.deepEqual(await readdir(folder.path()), ['net.onnx']);
  });
});
