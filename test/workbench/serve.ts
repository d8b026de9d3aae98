import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installWorkbench } from './install';
import type { WorkbenchVersion } from './versions';

const readyWithinMs = 60_000;
const endsWithinMs = 5_000;

/** What a page opened on a served workbench loads besides the folder. */
export interface Development {
  /** Folder of an extension to run in place, as F5 does. A page takes one only. */
  readonly extension?: string;
  /** Module exporting `run()`, executed inside the extension host. */
  readonly tests?: string;
}

/** A running VS Code server. It listens on the loopback address only and owns a folder in the temporary directory. */
export interface ServedWorkbench {
  readonly version: WorkbenchVersion;
  readonly port: number;
  /** The server's data: logs, installed extensions, settings. Removed by `stop`. */
  readonly dataFolder: string;
  address(workspace: string, development?: Development): string;
  /** Everything the server printed so far. */
  output(): string;
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly version?: WorkbenchVersion;
  /** User settings, on top of the quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * Whether addresses may name an extension or tests to run in place (default). It needs VS Code's smoke-test driver, under which no
   * notifications are shown; a person's VS Code goes without and takes the extension from `installed` or `vsix`.
   */
  readonly development?: boolean;
  /** Folders of unpacked extensions that count as installed. */
  readonly installed?: readonly string[];
  /** A packaged extension to install, as a user would. */
  readonly vsix?: string;
  /** Variables for the server and, through it, the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A fixed port, for a person who bookmarks it; a free one otherwise. */
  readonly port?: number;
}

const quietSettings: Readonly<Record<string, unknown>> = {
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

const interrupts = ['SIGINT', 'SIGTERM'] as const;

/** Lets `exit` listeners run, which a signal alone would not. */
function exitNow(name: NodeJS.Signals): void {
  process.exit(128 + os.constants.signals[name]);
}

/** Starts the workbench with settings and data of its own and returns once it answers. */
export async function serveWorkbench(options: ServeOptions = {}): Promise<ServedWorkbench> {
  const workbench = await installWorkbench(options.version);
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-workbench-'));
  const user = path.join(dataFolder, 'data/User');
  await mkdir(user, { recursive: true });
  await writeFile(path.join(user, 'settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }, null, 2));

  const extensions = path.join(dataFolder, 'extensions');
  await listAsInstalled(options.installed ?? [], extensions);

  const folders = ['--server-data-dir', dataFolder, '--extensions-dir', extensions];
  const base = [workbench.server, ...folders, '--accept-server-license-terms', '--telemetry-level', 'off'];
  const environment = { ...process.env, ...options.environment };
  if (options.vsix !== undefined) await installVsix(workbench.node, base, options.vsix, environment);

  const port = options.port ?? (await freePort());
  const driver = options.development === false ? [] : ['--enable-smoke-test-driver'];
  const listen = ['--host', '127.0.0.1', '--port', `${port}`, '--without-connection-token', ...driver];
  const child = spawn(workbench.node, [...base, ...listen], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that `stop` reaches the extension host and whatever that started.
    detached: process.platform !== 'win32',
  });
  const printed = collect(child);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', endNow);
    for (const name of interrupts) process.removeListener(name, exitNow);
    await end(child);
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const endNow = (): void => {
    signal(child, 'SIGKILL');
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.once('exit', endNow);
  for (const name of interrupts) process.once(name, exitNow);
  try {
    await answers(port, child, printed);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    version: workbench.version,
    port,
    dataFolder,
    address: (workspace, development = {}) => address(port, workspace, development),
    output: printed,
    stop,
  };
}

function address(port: number, workspace: string, development: Development): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${port}${file}`;
  const payload: [string, string][] = [];
  if (development.extension !== undefined) payload.push(['extensionDevelopmentPath', remote(development.extension)]);
  if (development.tests !== undefined) payload.push(['extensionTestsPath', remote(development.tests)]);
  const query = new URLSearchParams({ folder: workspace });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}

/** Lists folders in the file in which the server keeps what is installed, so that they are used where they are. */
async function listAsInstalled(folders: readonly string[], extensions: string): Promise<void> {
  const entries = folders.map(async folder => {
    const text = await readFile(path.join(folder, 'package.json'), 'utf8');
    const { publisher, name, version } = JSON.parse(text) as { publisher: string; name: string; version: string };
    return { identifier: { id: `${publisher}.${name}` }, version, location: { $mid: 1, path: folder, scheme: 'file' } };
  });
  await mkdir(extensions);
  await writeFile(path.join(extensions, 'extensions.json'), JSON.stringify(await Promise.all(entries)));
}

async function installVsix(node: string, base: readonly string[], vsix: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(node, [...base, '--install-extension', vsix], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = collect(child);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`Installing ${vsix} ended with status ${code}:\n${printed()}`);
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  return () => text;
}

async function answers(port: number, child: ChildProcess, printed: () => string): Promise<void> {
  const giveUp = Date.now() + readyWithinMs;
  while (Date.now() < giveUp) {
    if (child.exitCode !== null) throw new Error(`The workbench ended with status ${child.exitCode}:\n${printed()}`);
    const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error(`The workbench did not answer within ${readyWithinMs / 1000} s:\n${printed()}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const bound = probe.address();
  probe.close();
  await once(probe, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('No free port on 127.0.0.1.');
  return bound.port;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
  signal(child, 'SIGTERM');
  await Promise.race([gone, sleep(endsWithinMs)]);
  signal(child, 'SIGKILL');
  await gone;
}

/** Reaches the server and everything in its process group. A group that is gone already is what was wanted. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', `${child.pid}`, '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
