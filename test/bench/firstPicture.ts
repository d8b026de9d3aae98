import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Window } from '../e2e/window';
import { modelBytes } from '../fixtures/builders/onnxModel';
import { shownTransformer } from '../fixtures/shown/shownTransformer';
import type { BenchRow } from './benchRow';
import { median } from './median';
import { packagedExtension } from './packagedExtension';
import { pageBundle } from './pageBundle';

const ROUNDS = 7;
const LIMIT_MS = 500;
/** What a person looks at before they click, in milliseconds: nothing at all, or the overview. */
const LOOKS = [
  ['clicked at once', 0],
  ['clicked after two seconds', 2000],
] as const;
const MODELS = [
  { file: 'small.onnx', nodes: 100 },
  { file: 'large.onnx', nodes: 10_000 },
] as const;

/** From the click on the Graph tab to the first frame with boxes in it, in a real VS Code, each time in an editor that was just opened. */
export async function bench(): Promise<readonly BenchRow[]> {
  const watch = await pageBundle('test/bench/inPage/firstPicture.ts');
  const window = await Window.open({ vsix: await packagedExtension(), prepare: writeModels });
  try {
    const found = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const { file } of MODELS) {
        for (const [, wait] of LOOKS) {
          const key = `${file} ${wait}`;
          found.set(key, [...(found.get(key) ?? []), await firstPicture(window, file, wait, watch)]);
        }
      }
    }
    return LOOKS.map(([look, wait]) => row(look, found.get(`large.onnx ${wait}`), found.get(`small.onnx ${wait}`)));
  } finally {
    await window.close();
  }
}

async function firstPicture(window: Window, file: string, wait: number, watch: string): Promise<number> {
  await window.openModel(file);
  const body = window.model().locator('body');
  await body.evaluate(watch);
  await window.page.waitForTimeout(wait);
  await window.showTab('Graph');
  const time = await body.evaluate<number, undefined>('firstPicture()', undefined);
  await window.runCommand('View: Close All Editors');
  await window.page.locator('iframe.webview.ready').waitFor({ state: 'detached' });
  return time;
}

async function writeModels(folder: string): Promise<void> {
  for (const { file, nodes } of MODELS) await writeFile(path.join(folder, file), modelBytes(shownTransformer(nodes)));
}

function row(look: string, large: readonly number[] = [], small: readonly number[] = []): BenchRow {
  const value = median(large);
  return {
    name: `First picture of a graph of 10,000 nodes, ${look}`,
    value: Math.round(value),
    unit: 'ms',
    baseline: `a graph of 100 nodes, ${median(small).toFixed(0)} ms; the slowest of ${large.length}: ${Math.max(...large).toFixed(0)} ms`,
    limit: `<= ${LIMIT_MS} ms`,
    passed: value <= LIMIT_MS,
  };
}
