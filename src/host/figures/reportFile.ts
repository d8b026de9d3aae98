import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatBytes } from '../../shared/units';
import { type Fields, fields, text } from './fields';

/** A comparison of models with 50,000 nodes has about this much; reading more would hold the extension host. */
const MOST_BYTES = 20_000_000;

/** Reports of one model that are looked at: somebody may have put thousands into the folder. */
const MOST_REPORTS = 16;

export const REPORT_ENDING = '.report.json';

/** A report beside a model, or why it cannot be used. */
export type ReportFile =
  | { readonly name: string; readonly report: Fields; readonly problem: null }
  | { readonly name: string; readonly report: null; readonly problem: string };

/** The report at a path that must be of one of the kinds; `null` when there is no file or its kind is another. */
export async function readReport(file: string, kind: string): Promise<ReportFile | null> {
  const name = path.basename(file);
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) return null;
  if (found.size > MOST_BYTES) {
    return problem(name, `it has ${formatBytes(found.size)}, and at most ${formatBytes(MOST_BYTES)} are read`);
  }
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    return problem(name, cause instanceof Error ? cause.message : String(cause));
  }
  const report = fields(value);
  return text(report.get('kind')) === kind ? { name, report, problem: null } : null;
}

/** Paths of the reports whose names begin with the model's and go on with a dot, the newest first. */
export async function reportsOf(model: string): Promise<readonly string[]> {
  const folder = path.dirname(model);
  const begin = `${stemOf(model)}.`;
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter(name => name.startsWith(begin) && name.endsWith(REPORT_ENDING))
      .map(async name => {
        const file = path.join(folder, name);
        return { file, time: (await stat(file).catch(() => null))?.mtimeMs ?? 0 };
      }),
  );
  found.sort((a, b) => b.time - a.time);
  return found.slice(0, MOST_REPORTS).map(({ file }) => file);
}

/** `net.int8` for `net.int8.onnx`. */
export function stemOf(model: string): string {
  return path.basename(model, path.extname(model));
}

function problem(name: string, reason: string): ReportFile {
  return { name, report: null, problem: `${name} cannot be read: ${reason}.` };
}
