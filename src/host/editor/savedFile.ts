import * as vscode from 'vscode';
import { TargetFile } from '../../formats/onnx/write/targetFile';
import { ResultFiles } from '../../formats/resultFiles';
import { tooLargeForVirtual } from '../errors';

/** Bytes that are gathered for a file system that only takes whole files. */
const MOST_GATHERED = 512 * 2 ** 20;

/** A file that is written from its beginning to its end and appears complete, or not at all. */
export interface SavedFile {
  /** @throws LatheError `job.cannotWrite`, a full disk included; then nothing is left. */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives the file its name, and takes the place of one that has it. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** On disk under a temporary name beside its place; elsewhere in memory until it is finished. */
export async function createSavedFile(target: vscode.Uri): Promise<SavedFile> {
  return target.scheme === 'file' ? onDisk(target.fsPath) : inMemory(target);
}

async function onDisk(target: string): Promise<SavedFile> {
  const files = new ResultFiles(true, () => undefined);
  const file = await TargetFile.create(await files.reserve(target));
  let isOpen = true;
  const discard = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.discard();
    await files.abandon();
  };
  return {
    async write(bytes) {
      try {
        await file.write(bytes);
      } catch (cause) {
        await discard();
        throw cause;
      }
    },
    async finish() {
      try {
        await file.close();
        isOpen = false;
        await files.commit();
      } catch (cause) {
        await files.abandon();
        throw cause;
      }
    },
    discard,
  };
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
