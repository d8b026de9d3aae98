import path from 'node:path';
import * as vscode from 'vscode';
import { type NpyContents, npyContents } from '../../analysis/picture/npyBytes';
import { npyHeader } from '../../formats/npyHeader';
import { cancelled } from '../../shared/errors';
import type { NpyForm, WeightChoice } from '../../shared/protocol/weights';
import { formatBytes } from '../../shared/units';
import { notOverModel, tooLargeForVirtual } from '../errors';
import { patience, type WeightSession } from './weightSession';
import { writeNpy } from './writeNpy';

/** A virtual file system takes whole files only, so this much memory may be taken at once. */
const MOST_VIRTUAL_BYTES = 256_000_000;
const LONGEST_NAME = 80;

/**
 * Asks where a weight is to be written as `.npy`, beside the model unless the person says otherwise, and writes it with
 * progress. Gives the file's name, `null` when the person gave up.
 */
export async function exportWeight(
  model: vscode.Uri,
  session: WeightSession,
  { graph, name, dequantized }: WeightChoice,
  form: NpyForm,
): Promise<string | null> {
  const subject = await session.subject(graph, name);
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(model, '..', `${fileName(name)}.npy`),
    filters: { NPY: ['npy'] },
    title: 'Export Weight',
  });
  if (target === undefined) return null;
  if (target.toString() === model.toString()) throw notOverModel(path.posix.basename(model.path));
  const title = `Writing ${path.posix.basename(target.path)}`;
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    let shown = 0;
    const work = patience(abort.signal, done => {
      const percent = Math.floor((100 * done) / subject.elements);
      if (percent > shown) progress.report({ increment: percent - shown });
      shown = Math.max(shown, percent);
    });
    const contents = npyContents(subject, session.read, dequantized, form, work);
    progress.report({ message: `${contents.choice.label}, ${formatBytes(contents.choice.bytes)}` });
    if (target.scheme === 'file') await writeNpy(target.fsPath, contents);
    else await vscode.workspace.fs.writeFile(target, await inMemory(contents));
    if (abort.signal.aborted) throw cancelled();
  });
  return path.posix.basename(target.path);
}

async function inMemory({ choice, shape, pieces }: NpyContents): Promise<Uint8Array> {
  if (choice.bytes > MOST_VIRTUAL_BYTES) throw tooLargeForVirtual(choice.bytes, MOST_VIRTUAL_BYTES);
  const parts = [npyHeader(choice.descr, shape)];
  for await (const piece of pieces) parts.push(piece.slice());
  return Buffer.concat(parts);
}

/** A weight's name as file systems take it. */
function fileName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names come from files and may hold any character
  const safe = name.replace(/[\u0000-\u001f\\/:*?"<>|]+/g, '_').replace(/^[._]+|[. ]+$/g, '');
  return safe.slice(0, LONGEST_NAME) || 'weight';
}
