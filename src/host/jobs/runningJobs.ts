import path from 'node:path';
import * as vscode from 'vscode';
import type { WorkerClient } from '../../jobs/workerClient';
import type { JobName, JobProgress, JobRequest, JobResult } from '../../shared/protocol/jobs';
import { jobRunning } from '../errors';
import { inform } from '../notify';

/** Runs one job in a child, with a notification that shows its progress and cancels it. */
export type RunJob = <N extends JobName>(name: N, request: JobRequest<N>) => Promise<JobResult<N>>;

/** What a person started on models: one thing at a time on each. */
export class RunningJobs {
  readonly #busy = new Map<string, string>();

  constructor(
    private readonly worker: WorkerClient,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Does `task` unless something is being done with this model already: then says so, offers to show its progress and
   * gives `null`.
   * @param doing what is being done, for example `Quantizing`
   * @throws what `task` throws; LatheError of kind `cancelled` when the person cancelled its job
   */
  async exclusively<T>(model: string, doing: string, task: (run: RunJob) => Promise<T>): Promise<T | null> {
    const current = this.#busy.get(model);
    if (current !== undefined) {
      const { message, next } = jobRunning(model, current).info;
      const show = (): Thenable<void> => vscode.commands.executeCommand('notifications.showList');
      inform(this.log, `${message} ${next ?? ''}`.trim(), [{ title: 'Show Progress', run: show }]);
      return null;
    }
    this.#busy.set(model, doing);
    try {
      return await task((name, request) => this.#run(name, request, `${doing} ${path.basename(model)}`));
    } finally {
      this.#busy.delete(model);
    }
  }

  async #run<N extends JobName>(name: N, request: JobRequest<N>, title: string): Promise<JobResult<N>> {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return this.worker.run(name, request, { signal: abort.signal, progress: steps(progress) });
    });
  }
}

/** VS Code counts increments to 100; jobs report how far they are. */
function steps(target: vscode.Progress<{ message?: string; increment?: number }>): (progress: JobProgress) => void {
  let reached = 0;
  return ({ phase, fraction, detail }) => {
    const message = detail === undefined ? phase : `${phase}: ${detail}`;
    const percent = fraction === null ? reached : Math.min(100, Math.max(reached, fraction * 100));
    target.report({ message, increment: percent - reached });
    reached = percent;
  };
}
