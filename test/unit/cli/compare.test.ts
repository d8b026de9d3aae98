import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli } from './spawnCli';

function product(second: number, name = 'product') {
  return graphBuilder()
    .input('x', 'float32', ['N', 2])
    .weight('w', 'float32', [2, 2], [1, second, -2, 4])
    .node('MatMul', ['x', 'w'], ['y'], {}, { name })
    .output('y', 'float32', ['N', 2]);
}

describe('model-lathe compare', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let a = '';
  let b = '';
  beforeEach(async () => {
    a = folder.path('a.onnx');
    b = folder.path('b.onnx');
    await writeFile(a, modelBytes(product(0.5)));
    await writeFile(b, modelBytes(product(0.75, '\u001b[31mred')));
  });

  it('says what differs, without control characters of the files', async () => {
    const { status, out } = await runCli(['compare', a, b]);
    assert.equal(status, 0);
    assert.match(out, /1 of 1 constant differ/);
    assert.match(out, /1 renamed/);
    assert(!out.includes('\u001b'));
  });

  it('prints one JSON document, and writes the report when asked', async () => {
    const target = folder.path('report.md');
    const { status, out, error } = await runCli(['compare', a, b, '--synthetic', '--json', '--out', target]);
    assert.equal(status, 0, error);
    const report = JSON.parse(out);
    assert.equal(report.kind, 'compare');
    assert.equal(report.outputs.firstDifference, 0);
    assert.match(await readFile(target, 'utf8'), /^# .*a\.onnx.* and .*b\.onnx.* compared/);
    assert.equal(JSON.parse(await readFile(folder.path('report.json'), 'utf8')).kind, 'compare');
    assert.equal((await runCli(['compare', a, b, '--out', target])).status, 1, 'an existing report stays');
  });

  it('exits with 3 when a stated limit is not met, with 2 on wrong usage', async () => {
    const limit = await runCli(['compare', a, b, '--min-sqnr', '60']);
    assert.equal(limit.status, 3);
    assert.match(limit.error, /"w".*dB is below --min-sqnr 60/);
    assert.equal((await runCli(['compare', a, b, '--min-sqnr', '10'])).status, 0);
    assert.equal((await runCli(['compare', a, b, '--max-drop', '1'])).status, 3);
    for (const words of [
      ['compare', a],
      ['compare', a, b, a],
      ['compare', a, b, '--tolerance', 'x'],
    ]) {
      assert.equal((await runCli(words)).status, 2, words.join(' '));
    }
  });
});
