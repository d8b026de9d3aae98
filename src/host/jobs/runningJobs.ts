import path from 'node:path';
import * as vscode from 'vscode';
import type { JobName, JobProgress, JobRequest, JobResult } from '../../shared/protocol/jobs';
import { jobRunning } from '../errors';
import { inform } from '../notify';
import type { WorkerClient } from '../workerClient';

/** Jobs a person started on a model: at most one per model, each with a notification that shows progress and cancels. */
export class RunningJobs {
  readonly #busy = new Map<string, string>();

  constructor(
    private readonly worker: WorkerClient,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Says so, and offers to show the progress, when a job is running on this model. */
  refusesBecauseBusy(model: string): boolean {
    const title = this.#busy.get(model);
    if (title === undefined) return false;
    const { message, next } = jobRunning(model, title).info;
    const show = (): Thenable<void> => vscode.commands.executeCommand('notifications.showList');
    inform(this.log, `${message} ${next ?? ''}`.trim(), [{ title: 'Show Progress', run: show }]);
    return true;
  }

  /**
   * @param doing what is being done, for example `Quantizing`
   * @throws LatheError what the job failed with, kind `cancelled` when the person cancelled, `host.jobRunning`.
   */
  async run<N extends Exclude<JobName, 'weights'>>(
    name: N,
    request: JobRequest<N>,
    doing: string,
  ): Promise<JobResult<N>> {
    const { model } = request;
    const title = this.#busy.get(model);
    if (title !== undefined) throw jobRunning(model, title);
    this.#busy.set(model, doing);
    try {
      const options = {
        location: vscode.ProgressLocation.Notification,
        title: `${doing} ${path.basename(model)}`,
        cancellable: true,
      };
      return await vscode.window.withProgress(options, (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return this.worker.run(name, request, { signal: abort.signal, progress: steps(progress) });
      });
    } finally {
      this.#busy.delete(model);
    }
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
