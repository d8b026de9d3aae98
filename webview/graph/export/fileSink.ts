import type { FileSaving } from '../../../src/shared/protocol/fileSaving';
import type { Remote } from '../../../src/shared/protocol/rpc';

/** Bytes in one message: large enough to be few, small enough to be made and sent at once. */
const MESSAGE_BYTES = 1 << 20;

/** Gathers small pieces of a file for the host, which takes one message at a time. */
export class FileSink {
  readonly #encoder = new TextEncoder();
  #buffer = new Uint8Array(MESSAGE_BYTES);
  #filled = 0;
  bytes = 0;

  constructor(
    private readonly host: Remote<FileSaving>,
    private readonly file: number,
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const count = Math.min(bytes.length - at, MESSAGE_BYTES - this.#filled);
      this.#buffer.set(bytes.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === MESSAGE_BYTES) await this.flush();
    }
  }

  /** UTF-8. */
  async writeText(text: string): Promise<void> {
    await this.write(this.#encoder.encode(text));
  }

  /** Sends what is gathered. */
  async flush(): Promise<void> {
    if (this.#filled === 0) return;
    const bytes = this.#buffer.slice(0, this.#filled);
    this.#filled = 0;
    await this.host.writeFile(this.file, bytes);
    this.bytes += bytes.length;
  }
}
