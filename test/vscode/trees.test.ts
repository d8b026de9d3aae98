import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { ModelDocument } from '../../src/host/editor/modelDocument';
import { type ModelItem, ModelsTree } from '../../src/host/tree/modelsTree';
import { NewResults } from '../../src/host/tree/newResults';
import { StructureTree } from '../../src/host/tree/structureTree';
import { copyOfSample } from './workspace';

/** What VS Code keeps for an extension, in memory. */
function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.has(key) ? (values.get(key) as T) : (fallback as T)),
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
}

describe('The Models view', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  let newResults: NewResults;
  let tree: ModelsTree;
  beforeEach(async () => {
    sample = await copyOfSample();
    newResults = new NewResults(memento());
    tree = new ModelsTree(newResults);
  });
  afterEach(async () => {
    tree.dispose();
    newResults.dispose();
    await sample.remove();
  });

  async function inFolder(): Promise<ModelItem[]> {
    const items = await tree.getChildren();
    return items.filter(({ uri }) => path.posix.dirname(uri.path) === sample.folder.path);
  }

  const base = (item: ModelItem): string => path.posix.basename(item.uri.path);

  it('lists models, and beneath them variants and reports', async () => {
    await copyFile(sample.model.fsPath, path.join(sample.folder.fsPath, 'digits.int8.onnx'));
    await writeFile(path.join(sample.folder.fsPath, 'digits.int8.report.md'), '# Report');
    await writeFile(path.join(sample.folder.fsPath, 'digits.benchmark.report.md'), '# Report');
    const [model, ...others] = await inFolder();
    assert.ok(model);
    assert.deepEqual([base(model), others.length], ['digits.onnx', 0]);
    const children = await tree.getChildren(model);
    assert.deepEqual(children.map(base), ['digits.int8.onnx', 'digits.benchmark.report.md']);
    const [variant, report] = children;
    assert.ok(variant && report);
    assert.deepEqual((await tree.getChildren(variant)).map(base), ['digits.int8.report.md']);
    assert.equal(tree.getParent(variant), model);
    assert.equal((await tree.getTreeItem(model)).contextValue, 'model');
    assert.equal((await tree.getTreeItem(variant)).contextValue, 'variant');
    assert.equal((await tree.getTreeItem(report)).contextValue, 'report');
  });

  it('says how large a model is and where', async () => {
    const [model] = await inFolder();
    assert.ok(model);
    const { description } = await tree.getTreeItem(model);
    assert.match(String(description), new RegExp(`^\\d+ kB · ${path.basename(sample.folder.fsPath)}$`));
  });

  it('marks a result as new until it is opened', async () => {
    const [model] = await inFolder();
    assert.ok(model);
    await newResults.add(sample.model);
    assert.match(String((await tree.getTreeItem(model)).description), /^new · /);
    await newResults.remove(sample.model);
    assert.doesNotMatch(String((await tree.getTreeItem(model)).description), /new/);
  });
});

describe('The Structure view', () => {
  let sample: Awaited<ReturnType<typeof copyOfSample>>;
  let log: vscode.LogOutputChannel;
  let document: ModelDocument;
  let tree: StructureTree;
  before(() => {
    log = vscode.window.createOutputChannel('Model Lathe tree suite', { log: true });
  });
  beforeEach(async () => {
    sample = await copyOfSample();
    document = new ModelDocument(sample.model, log);
    tree = new StructureTree(log);
  });
  afterEach(async () => {
    tree.dispose();
    document.dispose();
    await sample.remove();
  });
  after(() => log.dispose());

  it('is empty without a model, and for a file that is none', async () => {
    assert.deepEqual(await tree.getChildren(), []);
    await writeFile(sample.model.fsPath, 'not a model');
    tree.show(document);
    assert.deepEqual(await tree.getChildren(), []);
  });

  it('shows what the model is made of', async () => {
    tree.show(document);
    const { model } = await document.load();
    const roots = await tree.getChildren();
    assert.deepEqual(roots.map(({ label, description }) => `${label} ${description}`).slice(0, 4), [
      'Inputs 1',
      'Outputs 1',
      `Nodes ${model.graph.nodes.length}`,
      `Initializers ${model.graph.initializers.size}`,
    ]);
    const [input] = await tree.getChildren(roots[0]);
    assert.equal(`${input?.label} ${input?.description}`, 'image float32[batch,1,8,8]');
    const nodes = await tree.getChildren(roots[2]);
    assert.equal(nodes.length, model.graph.nodes.length);
    const last = nodes.at(-1);
    assert.ok(last);
    const item = tree.getTreeItem(last);
    assert.equal(item.command?.command, 'modelLathe.selectNode');
    assert.deepEqual(item.command?.arguments, [last]);
    assert.deepEqual(last.place, { graph: 'main', index: model.graph.nodes.length - 1 });
    assert.equal(item.contextValue, 'node');
  });

  it('finds the entry of a node that was selected in the page, of this document only', async () => {
    tree.show(document);
    const found = await tree.find(document, { graph: 'main', index: 3 });
    assert.deepEqual(found?.place, { graph: 'main', index: 3 });
    const other = new ModelDocument(sample.model, log);
    assert.equal(await tree.find(other, { graph: 'main', index: 3 }), null);
    other.dispose();
  });

  it('is drawn anew when the file is opened anew', async () => {
    tree.show(document);
    const before = await tree.getChildren();
    let drawn = 0;
    tree.onDidChangeTreeData(() => {
      drawn += 1;
    });
    document.reopen();
    assert.equal(drawn, 1);
    assert.notEqual((await tree.getChildren())[0], before[0]);
  });
});
