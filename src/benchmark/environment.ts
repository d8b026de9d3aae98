import os from 'node:os';
import process from 'node:process';
import type { Environment } from '../shared/reports/environment';
import { VERSION } from '../shared/version';

/** The machine and versions of this moment. `runtime` is the runtime's own name for itself. */
export function environment(runtime: string): Environment {
  const cpus = os.cpus();
  return {
    date: new Date().toISOString(),
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    os: `${process.platform} ${process.arch} ${os.release()}`,
    node: process.versions.node,
    runtime,
    tool: VERSION,
  };
}
