import path from 'node:path';
import * as vscode from 'vscode';
import { formatBytes } from '../../shared/units';
import { findModels, findReports } from './findModels';
import { type ModelFamily, modelFamilies } from './modelFamilies';
import type { NewResults } from './newResults';

/** An entry of the Models view: a model, a variant or a report. Commands get it as their argument. */
export interface ModelItem {
  readonly kind: 'model' | 'report';
  readonly uri: vscode.Uri;
  readonly family: ModelFamily | null;
  readonly parent: ModelItem | null;
}

/** The model files of the workspace, each with its variants and reports beneath it. */
export class ModelsTree implements vscode.TreeDataProvider<ModelItem> {
  readonly #changed = new vscode.EventEmitter<undefined>();
  #uris = new Map<string, vscode.Uri>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(private readonly newResults: NewResults) {}

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(parent?: ModelItem): Promise<ModelItem[]> {
    if (parent === undefined) return (await this.#families()).map(family => this.#modelItem(family, null));
    if (parent.family === null) return [];
    const reports = parent.family.reports.map(key => {
      return { kind: 'report' as const, uri: this.#uri(key), family: null, parent };
    });
    return [...parent.family.variants.map(family => this.#modelItem(family, parent)), ...reports];
  }

  getParent(item: ModelItem): ModelItem | null {
    return item.parent;
  }

  async getTreeItem(item: ModelItem): Promise<vscode.TreeItem> {
    const { uri, family } = item;
    const hasChildren = family !== null && family.variants.length + family.reports.length > 0;
    const state = hasChildren ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None;
    const entry = new vscode.TreeItem(uri, state);
    // VS Code keeps the state of an identifier: what was a leaf would stay closed when its first result appears.
    entry.id = hasChildren ? uri.toString() : `${uri.toString()}#leaf`;
    entry.contextValue = item.kind === 'model' && item.parent !== null ? 'variant' : item.kind;
    entry.description = await this.#description(item);
    const command = item.kind === 'model' ? 'modelLathe.openModel' : 'modelLathe.openReport';
    const title = item.kind === 'model' ? 'Open Model' : 'Open Report';
    entry.command = { command, title, arguments: [item] };
    return entry;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #families(): Promise<readonly ModelFamily[]> {
    const found = (await Promise.all([findModels(), findReports()])).flat();
    this.#uris = new Map(found.map(uri => [uri.toString(true), uri]));
    return modelFamilies([...this.#uris.keys()]);
  }

  #modelItem(family: ModelFamily, parent: ModelItem | null): ModelItem {
    return { kind: 'model', uri: this.#uri(family.path), family, parent };
  }

  #uri(key: string): vscode.Uri {
    return this.#uris.get(key) ?? vscode.Uri.parse(key);
  }

  /** `new · 1.2 MB · folder`; a variant is in its model's folder, which need not be said. */
  async #description({ kind, uri, parent }: ModelItem): Promise<string> {
    const parts = this.newResults.has(uri) ? ['new'] : [];
    if (kind === 'model') {
      try {
        parts.push(formatBytes((await vscode.workspace.fs.stat(uri)).size));
      } catch {
        parts.push('not readable');
      }
    }
    const folder = path.posix.dirname(vscode.workspace.asRelativePath(uri));
    if (parent === null && folder !== '.' && !path.posix.isAbsolute(folder)) parts.push(folder);
    return parts.join(' · ');
  }
}
