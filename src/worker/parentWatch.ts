import process from 'node:process';
import { Worker } from 'node:worker_threads';

/** How long a child may work for nobody. */
const INTERVAL_MS = 500;

/**
 * Runs in a thread of its own, because the one that works may be inside the runtime for hours. A process whose parent dies
 * gets another parent, except on Windows, where the number of the dead one stays.
 */
const WATCH = `
  const { workerData: { parent, interval } } = require('node:worker_threads');
  const isGone = () => {
    if (process.ppid !== parent) return true;
    try {
      process.kill(parent, 0);
      return false;
    } catch (cause) {
      return cause.code === 'ESRCH';
    }
  };
  setInterval(() => {
    if (isGone()) process.kill(process.pid, 'SIGKILL');
  }, interval);
`;

/** Ends this process, whatever it is doing, soon after its parent has died. */
export function endWithParent(): void {
  const watch = new Worker(WATCH, { eval: true, workerData: { parent: process.ppid, interval: INTERVAL_MS } });
  watch.unref();
}
