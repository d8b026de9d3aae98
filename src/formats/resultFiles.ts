import { constants, type Stats } from 'node:fs';
import { access, link, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { LatheError } from '../shared/errors';
import { cannotWrite, targetExists, targetNotAFile } from './resultErrors';

const SUFFIX = '.model-lathe-tmp';

interface Reservation {
  readonly temporary: string;
  readonly target: string;
}

/**
 * The files one job writes. They are written under temporary names in their final folder and appear together, complete,
 * when the job commits. A job that dies leaves only temporaries; `announce` tells the parent process of each, and the
 * next job in the same folder removes those whose process is gone.
 */
export class ResultFiles {
  readonly #reserved: Reservation[] = [];

  constructor(
    private readonly force: boolean,
    private readonly announce: (temporary: string) => void,
  ) {}

  /**
   * Looks whether `target` could be written now, for jobs that work long before they reserve it.
   * @throws LatheError what `reserve` would throw.
   */
  async check(target: string): Promise<void> {
    const found = await statOf(target);
    if (found !== null && !found.isFile()) throw targetNotAFile(target);
    if (found !== null && !this.force) throw targetExists(target);
    try {
      await access(path.dirname(target), constants.W_OK);
    } catch (cause) {
      throw cannotWrite(target, cause);
    }
  }

  /**
   * Gives the temporary path to write for `target`.
   * @throws LatheError `job.targetExists` unless `force`, `job.targetNotAFile`, `job.cannotWrite` when the folder is not writable.
   */
  async reserve(target: string): Promise<string> {
    await this.check(target);
    const folder = path.dirname(target);
    try {
      await removeStale(folder);
    } catch (cause) {
      throw cannotWrite(target, cause);
    }
    const name = `.${path.basename(target)}.${process.pid}.${this.#reserved.length}${SUFFIX}`;
    const temporary = path.join(folder, name);
    this.announce(temporary);
    this.#reserved.push({ temporary, target });
    return temporary;
  }

  /**
   * Gives every file its final name, in the order of reservation. Without `force`, never over another file, and all of them
   * or none.
   */
  async commit(): Promise<void> {
    const placed: string[] = [];
    for (const { temporary, target } of this.#reserved) {
      try {
        if (this.force) await rename(temporary, target);
        else await moveWithoutReplacing(temporary, target);
        placed.push(target);
      } catch (cause) {
        // With `force` they took the place of others, which cannot be brought back.
        if (!this.force) for (const file of placed) await rm(file, { force: true });
        if (cause instanceof LatheError) throw cause;
        throw isCode(cause, 'EEXIST') ? targetExists(target) : cannotWrite(target, cause);
      }
    }
  }

  /** Removes whatever was written under temporary names. */
  async abandon(): Promise<void> {
    for (const { temporary } of this.#reserved) await rm(temporary, { force: true });
  }
}

/** A hard link fails when the target exists, which a rename does not; some file systems have no links. */
async function moveWithoutReplacing(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) throw cause;
    if ((await statOf(to)) !== null) throw targetExists(to);
    await rename(from, to);
    return;
  }
  await unlink(from);
}

async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.') || !name.endsWith(SUFFIX)) continue;
    const owner = Number(name.slice(0, -SUFFIX.length).split('.').at(-2));
    if (Number.isSafeInteger(owner) && !isAlive(owner)) await rm(path.join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return !isCode(cause, 'ESRCH');
  }
}

/** `null` when it is not there, or cannot be looked at. */
async function statOf(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch {
    return null;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
