import path from 'node:path';
import process from 'node:process';
import { WorkerClient, type WorkerLog } from '../jobs/workerClient';
import { printable } from '../shared/printable';
import { commands } from './commands';
import { EXIT, SIGNALS } from './exitStatus';
import { runCommand } from './runCommand';
import type { Streams } from './terminal';

/**
 * Jobs run in a child, as in the editor: a runtime that is busy, or takes its process with it, leaves this one able to
 * obey an interrupt, to say what happened and to remove what was half-written.
 */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const worker = new WorkerClient(path.join(__dirname, 'worker.js'), workerLog(words.includes('--verbose')));
  for (const [signal, status] of Object.entries(SIGNALS)) {
    process.once(signal, () => void worker.dispose().finally(() => process.exit(status)));
  }
  endQuietlyWithoutReader(process.stdout);
  endQuietlyWithoutReader(process.stderr);
  const streams: Streams = {
    out: text => process.stdout.write(text),
    error: text => process.stderr.write(text),
    interactive: process.stderr.isTTY,
    columns: process.stderr.columns ?? 80,
  };
  const { signal } = new AbortController();
  // Set, not called: what is still in a pipe must arrive.
  process.exitCode = await runCommand(words, commands, streams, (name, request, progress) =>
    worker.run(name, request, { signal, progress }),
  );
}

/** What goes wrong around a child, for those who ask for details. */
function workerLog(verbose: boolean): WorkerLog {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: message => {
      if (verbose) process.stderr.write(`${message.split('\n').map(printable).join('\n')}\n`);
    },
  };
}

/** `model-lathe layers MODEL | head` closes the pipe early; that is no failure. */
function endQuietlyWithoutReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed));
}

void main();
