import { type FileHandle, open, rm } from 'node:fs/promises';
import { WRITE_CHUNK } from '../../limits';
import { cannotWrite, targetExists } from '../../resultErrors';

/** A new file that is written from start to end; small pieces are gathered into large writes. */
export class TargetFile {
  readonly #buffer = new Uint8Array(WRITE_CHUNK);
  #filled = 0;
  position = 0;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** @throws LatheError `job.targetExists`, `job.cannotWrite`. */
  static async create(path: string): Promise<TargetFile> {
    try {
      return new TargetFile(path, await open(path, 'wx'));
    } catch (cause) {
      const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
      throw exists ? targetExists(path) : cannotWrite(path, cause);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.position += bytes.length;
    if (bytes.length > this.#buffer.length - this.#filled) await this.#flush();
    if (bytes.length >= this.#buffer.length) {
      await this.#writeAll(bytes);
    } else {
      this.#buffer.set(bytes, this.#filled);
      this.#filled += bytes.length;
    }
  }

  /** Fills up with zeros. */
  async padTo(position: number): Promise<void> {
    while (this.position < position) {
      await this.write(new Uint8Array(Math.min(position - this.position, WRITE_CHUNK)));
    }
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.handle.close();
  }

  /** Closes and removes the file, after something went wrong. */
  async discard(): Promise<void> {
    await this.handle.close();
    await rm(this.path, { force: true });
  }

  async #flush(): Promise<void> {
    const filled = this.#buffer.subarray(0, this.#filled);
    this.#filled = 0;
    await this.#writeAll(filled);
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        done += (await this.handle.write(bytes, done, bytes.length - done)).bytesWritten;
      }
    } catch (cause) {
      throw cannotWrite(this.path, cause);
    }
  }
}
