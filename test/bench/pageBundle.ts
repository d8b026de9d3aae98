import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../workbench/versions';

/** A script or style sheet for a page, of the checkout: `test/bench/inPage/graphPan.ts`. */
export async function pageBundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
