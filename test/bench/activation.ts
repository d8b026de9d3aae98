import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { launchChromium } from '../workbench/browser';
import { copySample } from '../workbench/sampleWorkspace';
import { serveWorkbench } from '../workbench/serve';
import { root } from '../workbench/versions';
import type { BenchRow } from './benchRow';
import type { Activations } from './inHost/activate';

const windows = 5;
const limitMs = 50;
const giveUpMs = 60_000;

/** Loading and activating the built extension inside the extension host of a real VS Code, in fresh windows. */
export async function bench(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-activation-'));
  try {
    const empty = ['warm', 'empty'].map(name => writeExtension(path.join(folder, name), name, []));
    const driver = writeExtension(path.join(folder, 'driver'), 'driver', ['onStartupFinished']);
    const installed = await Promise.all([...empty, driver]);
    await build({
      entryPoints: [path.join(root, 'test/bench/inHost/activate.ts')],
      outfile: path.join(folder, 'driver/main.js'),
      allowOverwrite: true,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      logLevel: 'warning',
    });
    const times: Activations[] = [];
    for (let index = 0; index < windows; index++) times.push(await inFreshWindow(installed, folder));
    const ours = median(times.map(each => each['model-lathe.model-lathe'] ?? Number.NaN));
    const nothing = median(times.map(each => each['model-lathe.empty'] ?? Number.NaN));
    return [
      {
        name: 'Activation in the extension host',
        value: ours,
        unit: 'ms',
        baseline: `an empty extension, ${nothing.toFixed(1)} ms (medians of ${windows} windows)`,
        limit: `< ${limitMs} ms`,
        passed: ours < limitMs,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An extension that does nothing, until something else is written into its `main.js`. */
async function writeExtension(folder: string, name: string, activationEvents: readonly string[]): Promise<string> {
  await mkdir(folder);
  const identity = { name, publisher: 'model-lathe', version: '0.0.0', engines: { vscode: '^1.101.0' } };
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ ...identity, main: './main.js', activationEvents }),
  );
  await writeFile(path.join(folder, 'main.js'), 'exports.activate = () => {};\n');
  return folder;
}

async function inFreshWindow(installed: readonly string[], folder: string): Promise<Activations> {
  const target = path.join(folder, 'times.json');
  await rm(target, { force: true });
  const sample = await copySample();
  const workbench = await serveWorkbench({
    settings: { 'security.workspace.trust.enabled': false },
    installed,
    environment: { MODEL_LATHE_ACTIVATIONS: target },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(workbench.address(sample.folder, { extension: root }));
    const giveUp = Date.now() + giveUpMs;
    while (!existsSync(target)) {
      if (Date.now() > giveUp) throw new Error(`No measurement within ${giveUpMs / 1000} s.\n${workbench.output()}`);
      await sleep(100);
    }
    return JSON.parse(await readFile(target, 'utf8')) as Activations;
  } finally {
    await browser.close();
    await workbench.stop();
    await sample.remove();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
