import { realpath } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { ByteSource } from './byteSource';
import { openFileSource } from './fileSource';
import { externalEscapes, externalMissing, externalNotAFile } from './weightErrors';

/**
 * Opens a file that a model refers to. A reference never leaves the model's folder: it must be relative, without `..`,
 * and what it leads to, symbolic links resolved, must lie in the folder of the model, or, when the model itself is a
 * link (as in download caches), in the folder of the file it leads to.
 *
 * @throws LatheError `external.missing`, `external.escapes`, `external.notAFile`, naming the tensor.
 */
export async function openExternal(modelPath: string, location: string, tensor: string): Promise<ByteSource> {
  if (!isPlainRelative(location)) throw externalEscapes(tensor, location);
  const named = path.join(path.dirname(modelPath), location);
  const file = await canonical(named);
  if (file === null) throw externalMissing(tensor, location, named);
  const folders = [await canonical(path.dirname(modelPath)), await canonicalFolder(modelPath)];
  if (!folders.some(folder => folder !== null && isInside(folder, file))) throw externalEscapes(tensor, location);
  try {
    return await openFileSource(file);
  } catch (cause) {
    throw externalNotAFile(tensor, location, cause);
  }
}

/** Whether a path written in a model can be joined to a folder at all. */
export function isPlainRelative(location: string): boolean {
  if (location === '' || location.includes('\0')) return false;
  if (/^[a-zA-Z]:/.test(location) || /^[\\/]/.test(location)) return false;
  // An alternate stream of an NTFS file; elsewhere a colon is a letter like any other.
  if (process.platform === 'win32' && location.includes(':')) return false;
  return !location.split(/[\\/]/).includes('..');
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}

async function canonical(file: string): Promise<string | null> {
  try {
    return await realpath(file);
  } catch {
    return null;
  }
}

async function canonicalFolder(file: string): Promise<string | null> {
  const real = await canonical(file);
  return real === null ? null : path.dirname(real);
}
