import os from 'node:os';
import process from 'node:process';

/** Processor time of the machine and of this process at one moment, in milliseconds. */
export interface LoadReading {
  /** Summed over all processors: time not idle. */
  readonly busy: number;
  readonly own: number;
  /** Wall time. */
  readonly at: number;
}

/** Takes a reading; `null` where the system does not tell. */
export type LoadMeter = () => LoadReading | null;

export function machineLoad(): LoadReading | null {
  const cpus = os.cpus();
  if (cpus.length === 0) return null;
  const busy = cpus.reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  const { user, system } = process.cpuUsage();
  return { busy, own: (user + system) / 1000, at: performance.now() };
}

/**
 * Processors that other programs kept busy between two readings, on average. Systems count busy time in steps of 10 ms,
 * so short spans give `null`.
 */
export function foreignCores(before: LoadReading | null, after: LoadReading | null): number | null {
  if (before === null || after === null) return null;
  const wall = after.at - before.at;
  if (wall < 200) return null;
  return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / wall);
}
