import process from 'node:process';
import type { JobContext, JobMessage } from '../shared/protocol/jobs';
import { handlers } from './handlers';
import { endWithParent } from './parentWatch';
import { runJob } from './runJob';
import { runtimeProvider } from './runtimeProvider';
import { throttle } from './throttle';
import { yieldMemoryFirst } from './yieldMemory';

/** The forked child: takes one job, reports on it and ends. Cancelling is ending the process. */
function main(): void {
  yieldMemoryFirst();
  const removeWithParent = endWithParent();

  const context: JobContext = {
    signal: new AbortController().signal,
    progress: throttle(
      progress => post({ kind: 'progress', progress }),
      () => performance.now(),
    ),
    announceTemporary: path => {
      removeWithParent(path);
      post({ kind: 'temporary', path });
    },
  };
  process.once('message', start => {
    void runJob(start, handlers, context, runtimeProvider()).then(message => {
      post(message, () => process.exit(message.kind === 'done' ? 0 : 1));
    });
  });
}

/** @throws when the process was not forked with a channel. */
function post(message: JobMessage, sent: () => void = () => undefined): void {
  if (process.send === undefined) throw new Error('The worker runs only as a forked child.');
  process.send(message, undefined, undefined, sent);
}

main();
