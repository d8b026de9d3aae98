import { stat } from 'node:fs/promises';
import type { BenchRow } from './benchRow';
import { packagedExtension } from './packagedExtension';

const limitMB = 25;

/** Size of the .vsix that a user downloads. */
export async function bench(): Promise<readonly BenchRow[]> {
  const value = (await stat(await packagedExtension())).size / 1e6;
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
}
