import path from 'node:path';
import * as vscode from 'vscode';

/** Writers touch a file several times; only what is there after this pause counts. */
const SETTLE_MS = 300;

/** Calls `report` when the file has another size or time than when watching began, or is gone. */
export function watchFile(uri: vscode.Uri, report: (state: 'changed' | 'deleted') => void): vscode.Disposable {
  const folder = vscode.Uri.joinPath(uri, '..');
  const pattern = new vscode.RelativePattern(folder, escapeGlob(path.posix.basename(uri.path)));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  let timer: NodeJS.Timeout | null = null;
  let known = fingerprint(uri);
  let disposed = false;

  const look = async (): Promise<void> => {
    const [before, now] = await Promise.all([known, fingerprint(uri)]);
    if (disposed || before === now) return;
    known = Promise.resolve(now);
    report(now === null ? 'deleted' : 'changed');
  };
  const soon = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void look(), SETTLE_MS);
  };
  const listeners = [watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)];
  return new vscode.Disposable(() => {
    disposed = true;
    if (timer !== null) clearTimeout(timer);
    vscode.Disposable.from(watcher, ...listeners).dispose();
  });
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
export function escapeGlob(name: string): string {
  return name.replace(/[*?[\]{}!]/g, character => `[${character}]`);
}
