import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelDocument } from '../editor/modelDocument';
import type { ModelDocuments, NodeSelection } from '../editor/modelDocuments';
import { logFailure } from '../log';
import type { Entry } from './structureEntries';
import { StructureTree } from './structureTree';

/** The Structure view: shows the model of the active editor and follows what is selected in its page. */
export class StructureView {
  readonly #tree: StructureTree;
  readonly #view: vscode.TreeView<Entry>;
  readonly #disposables: vscode.Disposable;

  constructor(documents: ModelDocuments, log: vscode.LogOutputChannel) {
    this.#tree = new StructureTree(log);
    this.#view = vscode.window.createTreeView('modelLathe.structure', {
      treeDataProvider: this.#tree,
      showCollapseAll: true,
    });
    this.#disposables = vscode.Disposable.from(
      this.#view,
      this.#tree,
      documents.onDidActivate(document => this.#show(document)),
      documents.onDidSelect(selection => {
        this.#select(selection).catch(thrown => logFailure(log, 'Selecting in the structure', thrown));
      }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #show(document: ModelDocument | null): void {
    this.#tree.show(document);
    this.#view.description = document === null ? '' : path.posix.basename(document.uri.path);
  }

  async #select({ document, graph, index }: NodeSelection): Promise<void> {
    // Revealing would open a view that somebody closed.
    if (!this.#view.visible) return;
    const entry = await this.#tree.find(document, { graph, index });
    if (entry !== null) await this.#view.reveal(entry, { select: true, focus: false });
  }
}
