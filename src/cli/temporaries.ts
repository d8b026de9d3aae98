import { rmSync } from 'node:fs';

/** Files that a job announced, to be removed when the process is told to end in the middle of it. */
export class Temporaries {
  readonly #paths = new Set<string>();

  add(path: string): void {
    this.#paths.add(path);
  }

  /** Synchronous, because the process ends right after. */
  remove(): void {
    for (const path of this.#paths) rmSync(path, { force: true });
  }
}
