import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { launchChromium } from '../workbench/browser';
import { serveWorkbench } from '../workbench/serve';
import { root } from '../workbench/versions';
import { packagedExtension } from './packagedExtension';

const giveUpMs = 120_000;

/** A window of a real VS Code with the packaged extension and others that measure it from inside the extension host. */
export interface HostWindow {
  readonly page: Page;
  /** Waits for a file that an extension in the host writes, and reads it. */
  result<T>(file: string): Promise<T>;
  close(): Promise<void>;
}

export interface HostWindowOptions {
  readonly workspace: string;
  /** Folders of extensions that count as installed. */
  readonly installed: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export async function openHostWindow(options: HostWindowOptions): Promise<HostWindow> {
  const workbench = await serveWorkbench({
    settings: { 'security.workspace.trust.enabled': false },
    vsix: await packagedExtension(),
    installed: options.installed,
    environment: options.environment,
  });
  const browser = await launchChromium();
  const close = async (): Promise<void> => {
    await browser.close();
    await workbench.stop();
  };
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
    await page.goto(workbench.address(options.workspace));
    return { page, result: file => whenWritten(file, workbench.output), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function whenWritten<T>(file: string, output: () => string): Promise<T> {
  const giveUp = Date.now() + giveUpMs;
  while (!existsSync(file)) {
    if (Date.now() > giveUp) throw new Error(`No ${path.basename(file)} within ${giveUpMs / 1000} s.\n${output()}`);
    await sleep(100);
  }
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

/** Writes an extension of that name that does nothing. Returns its folder. */
export async function writeEmptyExtension(parent: string, name: string): Promise<string> {
  const folder = await writeManifest(parent, name, []);
  await writeFile(path.join(folder, 'main.js'), 'exports.activate = () => {};\n');
  return folder;
}

/** Writes an extension that runs `inHost/<entry>.ts` once VS Code has started. Returns its folder. */
export async function writeDriver(parent: string, entry: string): Promise<string> {
  const folder = await writeManifest(parent, 'driver', ['onStartupFinished']);
  await build({
    entryPoints: [path.join(root, `test/bench/inHost/${entry}.ts`)],
    outfile: path.join(folder, 'main.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return folder;
}

async function writeManifest(parent: string, name: string, activationEvents: readonly string[]): Promise<string> {
  const folder = path.join(parent, name);
  await mkdir(folder);
  const identity = { name, publisher: 'model-lathe', version: '0.0.0', engines: { vscode: '^1.101.0' } };
  const manifest = { ...identity, main: './main.js', activationEvents };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
