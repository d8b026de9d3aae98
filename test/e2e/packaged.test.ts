import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openPromise } from 'yauzl';
import { root } from '../workbench/versions';
import { fileAppears } from './eventually';
import { useWindow } from './useWindow';

const run = promisify(execFile);
const largestBytes = 25e6;

describe('The packaged extension', () => {
  let folder: string;
  let vsix: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-package-'));
    vsix = path.join(folder, 'model-lathe.vsix');
    await run(process.execPath, ['esbuild.mjs', 'package', vsix], { cwd: root });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('holds what it needs, this platform alone, and nothing else', async () => {
    const files = (await entriesOf(vsix)).map(file => file.replace(/^extension\//, ''));
    const runtime = `dist/node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/`;
    const needed = [
      'package.json',
      'dist/extension.js',
      'dist/worker.js',
      'dist/cli.js',
      'dist/webview.js',
      'dist/webview.css',
      'dist/compare.css',
      'dist/compare.js',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/node_modules/onnxruntime-common/dist/cjs/index.js',
      `${runtime}onnxruntime_binding.node`,
      'media/icon.png',
      'media/icon.svg',
      'media/sample/digits.onnx',
      'media/sample/digits.samples.npz',
      'media/walkthrough/open.svg',
    ];
    assert.deepEqual(
      needed.filter(file => !files.includes(file)),
      [],
    );
    const foreign = files.filter(file => file.includes('/bin/napi-') && !file.startsWith(runtime));
    const surplus = files.filter(file =>
      /^(src|test|webview|node_modules|\.)|\.map$|\.ts$|\/(meta\.json|copied\.txt)$/.test(file),
    );
    assert.deepEqual([...foreign, ...surplus], []);
    const { size } = await stat(vsix);
    assert.ok(size < largestBytes, `${(size / 1e6).toFixed(1)} MB`);
  });

  describe('installed as a user does', () => {
    const open = useWindow(() => ({ vsix }));

    it('opens a model, runs it and writes a result', async () => {
      const window = open();
      await window.file('digits.onnx').click();
      await window.model().getByTestId('operators').waitFor();
      await window.chooseInExplorer('digits.onnx', 'Quantize to INT8');
      await fileAppears(path.join(window.folder, 'digits.int8.report.md'));
      await fileAppears(path.join(window.folder, 'digits.int8.onnx'));
    });
  });
});

async function entriesOf(file: string): Promise<readonly string[]> {
  const archive = await openPromise(file);
  const names: string[] = [];
  for await (const entry of archive.eachEntry()) names.push(entry.fileName);
  return names;
}
