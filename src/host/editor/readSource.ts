import path from 'node:path';
import * as vscode from 'vscode';
import type { ByteSource } from '../../formats/byteSource';
import { memorySource, openFileSource } from '../../formats/fileSource';
import { cannotReadFile, virtualFileTooLarge } from '../errors';

/** A virtual file system gives whole files only, so this much memory may be taken at once. */
const MOST_VIRTUAL_BYTES = 256_000_000;

/** Bytes of a model: ranged reads of a file on disk, a copy in memory of a file elsewhere. */
export async function readSource(uri: vscode.Uri): Promise<ByteSource> {
  if (uri.scheme === 'file') return openFileSource(uri.fsPath);
  const name = path.posix.basename(uri.path);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MOST_VIRTUAL_BYTES) throw virtualFileTooLarge(name, size, MOST_VIRTUAL_BYTES);
    return memorySource(await vscode.workspace.fs.readFile(uri), name);
  } catch (cause) {
    throw cause instanceof vscode.FileSystemError ? cannotReadFile(name, cause) : cause;
  }
}
