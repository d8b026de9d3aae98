import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isTestDataSet, samplesFileNames } from '../shared/sampleNames';
import { dataMissing, dataUnreadable } from './errors';
import { TEST_DATA_SETS } from './limits';

/** Where samples are. */
export type SampleLocation =
  | { readonly kind: 'npz'; readonly file: string }
  /** `folder` has the sets; `sets` are the folders with `input_*.pb`, in order of their number. */
  | { readonly kind: 'test-data'; readonly folder: string; readonly sets: readonly string[] };

/**
 * Finds samples: those named, or, with `null`, those beside the model (`NAME.samples.npz`, else `test_data_set_*`).
 * @returns `null` when nothing was named and nothing is there.
 * @throws LatheError `samples.missing` when what was named is not there or holds no samples.
 */
export async function findSamples(model: string, data: string | null): Promise<SampleLocation | null> {
  if (data !== null) return named(path.resolve(data));
  const folder = path.dirname(path.resolve(model));
  for (const name of samplesFileNames(path.basename(model))) {
    const file = path.join(folder, name);
    if (await isFile(file)) return { kind: 'npz', file };
  }
  return testData(folder);
}

async function named(data: string): Promise<SampleLocation> {
  if (await isFile(data)) return { kind: 'npz', file: data };
  const names = await entries(data);
  if (names.some(name => /^input_\d+\.pb$/.test(name))) return { kind: 'test-data', folder: data, sets: [data] };
  const found = await testData(data);
  if (found === null) throw dataMissing(data);
  return found;
}

async function testData(folder: string): Promise<SampleLocation | null> {
  const names = (await entries(folder)).filter(isTestDataSet).slice(0, TEST_DATA_SETS);
  if (names.length === 0) return null;
  const sets = names.sort((a, b) => number(a) - number(b)).map(name => path.join(folder, name));
  return { kind: 'test-data', folder, sets };
}

/** The number at the end of `test_data_set_3` or in `input_3.pb`. */
function number(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

async function entries(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') throw dataMissing(folder);
    throw dataUnreadable(folder, cause);
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
