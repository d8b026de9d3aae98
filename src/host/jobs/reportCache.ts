import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/** A weight report of a large model has a few megabytes; this keeps the last dozens without anybody noticing. */
const MOST_BYTES = 100_000_000;

/**
 * Keeps JSON documents under keys, on disk, the least recently used removed first. A document that cannot be read is
 * as good as absent: a cache only saves work.
 */
export class ReportCache {
  constructor(
    private readonly folder: string,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  async get(key: string): Promise<unknown> {
    const file = this.#file(key);
    try {
      const value: unknown = JSON.parse(await readFile(file, 'utf8'));
      const now = new Date();
      await utimes(file, now, now);
      return value;
    } catch {
      return undefined;
    }
  }

  async set(key: string, value: unknown): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file = this.#file(key);
    const unfinished = `${file}.${process.pid}.tmp`;
    await writeFile(unfinished, JSON.stringify(value));
    await rename(unfinished, file);
    await this.#shrink();
  }

  #file(key: string): string {
    return path.join(this.folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  }

  async #shrink(): Promise<void> {
    const names = await readdir(this.folder);
    const entries = await Promise.all(
      names.map(async name => {
        const file = path.join(this.folder, name);
        const { size, mtimeMs } = await stat(file);
        return { file, size, mtimeMs };
      }),
    );
    entries.sort((a, b) => b.mtimeMs - a.mtimeMs);
    let total = 0;
    for (const { file, size } of entries) {
      total += size;
      if (total > this.mostBytes) await rm(file, { force: true });
    }
  }
}
