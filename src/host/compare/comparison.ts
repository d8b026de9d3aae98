import path from 'node:path';
import * as vscode from 'vscode';
import type { JobOptions, WorkerClient } from '../../jobs/workerClient';
import type { CompareRequest, JobProgress } from '../../shared/protocol/jobs';
import { type CompareReport, DEFAULT_TOLERANCE } from '../../shared/reports/compareReport';
import type { FreeDimension } from '../../shared/reports/measurement';
import { needsLocalFile } from '../errors';
import type { Figures } from '../figures/figures';
import { fileState } from '../figures/sessionComparisons';
import { PairWatch } from './pairWatch';

type Run = CompareRequest['run'];

/** What a comparison is made with besides the two files. */
export interface ComparisonSettings {
  readonly threads: number;
  readonly freeDimensions: readonly FreeDimension[];
}

/** Two models being compared: at most one job at a time, and what it gave. */
export class Comparison {
  #report: CompareReport | null = null;
  #running: { readonly abort: AbortController; readonly report: Promise<CompareReport> } | null = null;
  readonly #watch: PairWatch;
  /** Fires when a file is no longer the one that was compared; `news` says what happened. */
  readonly onDidChangeFiles: vscode.Event<void>;

  constructor(
    private readonly worker: WorkerClient,
    readonly a: vscode.Uri,
    readonly b: vscode.Uri,
    private readonly figures: Pick<Figures, 'addComparison'>,
  ) {
    this.#watch = new PairWatch(a, b);
    this.onDidChangeFiles = this.#watch.onDidChange;
  }

  get news(): string {
    return this.#watch.news;
  }

  /** The report, if there is one already. */
  get known(): CompareReport | null {
    return this.#report;
  }

  get title(): string {
    return `${path.posix.basename(this.a.path)} ↔ ${path.posix.basename(this.b.path)}`;
  }

  /** The names of both files, with their folders where two have the same name. */
  get names(): { readonly a: string; readonly b: string } {
    const [a, b] = [this.a, this.b].map(uri => path.posix.basename(uri.path));
    if (a === undefined || b === undefined || a !== b) return { a: a ?? '', b: b ?? '' };
    return { a: vscode.workspace.asRelativePath(this.a), b: vscode.workspace.asRelativePath(this.b) };
  }

  /**
   * The known report unless it lacks what is asked for, else a new one.
   * @throws LatheError what the job failed with; kind `cancelled` after `cancel`.
   */
  async report(
    run: Run,
    settings: ComparisonSettings,
    progress: (progress: JobProgress) => void,
  ): Promise<CompareReport> {
    const known = this.#report;
    if (known !== null && (run !== 'synthetic' || known.outputs !== null)) return known;
    const running = this.#running ?? this.#start(run, settings, progress);
    this.#running = running;
    try {
      this.#report = await running.report;
      return this.#report;
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  cancel(): void {
    this.#running?.abort.abort();
  }

  dispose(): void {
    this.cancel();
    this.#watch.dispose();
  }

  #start(run: Run, { threads, freeDimensions }: ComparisonSettings, progress: (progress: JobProgress) => void) {
    for (const { scheme } of [this.a, this.b]) if (scheme !== 'file') throw needsLocalFile(scheme);
    const abort = new AbortController();
    const request: CompareRequest = {
      a: this.a.fsPath,
      b: this.b.fsPath,
      run,
      data: null,
      threads,
      freeDimensions,
      tolerance: DEFAULT_TOLERANCE,
    };
    const report = this.#compare(request, { signal: abort.signal, progress });
    return { abort, report };
  }

  async #compare(request: CompareRequest, options: JobOptions): Promise<CompareReport> {
    await this.#watch.mark();
    const states = await Promise.all([fileState(request.a), fileState(request.b)]);
    const report = await this.worker.run('compare', request, options);
    this.figures.addComparison(request.a, request.b, states, report);
    return report;
  }
}
