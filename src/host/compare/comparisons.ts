import type * as vscode from 'vscode';
import type { WorkerClient } from '../../jobs/workerClient';
import type { ComparePanel } from './comparePanel';

/** The pages of two models that are open. */
export class Comparisons {
  readonly #panels = new Set<ComparePanel>();

  constructor(readonly worker: WorkerClient) {}

  /** The page that compares these two in this order. */
  find(a: vscode.Uri, b: vscode.Uri): ComparePanel | null {
    return [...this.#panels].find(panel => panel.shows(a, b)) ?? null;
  }

  add(panel: ComparePanel): void {
    this.#panels.add(panel);
  }

  remove(panel: ComparePanel): void {
    this.#panels.delete(panel);
  }
}
