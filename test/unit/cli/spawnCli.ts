import { type ChildProcess, spawn } from 'node:child_process';
import { BUNDLE_ENV, bundle } from '../../fixtures/bundle';

export interface Finished {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly error: string;
}

let built: Promise<string> | null = null;

/** Starts the command line as a user would; `finished` resolves when it has ended. */
export async function startCli(
  words: readonly string[],
  cwd?: string,
): Promise<{ readonly child: ChildProcess; readonly finished: Promise<Finished> }> {
  built ??= bundle('src/cli/main.ts', { worker: 'src/worker/main.ts' });
  const options = cwd === undefined ? { env: BUNDLE_ENV } : { env: BUNDLE_ENV, cwd };
  const child = spawn(process.execPath, [await built, ...words], options);
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  const finished = new Promise<Finished>(resolve => {
    child.on('close', (status, signal) => resolve({ status, signal, out, error }));
  });
  return { child, finished };
}

export async function runCli(words: readonly string[], cwd?: string): Promise<Finished> {
  return (await startCli(words, cwd)).finished;
}
