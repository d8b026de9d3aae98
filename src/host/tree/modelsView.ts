import * as vscode from 'vscode';
import { WATCHED } from './findModels';
import { type ModelItem, ModelsTree } from './modelsTree';
import type { NewResults } from './newResults';

/** A job renames several files at once; the view is drawn once. */
const SETTLE_MS = 200;

/** The Models view: drawn anew when model files or reports come, go or change. */
export class ModelsView {
  readonly #tree: ModelsTree;
  readonly #view: vscode.TreeView<ModelItem>;
  readonly #disposables: vscode.Disposable;
  #timer: NodeJS.Timeout | null = null;

  constructor(newResults: NewResults) {
    this.#tree = new ModelsTree(newResults);
    this.#view = vscode.window.createTreeView('modelLathe.models', {
      treeDataProvider: this.#tree,
      showCollapseAll: true,
    });
    const soon = (): void => this.#refreshSoon();
    const watchers = Object.values(WATCHED).map(pattern => vscode.workspace.createFileSystemWatcher(pattern));
    this.#disposables = vscode.Disposable.from(
      this.#view,
      this.#tree,
      ...watchers,
      ...watchers.flatMap(each => [each.onDidCreate(soon), each.onDidChange(soon), each.onDidDelete(soon)]),
      newResults.onDidChange(soon),
      vscode.workspace.onDidChangeWorkspaceFolders(soon),
    );
  }

  /** The selected model, or that of the selected report. */
  get selected(): vscode.Uri | null {
    const [item] = this.#view.selection;
    if (item === undefined) return null;
    return item.kind === 'model' ? item.uri : (item.parent?.uri ?? null);
  }

  refresh(): void {
    this.#tree.refresh();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  #refreshSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), SETTLE_MS);
  }
}
