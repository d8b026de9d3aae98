import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { serveWorkbench } from './serve';
import { root } from './versions';

// `npm start`: the built extension in a VS Code on the sample. Desktop VS Code when there is one and a screen to show it on, else the
// workbench from the package registry for any browser on this machine.
async function main(): Promise<void> {
  const folder = path.join(root, 'out/sample');
  await cp(path.join(root, 'media/sample'), folder, { recursive: true });
  const code = desktopCode();
  if (code === undefined) await serveUntilInterrupted(folder);
  else await openDesktop(code, folder);
}

async function openDesktop(code: string, folder: string): Promise<void> {
  const shell = process.platform === 'win32';
  const args = [`--extensionDevelopmentPath=${root}`, '--disable-workspace-trust', folder];
  const child = spawn(code, args, { shell, stdio: 'inherit' });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`${code} ended with status ${status}.`);
  process.stdout.write(`Opened ${folder} in VS Code with Model Lathe.\n`);
}

async function serveUntilInterrupted(folder: string): Promise<void> {
  const port = process.env.PORT === undefined ? {} : { port: Number(process.env.PORT) };
  const settings = { 'security.workspace.trust.enabled': false };
  const workbench = await serveWorkbench({ settings, development: false, installed: [root], ...port });
  const address = workbench.address(folder);
  process.stdout.write(`VS Code ${workbench.version.vscode} with Model Lathe:\n\n  ${address}\n\nCtrl-C ends it.\n`);
}

/** `code` from the PATH, unless it could not open a window here: no display, or root, whom VS Code refuses. */
function desktopCode(): string | undefined {
  const onLinux = process.platform === 'linux';
  const hasDisplay = (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY ?? '') !== '';
  if (onLinux && (!hasDisplay || process.getuid?.() === 0)) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map(folder => path.join(folder, name)).find(file => existsSync(file));
}

void main();
