import { copyFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './versions';

/** What was bundled for the extension host. */
export interface BuiltSuites {
  /** Module for `extensionTestsPath`. */
  readonly entry: string;
  /** Folder of the extension that runs the Restricted Mode suites by itself, because VS Code trusts every window that has a test entry. */
  readonly restrictedDriver: string;
}

/** Bundles `test/vscode/` into `out/test/`, one file for each suite, so that each fails on its own. */
export async function buildSuites(): Promise<BuiltSuites> {
  const source = path.join(root, 'test/vscode');
  const out = path.join(root, 'out/test');
  await rm(out, { recursive: true, force: true });
  const files = (await readdir(source, { recursive: true })).filter(file => file.endsWith('.test.ts'));
  if (files.length === 0) throw new Error(`No suite (*.test.ts) in ${source}.`);
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'test/vscode/index.ts', out: 'index' },
      { in: 'test/vscode/restricted/driver.ts', out: 'restricted/driver' },
      ...files.map(file => ({ in: path.join(source, file), out: outputOf(file) })),
    ],
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'onnxruntime-node'],
    logLevel: 'warning',
  });
  const restrictedDriver = path.join(out, 'restricted');
  await copyFile(path.join(source, 'restricted/package.json'), path.join(restrictedDriver, 'package.json'));
  return { entry: path.join(out, 'index.js'), restrictedDriver };
}

/** Suites of Restricted Mode live in a folder of that name and are kept apart from those of a trusted window. */
function outputOf(file: string): string {
  const name = file.replace(/\.ts$/, '');
  return name.startsWith(`restricted${path.sep}`) ? name : path.join('suites', name);
}
