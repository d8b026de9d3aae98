import { constants } from 'node:fs';
import { access, link, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { LatheError } from '../shared/errors';
import { cannotWrite, targetExists } from './resultErrors';

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
   * Gives the temporary path to write for `target`.
   * @throws LatheError `job.targetExists` unless `force`, `job.cannotWrite` when the folder is not writable.
   */
  async reserve(target: string): Promise<string> {
    const folder = path.dirname(target);
    if (!this.force && (await exists(target))) throw targetExists(target);
    try {
      await access(folder, constants.W_OK);
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

  /** Gives every file its final name, in the order of reservation. Without `force`, never over another file. */
  async commit(): Promise<void> {
    for (const { temporary, target } of this.#reserved) {
      try {
        if (this.force) await rename(temporary, target);
        else await moveWithoutReplacing(temporary, target);
      } catch (cause) {
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
    if (await exists(to)) throw targetExists(to);
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

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
