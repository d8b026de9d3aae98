import path from 'node:path';
import * as vscode from 'vscode';
import { FileWatch } from '../editor/fileWatch';

/** Tells when one of two compared files is no longer the one that was compared. */
export class PairWatch {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watches: readonly FileWatch[];
  readonly #news = new Map<string, string>();

  readonly onDidChange = this.#changed.event;

  constructor(...files: readonly vscode.Uri[]) {
    this.#watches = files.map(uri => {
      const watch = new FileWatch(uri);
      watch.onDidChange(state => {
        this.#news.set(uri.toString(), sentence(path.posix.basename(uri.path), state));
        this.#changed.fire();
      });
      return watch;
    });
  }

  /** What became of the files since `mark`, empty when nothing did. */
  get news(): string {
    return [...this.#news.values()].join(' ');
  }

  /** Takes the files as they are now for those that are about to be compared. */
  async mark(): Promise<void> {
    this.#news.clear();
    await Promise.all(this.#watches.map(watch => watch.mark()));
  }

  dispose(): void {
    for (const watch of this.#watches) watch.dispose();
    this.#changed.dispose();
  }
}

function sentence(name: string, state: 'changed' | 'deleted'): string {
  return state === 'changed'
    ? `${name} has changed on disk since it was compared.`
    : `${name} is no longer on disk: what is shown is about the file that was.`;
}
