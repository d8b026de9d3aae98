import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { copySample } from '../workbench/sampleWorkspace';
import type { BenchRow } from './benchRow';
import { openHostWindow, writeDriver, writeEmptyExtension } from './hostWindow';
import type { Activations } from './inHost/activate';
import { median } from './median';

const windows = 5;
const limitMs = 50;

/** Loading and activating the packaged extension inside the extension host of a real VS Code, in fresh windows. */
export async function bench(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-activation-'));
  try {
    const empty = ['warm', 'empty'].map(name => writeEmptyExtension(folder, name));
    const installed = await Promise.all([...empty, writeDriver(folder, 'activate')]);
    const times: Activations[] = [];
    for (let index = 0; index < windows; index++) times.push(await inFreshWindow(installed, folder));
    const ours = median(times.map(each => each['model-lathe.model-lathe'] ?? Number.NaN));
    const nothing = median(times.map(each => each['model-lathe.empty'] ?? Number.NaN));
    return [
      {
        name: 'Activation: extension.activate() of the package, loading included, timed in the extension host',
        value: ours,
        unit: 'ms',
        baseline: `an empty extension, ${nothing.toFixed(1)} ms (medians of ${windows} windows)`,
        limit: `< ${limitMs} ms`,
        passed: ours < limitMs,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inFreshWindow(installed: readonly string[], folder: string): Promise<Activations> {
  const target = path.join(folder, 'times.json');
  await rm(target, { force: true });
  const sample = await copySample();
  const environment = { MODEL_LATHE_ACTIVATIONS: target };
  const window = await openHostWindow({ workspace: sample.folder, installed, environment });
  try {
    return await window.result<Activations>(target);
  } finally {
    await window.close();
    await sample.remove();
  }
}
