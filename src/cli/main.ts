import process from 'node:process';
import { commands } from './commands';
import { EXIT, SIGNALS } from './exitStatus';
import { runCommand } from './runCommand';
import { Temporaries } from './temporaries';
import type { Streams } from './terminal';

async function main(): Promise<void> {
  const temporaries = new Temporaries();
  const stop = new AbortController();
  for (const [signal, status] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      stop.abort();
      temporaries.remove();
      process.exit(status);
    });
  }
  endQuietlyWithoutReader(process.stdout);
  endQuietlyWithoutReader(process.stderr);
  const streams: Streams = {
    out: text => process.stdout.write(text),
    error: text => process.stderr.write(text),
    interactive: process.stderr.isTTY,
    columns: process.stderr.columns ?? 80,
  };
  // Set, not called: what is still in a pipe must arrive.
  process.exitCode = await runCommand(process.argv.slice(2), commands, streams, {
    signal: stop.signal,
    announceTemporary: path => temporaries.add(path),
  });
}

/** `model-lathe layers MODEL | head` closes the pipe early; that is no failure. */
function endQuietlyWithoutReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed));
}

void main();
