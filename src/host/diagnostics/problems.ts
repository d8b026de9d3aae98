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
    const show = (): void => this.#show(document.uri);
    const watch = vscode.Disposable.from(
      document.onDidReopen(show),
      document.onDidChangeOnDisk(state => {
        if (state === 'deleted') this.#collection.delete(document.uri);
      }),
    );
    this.#open.set(document.uri.toString(), { document, watch });
    show();
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
    else if (opened === undefined || !settings(model).lintOnOpen) this.#collection.delete(model);
    else {
      const report = await this.findings.known(opened.document);
      // It may have been closed while it was read.
      if (this.#open.get(model.toString()) === opened) this.#publish(model, report);
    }
  }

  #publish(model: vscode.Uri, report: LintReport): void {
    this.#collection.set(model, diagnosticsOf(report, model, this.reference));
  }
}

interface OpenModel {
  readonly document: ModelDocument;
  readonly watch: vscode.Disposable;
}
