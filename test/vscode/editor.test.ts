import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { ModelDocument } from '../../src/host/editor/modelDocument';
import { LatheError } from '../../src/shared/errors';
import { unpackNodeTable } from '../../src/shared/packing/packedNodeTable';
import { closeAll, copyOfSample, openTabs, until } from './workspace';

describe('The editor', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  let log: vscode.LogOutputChannel;
  before(() => {
    log = vscode.window.createOutputChannel('Model Lathe editor suite', { log: true });
  });
  beforeEach(async () => {
    sample = await copyOfSample();
  });
  afterEach(async () => {
    await closeAll();
    await sample.remove();
  });
  after(() => log.dispose());

  it('opens a model by default', async () => {
    await vscode.commands.executeCommand('vscode.open', sample.model);
    assert.deepEqual(openTabs(), [`modelLathe.editor ${sample.model.path}`]);
  });

  it('shows one file in two editors', async () => {
    await vscode.commands.executeCommand('vscode.open', sample.model);
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    await until(() => openTabs().length === 2);
    assert.deepEqual(openTabs(), Array(2).fill(`modelLathe.editor ${sample.model.path}`));
  });

  it('opens a file that is not a model, to say so', async () => {
    await writeFile(sample.model.fsPath, 'not a model');
    await vscode.commands.executeCommand('vscode.open', sample.model);
    assert.deepEqual(openTabs(), [`modelLathe.editor ${sample.model.path}`]);
  });

  it('reopens the file as text', async () => {
    await writeFile(sample.model.fsPath, 'not a model');
    await vscode.commands.executeCommand('vscode.open', sample.model);
    await vscode.commands.executeCommand('modelLathe.reopenAsText', sample.model);
    await until(() => vscode.window.activeTextEditor?.document.uri.path === sample.model.path);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'not a model');
  });

  describe('document', () => {
    let document: ModelDocument;
    beforeEach(() => {
      document = new ModelDocument(sample.model, log);
    });
    afterEach(() => document.dispose());

    it('reads the structure, its types and its weights', async () => {
      const loaded = await document.load();
      const overview = await loaded.overview(null);
      assert.equal(overview.format, 'ONNX');
      assert.deepEqual(
        overview.inputs.map(({ name, type }) => `${name} ${type}`),
        ['image float32[batch,1,8,8]'],
      );
      const page = await loaded.graph('main');
      assert.equal(page.names.ends.length, loaded.model.graph.nodes.length);
      const [weight] = unpackNodeTable(await loaded.nodes()).weights;
      assert.ok(weight);
      const preview = await loaded.tensor(weight.graph, weight.name, 4, 3);
      assert.equal(preview.values.length, 3);
      assert.ok(preview.values.every(value => Number.isFinite(Number(value))));
    });

    it('is read once for everybody', async () => {
      assert.equal(await document.load(), await document.load());
    });

    it('refuses graphs, nodes and weights that are not there', async () => {
      const loaded = await document.load();
      await assert.rejects(loaded.graph('other'), LatheError);
      await assert.rejects(loaded.node('main', 10_000), LatheError);
      await assert.rejects(loaded.tensor('main', 'no such weight', 0, 1), LatheError);
    });

    it('notices that the file changed, and reads it anew when asked to', async () => {
      const before = await document.load();
      const states: string[] = [];
      document.onDidChangeOnDisk(state => states.push(state));
      await writeFile(sample.model.fsPath, 'not a model any more');
      await until(() => states.length > 0);
      assert.deepEqual(states, ['changed']);
      assert.equal(await document.load(), before, 'nothing is swapped silently');
      let reopened = 0;
      document.onDidReopen(() => {
        reopened += 1;
      });
      document.reopen();
      assert.equal(reopened, 1);
      await assert.rejects(document.load(), LatheError);
    });

    it('notices that the file is gone and that it is back', async () => {
      const states: string[] = [];
      document.onDidChangeOnDisk(state => states.push(state));
      await document.load();
      // The operating system reports a file that is made and removed at once as nothing at all.
      await writeFile(sample.model.fsPath, 'one');
      await until(() => states.length === 1);
      await rm(sample.model.fsPath);
      await until(() => states.length === 2);
      await writeFile(sample.model.fsPath, 'another');
      await until(() => states.length === 3);
      assert.deepEqual(states, ['changed', 'deleted', 'changed']);
    });

    it('tries again after a failure', async () => {
      const copy = await vscode.workspace.fs.readFile(sample.model);
      await writeFile(sample.model.fsPath, '');
      await assert.rejects(document.load(), LatheError);
      await writeFile(sample.model.fsPath, copy);
      assert.equal((await document.load()).model.format, 'ONNX');
    });
  });

  describe('in a virtual file system', () => {
    it('reads a model that is not on disk', async () => {
      const bytes = await vscode.workspace.fs.readFile(sample.model);
      const files = vscode.workspace.registerFileSystemProvider('model-lathe-test', new OneFile(bytes), {
        isReadonly: true,
      });
      const document = new ModelDocument(vscode.Uri.parse('model-lathe-test:/somewhere/digits.onnx'), log);
      try {
        const loaded = await document.load();
        assert.equal((await loaded.overview(null)).fileBytes, bytes.length);
        const [weight] = unpackNodeTable(await loaded.nodes()).weights;
        assert.ok(weight);
        assert.equal((await loaded.tensor(weight.graph, weight.name, 0, 2)).values.length, 2);
      } finally {
        document.dispose();
        files.dispose();
      }
    });
  });
});

/** A file system that has one file. */
class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly bytes: Uint8Array) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.bytes.length };
  }

  readFile(): Uint8Array {
    return this.bytes;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}
