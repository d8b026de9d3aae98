import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import type { SimplificationReport } from '../../../src/shared/reports/simplificationReport';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli } from './spawnCli';

function cluttered(): Uint8Array {
  const graph = graphBuilder()
    .input('x', 'float32', ['N', 4])
    .weight('unused', 'float32', [1], [1])
    .node('Identity', ['x'], ['a'])
    .node('Shape', ['a'], ['s'])
    .node('ConstantOfShape', ['s'], ['zeros'])
    .node('Max', ['a', 'zeros'], ['y'])
    .output('y', 'float32', null);
  return modelBytes(graph);
}

describe('simplify on the command line', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  beforeEach(() => writeFile(folder.path('net.onnx'), cluttered()));

  it('writes model and reports, says so, and finds nothing in what it made', async () => {
    const first = await runCli(['simplify', 'net.onnx'], folder.path());
    assert.equal(first.status, 0, first.error);
    assert.match(first.out, /^net\.onnx → net\.simplified\.onnx: 4 → 3 nodes, /);
    assert.match(first.out, /Output y: identical/);
    assert.match(first.out, /Drop operators that change nothing +1 +Identity of a/);
    assert.deepEqual((await readdir(folder.path())).sort(), [
      'net.onnx',
      'net.simplified.onnx',
      'net.simplified.report.json',
      'net.simplified.report.md',
    ]);
    const taken = await runCli(['simplify', 'net.onnx'], folder.path());
    assert.deepEqual([taken.status, taken.out], [1, '']);
    assert.match(taken.error, /already exists\..*--force/);

    const again = await runCli(['simplify', 'net.simplified.onnx'], folder.path());
    assert.deepEqual(
      [again.status, again.out],
      [0, 'net.simplified.onnx: nothing to simplify, nothing was written.\n'],
    );
    const json = await runCli(['simplify', 'net.simplified.onnx', '--json'], folder.path());
    assert.equal(JSON.parse(json.out).kind, 'unchanged');
  });

  it('passes every option on', async () => {
    const words = ['--out', 'small.onnx', '--dim', 'N=3', '--opset', '18', '--skip', 'idle-nodes,dead-nodes', '--json'];
    const { status, out, error } = await runCli(['simplify', 'net.onnx', '--threads', '1', ...words], folder.path());
    assert.equal(status, 0, error);
    const report: SimplificationReport = JSON.parse(out);
    assert.equal(report.target.file, 'small.onnx');
    assert.deepEqual(report.options, {
      only: '',
      skip: 'idle-nodes, dead-nodes',
      opset: 18,
      sizes: 'N=3',
      float32: false,
      threads: 1,
    });
    assert.equal(
      report.command,
      'model-lathe simplify net.onnx --skip idle-nodes,dead-nodes --opset 18 --dim N=3 --out small.onnx --threads 1 --force',
    );
    assert.deepEqual(report.freeDimensions, [{ name: 'N', value: 3 }]);
  });

  it('refuses what it does not know', async () => {
    const unknown = await runCli(['simplify', 'net.onnx', '--only', 'magic'], folder.path());
    assert.equal(unknown.status, 2);
    assert.match(unknown.error, /no simplification called "magic"\. There are: input-initializers, /);
    const size = await runCli(['simplify', 'net.onnx', '--dim', 'M=3'], folder.path());
    assert.equal(size.status, 2);
    assert.match(size.error, /No input has a free dimension called "M"/);
    const nothing = await runCli(['simplify', 'net.onnx', '--only', 'float32'], folder.path());
    assert.match(nothing.error, /Say what it should do with --float32/);
  });
});
