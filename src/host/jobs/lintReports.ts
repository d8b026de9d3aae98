import type { WorkerClient } from '../../jobs/workerClient';
import type { LatheError } from '../../shared/errors';
import type { JobProgress } from '../../shared/protocol/jobs';
import type { LintReport } from '../../shared/reports/lintReport';
import type { ModelDocument } from '../editor/modelDocument';
import { needsLocalFile } from '../errors';

type Listener = (progress: JobProgress) => void;

interface Running {
  readonly abort: AbortController;
  readonly listeners: Set<Listener>;
  readonly report: Promise<LintReport>;
}

/** Findings about open models: of the structure at once, of everything in the child, once for all pages that ask. */
export class LintReports {
  readonly #running = new Map<ModelDocument, Running>();

  constructor(private readonly worker: WorkerClient) {}

  /** What the structure tells without reading weights or asking the runtime. */
  async ofStructure(document: ModelDocument): Promise<LintReport> {
    return (await document.load()).findings();
  }

  /**
   * Reads all weights and asks the runtime about every operator.
   * @param cannotRun why the runtime may not be asked here, `null` when it may
   * @throws LatheError what the job failed with; kind `cancelled` after `cancel` or when the document is closed
   */
  async ofEverything(document: ModelDocument, cannotRun: LatheError | null, listener: Listener): Promise<LintReport> {
    const running = this.#running.get(document) ?? this.#start(document, cannotRun);
    running.listeners.add(listener);
    try {
      return await running.report;
    } finally {
      running.listeners.delete(listener);
    }
  }

  cancel(document: ModelDocument): void {
    this.#running.get(document)?.abort.abort();
  }

  #start(document: ModelDocument, cannotRun: LatheError | null): Running {
    const { uri } = document;
    if (uri.scheme !== 'file') throw needsLocalFile(uri.scheme);
    const abort = new AbortController();
    const listeners = new Set<Listener>();
    const closed = document.onDidDispose(() => abort.abort());
    const withoutRuntime = cannotRun?.info.message ?? null;
    const request = { model: uri.fsPath, only: [], ignore: [], withoutRuntime };
    const progress: Listener = step => {
      for (const listener of listeners) listener(step);
    };
    const report = this.worker.run('lint', request, { signal: abort.signal, progress }).finally(() => {
      closed.dispose();
      this.#running.delete(document);
    });
    const running = { abort, listeners, report };
    this.#running.set(document, running);
    return running;
  }
}
