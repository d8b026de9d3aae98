import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BenchRow } from './benchRow';

const root = path.resolve(__dirname, '../..');
const limitMB = 25;

/** Size of the .vsix that a user downloads. */
export async function bench(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-size-'));
  try {
    const vsix = path.join(folder, 'model-lathe.vsix');
    await promisify(execFile)(process.execPath, ['esbuild.mjs', 'package', vsix], { cwd: root });
    const value = (await stat(vsix)).size / 1e6;
    return [
      {
        name: 'Package, this platform',
        value,
        unit: 'MB',
        baseline: `${process.platform}-${process.arch}, runtime included`,
        limit: `< ${limitMB} MB`,
        passed: value < limitMB,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
