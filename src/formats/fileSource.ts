import { type BigIntStats, constants, fstatSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { ByteSource } from './byteSource';
import { cannotOpen, cannotRead, notRegularFile, outOfRange, sourceChanged, sourceClosed } from './errors';
import { MAX_READ } from './limits';

/** Opening a pipe waits for its other end, unless it is opened this way; Windows has no such flag. */
const NONBLOCK = constants.O_NONBLOCK ?? 0;

/**
 * Opens a regular file for ranged reads.
 * @throws LatheError `source.missing`, `source.cannotOpen`, `source.notRegularFile`.
 */
export async function openFileSource(file: string): Promise<ByteSource> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | NONBLOCK);
  } catch (cause) {
    throw cannotOpen(file, cause);
  }
  try {
    const opened = await handle.stat({ bigint: true });
    if (!opened.isFile()) throw notRegularFile(file);
    return new FileSource(file, handle, opened);
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

class FileSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  #handle: FileHandle | null;

  constructor(
    file: string,
    handle: FileHandle,
    private readonly opened: BigIntStats,
  ) {
    this.name = path.basename(file);
    this.size = Number(opened.size);
    this.#handle = handle;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this, offset, length);
    if (this.#handle === null) throw sourceClosed(this.name);
    const bytes = Buffer.allocUnsafeSlow(length);
    await this.fill(offset, bytes);
    return bytes;
  }

  async fill(offset: number, target: Uint8Array): Promise<void> {
    checkRange(this, offset, target.length);
    const handle = this.#handle;
    if (handle === null) throw sourceClosed(this.name);
    let done = 0;
    while (done < target.length) {
      const count = await this.#readSome(handle, target, done, offset + done);
      if (count === 0) throw sourceChanged(this.name);
      done += count;
    }
    this.#checkUnchanged(handle);
  }

  readInto(offset: number, target: Uint8Array): void {
    checkRange(this, offset, target.length);
    const handle = this.#handle;
    if (handle === null) throw sourceClosed(this.name);
    let done = 0;
    while (done < target.length) {
      const count = this.#readNow(handle, target, done, offset + done);
      if (count === 0) throw sourceChanged(this.name);
      done += count;
    }
    this.#checkUnchanged(handle);
  }

  #readNow(handle: FileHandle, bytes: Uint8Array, at: number, position: number): number {
    try {
      return readSync(handle.fd, bytes, at, Math.min(MAX_READ, bytes.length - at), position);
    } catch (cause) {
      throw cannotRead(this.name, position, cause);
    }
  }

  async #readSome(handle: FileHandle, bytes: Uint8Array, at: number, position: number): Promise<number> {
    try {
      const length = Math.min(MAX_READ, bytes.length - at);
      return (await handle.read(bytes, at, length, position)).bytesRead;
    } catch (cause) {
      throw cannotRead(this.name, position, cause);
    }
  }

  /** Synchronous because it costs two microseconds, a twentieth of what its promise would. */
  #checkUnchanged(handle: FileHandle): void {
    if (this.#handle === null) throw sourceClosed(this.name);
    const now = fstatSync(handle.fd, { bigint: true });
    if (now.size !== this.opened.size || now.mtimeNs !== this.opened.mtimeNs) throw sourceChanged(this.name);
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }
}

/** Bytes that are in memory already, for virtual file systems and tests. */
export function memorySource(bytes: Uint8Array, name: string): ByteSource {
  const source: ByteSource = {
    name,
    size: bytes.length,
    async read(offset, length) {
      checkRange(source, offset, length);
      return bytes.subarray(offset, offset + length);
    },
    async close() {},
  };
  return source;
}

function checkRange(source: ByteSource, offset: number, length: number): void {
  const valid = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (!valid || offset + length > source.size) throw outOfRange(source.name, offset, length, source.size);
}
