import { rmSync } from 'node:fs';
import process from 'node:process';
import { Worker } from 'node:worker_threads';

/** How long a child may work for nobody. */
const INTERVAL_MS = 500;

/**
 * Runs in a thread of its own, because the one that works may be inside the runtime for hours. A process whose parent dies
 * gets another parent, except on Windows, where the number of the dead one stays.
 */
const WATCH = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { rmSync } = require('node:fs');
  const temporaries = [];
  parentPort.on('message', path => temporaries.push(path));
  const isGone = () => {
    if (process.ppid !== workerData.parent) return true;
    try {
      process.kill(workerData.parent, 0);
      return false;
    } catch (cause) {
      return cause.code === 'ESRCH';
    }
  };
  setInterval(() => {
    if (!isGone()) return;
    for (const path of temporaries) rmSync(path, { force: true, recursive: true });
    process.kill(process.pid, 'SIGKILL');
  }, workerData.interval);
`;

/**
 * Ends this process, whatever it is doing, soon after its parent has died, which can no longer remove what is half-written.
 * @returns a function that is told of each file or folder to remove then.
 */
export function endWithParent(): (temporary: string) => void {
  const temporaries: string[] = [];
  const watch = new Worker(WATCH, { eval: true, workerData: { parent: process.ppid, interval: INTERVAL_MS } });
  watch.unref();
  process.on('disconnect', () => {
    for (const temporary of temporaries) rmSync(temporary, { force: true, recursive: true });
    process.exit(1);
  });
  return temporary => {
    temporaries.push(temporary);
    watch.postMessage(temporary);
  };
}
