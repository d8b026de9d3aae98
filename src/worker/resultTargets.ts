import { stat } from 'node:fs/promises';
import path from 'node:path';
import { notAnOnnxName, sameAsSource } from '../compression/errors';

/** Absolute paths of what a job that makes a model writes. */
export interface ResultTargets {
  readonly model: string;
  readonly markdown: string;
  readonly json: string;
}

/**
 * `NAME.VARIANT.onnx` beside the model, or where asked, and its reports beside it.
 * @throws LatheError `result.notAnOnnxName` for another ending, so that no samples or weights are replaced; `result.sameAsSource` when that is the source itself, by whatever name.
 */
export async function resultTargets(source: string, variant: string, out: string | null): Promise<ResultTargets> {
  const from = path.parse(path.resolve(source));
  const model = out === null ? path.join(from.dir, `${from.name}.${variant}.onnx`) : path.resolve(out);
  const { dir, name, ext } = path.parse(model);
  if (ext.toLowerCase() !== '.onnx') throw notAnOnnxName(out ?? model);
  const stem = path.join(dir, name);
  const targets = { model, markdown: `${stem}.report.md`, json: `${stem}.report.json` };
  for (const target of Object.values(targets)) if (await isSameFile(source, target)) throw sameAsSource(source);
  return targets;
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  if (path.resolve(one) === path.resolve(other)) return true;
  const [a, b] = await Promise.all([one, other].map(file => stat(file, { bigint: true }).catch(() => null)));
  return a !== null && b !== null && a?.dev === b?.dev && a?.ino === b?.ino;
}
