import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { cancelled, LatheError } from '../shared/errors';
import type { JobMessage, JobName, JobProgress, JobRequest, JobResult, JobStart } from '../shared/protocol/jobs';
import { cannotStartWorker, workerCrashed } from './errors';

/** How long a child may take to end after it was asked to. */
const GRACE_MS = 2000;

/** Last lines a child printed, shown in the log when it crashes: the reason is usually among them. */
const LAST_LINES = 20;

/** The part of a log channel that is used here. */
export interface WorkerLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

export interface JobOptions {
  readonly signal: AbortSignal;
  progress(progress: JobProgress): void;
}

/** Runs each job in a child process of its own, and leaves neither processes nor half-written files behind. */
export class WorkerClient {
  readonly #running = new Set<{ readonly stop: () => void; readonly ended: Promise<void> }>();

  /** @param script the bundled `worker.js` */
  constructor(
    private readonly script: string,
    private readonly log: WorkerLog,
  ) {}

  /**
   * @throws LatheError what the job failed with; kind `cancelled` after `signal`, once the child is dead and its
   * temporaries are removed; `worker.crashed` when the child ends without an answer.
   */
  async run<N extends JobName>(name: N, request: JobRequest<N>, options: JobOptions): Promise<JobResult<N>> {
    if (options.signal.aborted) throw cancelled();
    const printed: string[] = [];
    const child = this.#fork(printed);
    const temporaries: string[] = [];
    let answer: JobMessage | null = null;
    let stopped = false;

    const stop = (): void => {
      if (stopped) return;
      stopped = true;
      endChild(child);
    };
    const exit = new Promise<string>(resolve => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit status ${code}`));
      child.once('error', error => resolve(error.message));
    });
    child.on('message', message => {
      if (!isJobMessage(message)) return;
      if (message.kind === 'progress') options.progress(message.progress);
      else if (message.kind === 'temporary') temporaries.push(message.path);
      else {
        answer = message;
        // It ends by itself; a runtime that hangs while unloading is not waited for.
        setTimeout(() => endChild(child), GRACE_MS).unref();
      }
    });
    const entry = { stop, ended: exit.then(() => this.#removeAll(temporaries)) };
    this.#running.add(entry);
    options.signal.addEventListener('abort', stop, { once: true });
    try {
      const started = performance.now();
      child.send({ name, request } satisfies JobStart<N>, error => {
        if (error !== null) this.log.warn(`Worker ${child.pid}: ${error.message}`);
      });
      const how = await exit;
      await entry.ended;
      this.log.info(`${name}: worker ${child.pid} ended (${how}) after ${Math.round(performance.now() - started)} ms`);
      if (answer === null && !stopped && printed.length > 0) {
        this.log.warn(`worker ${child.pid} printed before it ended:\n${printed.join('\n')}`);
      }
      return outcome<N>(answer, stopped, child, how);
    } finally {
      options.signal.removeEventListener('abort', stop);
      this.#running.delete(entry);
    }
  }

  /** Ends every child and waits until it is gone. */
  async dispose(): Promise<void> {
    const running = [...this.#running];
    for (const { stop } of running) stop();
    await Promise.all(running.map(({ ended }) => ended));
  }

  #fork(printed: string[]): ChildProcess {
    try {
      const child = fork(this.script, [], {
        execPath: process.execPath,
        // Flags of the extension host (debug ports, loaders) must not reach the child.
        execArgv: [],
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        // JSON would lose typed arrays and fail on 64-bit integers.
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      for (const stream of [child.stdout, child.stderr]) {
        if (stream === null) continue;
        createInterface({ input: stream }).on('line', line => {
          this.log.debug(`worker ${child.pid}: ${line}`);
          printed.push(line);
          if (printed.length > LAST_LINES) printed.shift();
        });
      }
      return child;
    } catch (cause) {
      throw cannotStartWorker(cause);
    }
  }

  async #removeAll(temporaries: readonly string[]): Promise<void> {
    for (const file of temporaries) {
      try {
        await rm(file, { force: true, recursive: true });
      } catch (cause) {
        this.log.warn(`Cannot remove ${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
    }
  }
}

function endChild(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  child.once('exit', () => clearTimeout(kill));
}

function outcome<N extends JobName>(
  answer: JobMessage | null,
  stopped: boolean,
  child: ChildProcess,
  how: string,
): JobResult<N> {
  if (answer?.kind === 'done') return answer.result as JobResult<N>;
  if (stopped) throw cancelled();
  if (answer?.kind === 'failed') throw new LatheError(answer.error);
  throw child.pid === undefined ? cannotStartWorker(how) : workerCrashed(how);
}

function isJobMessage(message: unknown): message is JobMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    (message.kind === 'progress' ||
      message.kind === 'temporary' ||
      message.kind === 'done' ||
      message.kind === 'failed')
  );
}
