import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeAll, copyOfSample, EXTENSION, names, openTabs } from './workspace';

describe('The sample', () => {
  let place: Awaited<ReturnType<typeof copyOfSample>>;
  beforeEach(async () => {
    place = await copyOfSample();
  });
  afterEach(async () => {
    await closeAll();
    await place.remove();
  });

  it('is copied with its data to where results can be written, and opened', async () => {
    const target = vscode.Uri.joinPath(place.folder, 'new folder');
    await vscode.commands.executeCommand('modelLathe.openSample', target);
    const written = await names(target);
    assert.ok(written.includes('digits.onnx') && written.includes('digits.samples.npz'), written.join());
    const model = vscode.Uri.joinPath(target, 'digits.onnx');
    const shipped = path.join(
      vscode.extensions.getExtension(EXTENSION)?.extensionPath ?? '',
      'media/sample/digits.onnx',
    );
    assert.deepEqual(await readFile(model.fsPath), await readFile(shipped));
    assert.deepEqual(openTabs(), [`modelLathe.editor ${model.path}`]);
  });

  it('keeps what is there', async () => {
    await writeFile(place.model.fsPath, 'mine');
    await vscode.commands.executeCommand('modelLathe.openSample', place.folder);
    assert.equal(await readFile(place.model.fsPath, 'utf8'), 'mine');
  });
});
