import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from './versions';

/** A folder of its own with the sample model in it, so that no run writes into the checkout. */
export interface SampleWorkspace {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function copySample(): Promise<SampleWorkspace> {
  const temporary = await realpath(await mkdtemp(path.join(os.tmpdir(), 'model-lathe-sample-')));
  const folder = path.join(temporary, 'models');
  await cp(path.join(root, 'media/sample'), folder, { recursive: true });
  return { folder, remove: () => rm(temporary, { recursive: true, force: true }) };
}
