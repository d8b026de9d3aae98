import * as vscode from 'vscode';
import type { Model } from '../../model/model';
import type { ModelDocument } from '../editor/modelDocument';
import { logFailure } from '../log';
import { type Entry, findNodeEntry, type NodePlace, structureEntries } from './structureEntries';

interface Shown {
  readonly document: ModelDocument;
  readonly model: Model;
  readonly roots: readonly Entry[];
}

/** What one open model is made of. */
export class StructureTree implements vscode.TreeDataProvider<Entry> {
  readonly #changed = new vscode.EventEmitter<undefined>();
  #changes: vscode.Disposable | null = null;
  #shown: Promise<Shown | null> = Promise.resolve(null);

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(private readonly log: vscode.LogOutputChannel) {}

  show(document: ModelDocument | null): void {
    this.#changes?.dispose();
    const again = (): void => this.show(document);
    this.#changes =
      document === null ? null : vscode.Disposable.from(document.onDidReopen(again), document.onDidResize(again));
    this.#shown = document === null ? Promise.resolve(null) : this.#read(document);
    this.#changed.fire(undefined);
  }

  /** The entry of a node of a document, `null` when another one is shown. */
  async find(document: ModelDocument, place: NodePlace): Promise<Entry | null> {
    const shown = await this.#shown;
    if (shown === null || shown.document !== document) return null;
    return findNodeEntry(shown.roots, shown.model, place);
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
      item.contextValue = 'node';
      item.command = { command: 'modelLathe.selectNode', title: 'Select Node', arguments: [entry] };
    }
    return item;
  }

  dispose(): void {
    this.#changes?.dispose();
    this.#changed.dispose();
  }

  /** `null` for a file that cannot be read: its page says why. */
  async #read(document: ModelDocument): Promise<Shown | null> {
    try {
      const loaded = await document.load();
      const { model } = loaded;
      // As declared, the tree is there at once; only sizes that were given need inference.
      const types = loaded.hasSizes ? await loaded.types() : new Map();
      return { document, model, roots: structureEntries(model, types) };
    } catch (thrown) {
      logFailure(this.log, `Reading ${document.uri.toString(true)}`, thrown);
      return null;
    }
  }
}
