import path from 'node:path';
import * as vscode from 'vscode';

/** Writers touch a file several times; only what is there after this pause counts. */
const SETTLE_MS = 300;

/** Tells when a file on disk is no longer the one that was read. */
export class FileWatch {
  readonly #changed = new vscode.EventEmitter<'changed' | 'deleted'>();
  readonly #disposables: vscode.Disposable;
  #timer: NodeJS.Timeout | null = null;
  /** What was read last; `undefined` before anything was. */
  #known: string | null | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(private readonly uri: vscode.Uri) {
    const folder = vscode.Uri.joinPath(uri, '..');
    const pattern = new vscode.RelativePattern(folder, escapeGlob(path.posix.basename(uri.path)));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const soon = (): void => this.#lookSoon();
    this.#disposables = vscode.Disposable.from(
      this.#changed,
      watcher,
      watcher.onDidChange(soon),
      watcher.onDidCreate(soon),
      watcher.onDidDelete(soon),
    );
  }

  /** Takes the file as it is now for the one that is about to be read. */
  async mark(): Promise<void> {
    this.#known = await fingerprint(this.uri);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  #lookSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), SETTLE_MS);
  }

  async #look(): Promise<void> {
    const now = await fingerprint(this.uri);
    if (this.#known === undefined || this.#known === now) return;
    this.#known = now;
    this.#changed.fire(now === null ? 'deleted' : 'changed');
  }
}

/** Size and time of the file, `null` when it is not there. Never rejects. */
async function fingerprint(uri: vscode.Uri): Promise<string | null> {
  try {
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    return `${size} ${mtime}`;
  } catch {
    return null;
  }
}

/** The name of a file as a glob that matches only it. */
function escapeGlob(name: string): string {
  return name.replace(/[*?[\]{}!]/g, character => `[${character}]`);
}
