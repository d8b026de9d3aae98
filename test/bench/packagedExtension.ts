import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../workbench/versions';

let packaged: Promise<string> | null = null;

/** Path of the .vsix that a user downloads, made once for all benches of a run. */
export function packagedExtension(): Promise<string> {
  packaged ??= packageNow();
  return packaged;
}

async function packageNow(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-package-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const vsix = path.join(folder, 'model-lathe.vsix');
  await promisify(execFile)(process.execPath, ['esbuild.mjs', 'package', vsix], { cwd: root });
  return vsix;
}
