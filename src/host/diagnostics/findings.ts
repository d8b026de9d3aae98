import * as vscode from 'vscode';
import { lintSurely } from '../../jobs/lintSurely';
import type { WorkerClient } from '../../jobs/workerClient';
import type { JobName, JobProgress, JobRequest, JobResult, LintRequest } from '../../shared/protocol/jobs';
import type { LintReport } from '../../shared/reports/lintReport';
import { FileWatch } from '../editor/fileWatch';
import type { ModelDocument } from '../editor/modelDocument';
import { needsLocalFile } from '../errors';
import { settings } from '../settings';
import { withoutIgnored } from './withoutIgnored';

type Listener = (progress: JobProgress) => void;

interface Running {
  readonly abort: AbortController;
  readonly listeners: Set<Listener>;
  readonly report: Promise<LintReport>;
}

interface Kept {
  readonly report: LintReport;
  readonly watch: FileWatch;
}

/** Runs a job, however its progress is shown. */
type Run = <N extends JobName>(name: N, request: JobRequest<N>) => Promise<JobResult<N>>;

/** What was found in models: by looking at everything, until the file changes, or else by what its structure tells. */
export class Findings {
  readonly #kept = new Map<string, Kept>();
  readonly #running = new Map<string, Running>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  /** Fires with a model whose findings of everything came or went. */
  readonly onDidChange = this.#changed.event;

  /** @param cannotRun why a model may not be run, one sentence; `null` when it may */
  constructor(
    private readonly worker: WorkerClient,
    private readonly cannotRun: (model: vscode.Uri) => string | null,
  ) {}

  /** Everything that was found in the file as it is, `null` when nobody looked. */
  kept(model: vscode.Uri): LintReport | null {
    const kept = this.#kept.get(model.toString());
    return kept === undefined ? null : withoutIgnored(kept.report, settings(model).lintIgnore);
  }

  /** What is known of an open model without starting anything in a child. @throws LatheError why it cannot be opened. */
  async known(document: ModelDocument): Promise<LintReport> {
    const kept = this.kept(document.uri);
    if (kept !== null) return kept;
    const report = await (await document.load()).findings();
    return withoutIgnored(report, settings(document.uri).lintIgnore);
  }

  /**
   * Looks at everything, once for all who ask at the same time.
   * @throws LatheError what the job failed with; kind `cancelled` after `cancel` or when the document is closed.
   */
  async everything(document: ModelDocument, listener: Listener): Promise<LintReport> {
    const running = this.#running.get(document.uri.toString()) ?? this.#start(document);
    running.listeners.add(listener);
    try {
      return await running.report;
    } finally {
      running.listeners.delete(listener);
    }
  }

  cancel(model: vscode.Uri): void {
    this.#running.get(model.toString())?.abort.abort();
  }

  /** Looks at everything with a job that somebody else shows, and keeps what is found until the file changes. */
  async lookWith(model: vscode.Uri, run: Run): Promise<LintReport> {
    if (model.scheme !== 'file') throw needsLocalFile(model.scheme);
    const watch = new FileWatch(model);
    try {
      await watch.mark();
      const report = await lintSurely(this.#request(model), request => run('lint', request));
      this.#keep(model, { report, watch });
      return withoutIgnored(report, settings(model).lintIgnore);
    } catch (thrown) {
      watch.dispose();
      throw thrown;
    }
  }

  dispose(): void {
    for (const { watch } of this.#kept.values()) watch.dispose();
    this.#kept.clear();
    this.#changed.dispose();
  }

  #start(document: ModelDocument): Running {
    const key = document.uri.toString();
    const abort = new AbortController();
    const listeners = new Set<Listener>();
    const progress: Listener = each => {
      for (const listener of listeners) listener(each);
    };
    const closed = document.onDidDispose(() => abort.abort());
    const run: Run = (name, request) => this.worker.run(name, request, { signal: abort.signal, progress });
    const report = this.lookWith(document.uri, run).finally(() => {
      closed.dispose();
      this.#running.delete(key);
    });
    const running = { abort, listeners, report };
    this.#running.set(key, running);
    return running;
  }

  #request(model: vscode.Uri): LintRequest {
    const ignore = settings(model).lintIgnore;
    return { model: model.fsPath, only: [], ignore, withoutRuntime: this.cannotRun(model) };
  }

  #keep(model: vscode.Uri, kept: Kept): void {
    this.#drop(model);
    this.#kept.set(model.toString(), kept);
    kept.watch.onDidChange(() => {
      this.#drop(model);
      this.#changed.fire(model);
    });
    this.#changed.fire(model);
  }

  #drop(model: vscode.Uri): void {
    this.#kept.get(model.toString())?.watch.dispose();
    this.#kept.delete(model.toString());
  }
}
