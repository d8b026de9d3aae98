import * as vscode from 'vscode';
import type { LintReport } from '../../shared/reports/lintReport';
import type { ModelDocument } from '../editor/modelDocument';
import type { ModelDocuments } from '../editor/modelDocuments';
import { logFailure } from '../log';
import { settings } from '../settings';
import { diagnosticsOf } from './diagnostics';
import type { Findings } from './findings';

/**
 * The Problems panel. What the structure of a model tells is there while the model is open; what was found by looking at
 * everything stays until the file changes.
 */
export class Problems {
  readonly #collection = vscode.languages.createDiagnosticCollection('modelLathe');
  readonly #open = new Map<string, OpenModel>();
  readonly #disposables: vscode.Disposable;

  constructor(
    documents: Pick<ModelDocuments, 'onDidOpen' | 'onDidClose'>,
    private readonly findings: Findings,
    private readonly reference: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#disposables = vscode.Disposable.from(
      this.#collection,
      documents.onDidOpen(document => this.#opened(document)),
      documents.onDidClose(document => this.#closed(document)),
      findings.onDidChange(model => this.#show(model)),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('modelLathe.lint')) this.#showAll();
      }),
    );
  }

  dispose(): void {
    for (const { watch } of this.#open.values()) watch.dispose();
    this.#disposables.dispose();
  }

  #opened(document: ModelDocument): void {
    const watch = vscode.Disposable.from(
      document.onDidReopen(() => this.#show(document.uri)),
      document.onDidChangeOnDisk(state => {
        opened.isDeleted = state === 'deleted';
        this.#show(document.uri);
      }),
    );
    const opened: OpenModel = { document, watch, isDeleted: false };
    this.#open.set(document.uri.toString(), opened);
    this.#show(document.uri);
  }

  #closed({ uri }: ModelDocument): void {
    this.#open.get(uri.toString())?.watch.dispose();
    this.#open.delete(uri.toString());
    this.#show(uri);
  }

  #showAll(): void {
    for (const { document } of this.#open.values()) this.#show(document.uri);
    for (const [model] of this.#collection) this.#show(model);
  }

  #show(model: vscode.Uri): void {
    this.#look(model).catch(thrown => logFailure(this.log, `Looking for findings in ${model.toString(true)}`, thrown));
  }

  async #look(model: vscode.Uri): Promise<void> {
    const kept = this.findings.kept(model);
    const opened = this.#open.get(model.toString());
    if (kept !== null) this.#publish(model, kept);
    else if (opened === undefined || opened.isDeleted || !settings(model).lintOnOpen) this.#collection.delete(model);
    else {
      const report = await this.findings.known(opened.document);
      // It may have been closed, removed or looked at in full while it was read.
      const isCurrent = this.#open.get(model.toString()) === opened && !opened.isDeleted;
      if (isCurrent && this.findings.kept(model) === null) this.#publish(model, report);
    }
  }

  #publish(model: vscode.Uri, report: LintReport): void {
    this.#collection.set(model, diagnosticsOf(report, model, this.reference));
  }
}

interface OpenModel {
  readonly document: ModelDocument;
  readonly watch: vscode.Disposable;
  /** Whether its file is gone; what was read is still shown. */
  isDeleted: boolean;
}
