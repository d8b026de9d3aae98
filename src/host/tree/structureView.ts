import path from 'node:path';
import * as vscode from 'vscode';
import type { Model } from '../../model/model';
import type { ModelDocument } from '../editor/modelDocument';
import type { ModelDocuments, NodeSelection } from '../editor/modelDocuments';
import { logFailure } from '../log';
import { type Entry, findNodeEntry, structureEntries } from './structureEntries';

interface Shown {
  readonly document: ModelDocument;
  readonly model: Model;
  readonly roots: readonly Entry[];
}

/** What the model in the active editor is made of. Clicking goes to the node; selecting in the page selects here. */
export class StructureView implements vscode.TreeDataProvider<Entry> {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Entry>;
  readonly #disposables: vscode.Disposable[];
  #reopened: vscode.Disposable | null = null;
  #shown: Promise<Shown | null> = Promise.resolve(null);

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    documents: ModelDocuments,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#view = vscode.window.createTreeView('modelLathe.structure', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#disposables = [
      this.#changed,
      this.#view,
      documents.onDidActivate(document => this.#show(document)),
      documents.onDidSelect(selection => {
        this.#select(selection).catch(thrown => logFailure(log, 'Selecting in the structure', thrown));
      }),
    ];
  }

  async getChildren(parent?: Entry): Promise<Entry[]> {
    if (parent !== undefined) return [...(parent.children?.() ?? [])];
    return [...((await this.#shown)?.roots ?? [])];
  }

  getParent(entry: Entry): Entry | null {
    return entry.parent;
  }

  getTreeItem(entry: Entry): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(entry.label, entry.children === null ? None : Collapsed);
    item.id = entry.id;
    item.description = entry.description;
    item.tooltip = entry.tooltip;
    item.iconPath = new vscode.ThemeIcon(entry.icon);
    if (entry.place !== null) {
      item.command = { command: 'modelLathe.revealNode', title: 'Reveal in Graph', arguments: [entry.place] };
    }
    return item;
  }

  dispose(): void {
    this.#reopened?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #show(document: ModelDocument | null): void {
    this.#reopened?.dispose();
    this.#reopened = document?.onDidReopen(() => this.#show(document)) ?? null;
    this.#shown = document === null ? Promise.resolve(null) : this.#read(document);
    this.#view.description = document === null ? '' : path.posix.basename(document.uri.path);
    this.#changed.fire(undefined);
  }

  /** `null` for a file that cannot be read: its page says why. */
  async #read(document: ModelDocument): Promise<Shown | null> {
    try {
      const { model } = await document.load();
      return { document, model, roots: structureEntries(model) };
    } catch (thrown) {
      logFailure(this.log, `Reading ${document.uri.toString(true)}`, thrown);
      return null;
    }
  }

  async #select({ document, graph, index }: NodeSelection): Promise<void> {
    // Revealing would open a view that somebody closed.
    if (!this.#view.visible) return;
    const shown = await this.#shown;
    if (shown === null || shown.document !== document) return;
    const entry = findNodeEntry(shown.roots, shown.model, { graph, index });
    if (entry !== null) await this.#view.reveal(entry, { select: true, focus: false });
  }
}
