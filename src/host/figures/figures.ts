import path from 'node:path';
import * as vscode from 'vscode';
import type { NodeFigures } from '../../shared/figures/nodeFigures';
import type { CompareReport } from '../../shared/reports/compareReport';
import type { ModelDocument } from '../editor/modelDocument';
import { logFailure } from '../log';
import { SessionComparisons } from './sessionComparisons';

const REPORTS = '*.report.json';

/** Writers touch several files one after the other; only what is there after this pause counts. */
const SETTLE_MS = 300;

/** Figures of the nodes of open models, from the reports beside them. */
export class Figures {
  readonly #compared = new vscode.EventEmitter<readonly string[]>();
  readonly #comparisons = new SessionComparisons();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Never rejects because of a report; a source that fails is logged and gives none. */
  async of(document: ModelDocument): Promise<readonly NodeFigures[]> {
    const { model } = await document.load();
    if (document.uri.scheme !== 'file') return [];
    const file = document.uri.fsPath;
    const comparisons = await this.#comparisons.of(file);
    // Loaded when somebody asks, so that activation costs nothing.
    const { readFigures } = await import('./readFigures');
    return readFigures(model, file, comparisons, (source, thrown) => {
      logFailure(this.log, `Reading figures: ${source}`, thrown);
    });
  }

  /** Keeps a comparison for the pages of both files. `states` are those of A and B before they were read. */
  addComparison(a: string, b: string, states: readonly string[], report: CompareReport): void {
    this.#comparisons.add(a, b, states, report);
    this.#compared.fire([a, b]);
  }

  /** Calls `changed` a moment after reports beside the model came, changed or went, and after comparisons, until disposed. */
  watch(model: vscode.Uri, changed: () => void): vscode.Disposable {
    if (model.scheme !== 'file') return new vscode.Disposable(() => undefined);
    const folder = vscode.Uri.file(path.dirname(model.fsPath));
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, REPORTS));
    let timer: NodeJS.Timeout | null = null;
    const soon = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(changed, SETTLE_MS);
    };
    const own = this.#compared.event(files => {
      if (files.includes(model.fsPath)) changed();
    });
    return vscode.Disposable.from(
      watcher,
      own,
      watcher.onDidChange(soon),
      watcher.onDidCreate(soon),
      watcher.onDidDelete(soon),
      new vscode.Disposable(() => {
        if (timer !== null) clearTimeout(timer);
      }),
    );
  }

  dispose(): void {
    this.#compared.dispose();
  }
}
