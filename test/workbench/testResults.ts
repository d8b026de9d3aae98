import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** What a suite running inside the extension host appends to its results file, one JSON document per line. */
export type ResultLine =
  | { readonly kind: 'passed'; readonly title: string; readonly milliseconds: number }
  | { readonly kind: 'skipped'; readonly title: string }
  | { readonly kind: 'failed'; readonly title: string; readonly error: string }
  | { readonly kind: 'ended' };

/** Names the results file to the extension host. */
export const resultsVariable = 'MODEL_LATHE_TEST_RESULTS';

/** Every complete line written so far; a file that is not there yet has none. */
export async function readResults(file: string): Promise<readonly ResultLine[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.slice(0, -1).map(line => JSON.parse(line) as ResultLine);
}
