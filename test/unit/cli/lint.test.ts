import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { LintReport } from '../../../src/shared/reports/lintReport';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli } from './spawnCli';

describe('model-lathe lint', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let model = '';
  beforeEach(async () => {
    model = folder.path('net.onnx');
    const graph = graphBuilder()
      .input('x', 'float32', ['N', 2])
      .weight('w', 'float32', [2, 2], [1, 0, -2, Number.NaN])
      .weight('left\u001b[31m', 'float32', [256], new Float32Array(256))
      .node('MatMul', ['x', 'w'], ['p'])
      .node('Magic', ['p'], ['y'], {}, { domain: 'mine', name: 'magic' })
      .output('y', 'float32', ['N', 2]);
    await writeFile(model, modelBytes(graph, { domains: { mine: 1 } }));
  });

  it('tells by rule what it found, why it matters and what mends it', async () => {
    const { status, out, error } = await runCli(['lint', model]);
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /^Unused initializer \(unused-initializer\): 1 finding$/m);
    assert.match(out, /^ {2}Why: {2}It takes space/m);
    assert.match(out, /^ {8}model-lathe simplify MODEL$/m);
    assert.match(out, /^ {2}warning {2}"left\\u001b\[31m" \(float32\[256\], 1\.02 kB\) is read by nothing\.$/m);
    assert.match(out, /^ {2}error {4}mine\.Magic of a custom domain/m);
    assert.match(out, /^net\.onnx: 4 findings \(2 error, 1 warning, 1 info\)\.$/m);
  });

  it('prints one JSON document', async () => {
    const { status, out } = await runCli(['lint', model, '--json', '--no-run']);
    const report: LintReport = JSON.parse(out);
    assert.deepEqual([status, report.kind, report.schema], [0, 'lint', 1]);
    assert.deepEqual(
      report.findings.map(({ rule }) => rule),
      ['nan-weight', 'unused-initializer', 'unknown-operator'],
    );
    assert.deepEqual(report.skipped, [
      { rule: 'unsupported-operator', reason: 'The runtime was not asked, as --no-run says.' },
    ]);
  });

  it('looks for the rules that are named and not for those that are ignored', async () => {
    const chosen = await runCli([
      'lint',
      model,
      '--json',
      '--rule',
      'unused-initializer,old-opset',
      '--rule',
      'dead-node',
    ]);
    assert.deepEqual(
      (JSON.parse(chosen.out) as LintReport).findings.map(({ rule }) => rule),
      ['unused-initializer'],
    );
    const rest = await runCli([
      'lint',
      model,
      '--json',
      '--no-run',
      '--ignore',
      'nan-weight',
      '--ignore',
      'unknown-operator',
    ]);
    assert.deepEqual(
      (JSON.parse(rest.out) as LintReport).findings.map(({ rule }) => rule),
      ['unused-initializer'],
    );
  });

  it('exits with 3 when something of the stated severity or worse is found', async () => {
    const only = (severity: string) => ['lint', model, '--rule', 'unused-initializer', '--fail-on', severity];
    const statuses = [];
    for (const severity of ['error', 'warning', 'info']) statuses.push((await runCli(only(severity))).status);
    assert.deepEqual(statuses, [0, 3, 3]);
    const { error } = await runCli(only('warning'));
    assert.match(error, /1 finding of severity warning or worse \(--fail-on warning\)\./);
  });

  it('exits with 2 for rules and severities that there are not', async () => {
    for (const words of [
      ['--rule', 'nothing'],
      ['--ignore', 'toString'],
      ['--fail-on', 'hint'],
    ]) {
      const { status, out, error } = await runCli(['lint', model, ...words]);
      assert.deepEqual([status, out, error.trimEnd().split('\n').length], [2, '', 1], error);
    }
  });
});
