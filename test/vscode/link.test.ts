import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { linkQuery } from '../../src/host/link/nodeLink';
import { closeAll, copyOfSample, openTabs, until } from './workspace';

describe('A link to a node', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  beforeEach(async () => {
    sample = await copyOfSample();
  });
  afterEach(async () => {
    await closeAll();
    await sample.remove();
  });

  const link = (model: string): string =>
    `${vscode.env.uriScheme}://model-lathe.model-lathe/node?${linkQuery({ model, graph: 'main', index: 0, name: '' })}`;

  it('opens the model it names in our editor', async () => {
    const model = `${path.basename(sample.folder.fsPath)}/digits.onnx`;
    await vscode.commands.executeCommand('modelLathe.openLink', link(model));
    await until(() => openTabs().includes(`modelLathe.editor ${sample.model.path}`));
  });

  it('opens nothing when it leads to a model that is not there, or out of the folder', async () => {
    for (const model of ['absent/digits.onnx', `../${path.basename(sample.folder.fsPath)}/digits.onnx`]) {
      await vscode.commands.executeCommand('modelLathe.openLink', link(model));
      assert.deepEqual(openTabs(), []);
    }
  });
});
