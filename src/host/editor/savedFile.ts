import * as vscode from 'vscode';
import { type SavedFile, savedOnDisk } from '../../formats/savedFile';
import { tooLargeForVirtual } from '../errors';

/** Bytes that are gathered for a file system that only takes whole files. */
const MOST_GATHERED = 512 * 2 ** 20;

/** On disk under a temporary name beside its place; elsewhere in memory until it is finished. */
export async function createSavedFile(target: vscode.Uri): Promise<SavedFile> {
  return target.scheme === 'file' ? savedOnDisk(target.fsPath) : inMemory(target);
}

function inMemory(target: vscode.Uri): SavedFile {
  let pieces: Uint8Array[] = [];
  let length = 0;
  return {
    async write(bytes) {
      length += bytes.length;
      if (length > MOST_GATHERED) {
        pieces = [];
        throw tooLargeForVirtual(length, MOST_GATHERED);
      }
      pieces.push(bytes);
    },
    async finish() {
      await vscode.workspace.fs.writeFile(target, Buffer.concat(pieces));
      pieces = [];
    },
    async discard() {
      pieces = [];
    },
  };
}
