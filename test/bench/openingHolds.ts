import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BenchRow } from './benchRow';
import { type HostWindow, openHostWindow, writeDriver } from './hostWindow';
import type { Hold } from './inHost/loopHolds';
import { OPENING, type OpeningHolds } from './inHost/openingSignals';
import { writeLargeModel } from './largeModel';
import { median } from './median';

const windows = 5;
const limitMs = 50;
const patienceMs = 60_000;
const LARGE = { nodes: 5000, initializers: 300, bytesEach: 5 * 2 ** 20 };

/** How long the extension host is held while a large model is opened and looked at, in fresh windows of a real VS Code. */
export async function bench(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'model-lathe-opening-'));
  try {
    const workspace = path.join(folder, 'models');
    await mkdir(workspace);
    const model = path.join(workspace, 'large.onnx');
    await writeLargeModel(model, LARGE);
    const driver = await writeDriver(folder, 'openModel');
    const found: OpeningHolds[] = [];
    for (let index = 0; index < windows; index++) found.push(await inFreshWindow(model, driver, folder));
    return rows(found, (await stat(model)).size);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inFreshWindow(model: string, driver: string, folder: string): Promise<OpeningHolds> {
  const signals = await mkdtemp(path.join(folder, 'window-'));
  const window = await openHostWindow({
    workspace: path.dirname(model),
    installed: [driver],
    environment: { MODEL_LATHE_OPENING: signals, MODEL_LATHE_MODEL: model },
  });
  try {
    await lookAtEverything(window);
    await writeFile(path.join(signals, OPENING.shown), '');
    return await window.result<OpeningHolds>(path.join(signals, OPENING.holds));
  } finally {
    await window.close();
  }
}

/** What a person does with a model: the first page, its graph, one of its nodes, its layers. */
async function lookAtEverything({ page }: HostWindow): Promise<void> {
  page.setDefaultTimeout(patienceMs);
  const model = page.frameLocator('iframe.webview.ready').frameLocator('iframe[title]');
  await model.getByTestId('operators').waitFor();
  await model.getByRole('tab', { name: 'Graph', exact: true }).click();
  await model.getByTestId('graph-status').filter({ hasText: '5,000 nodes' }).waitFor();
  const search = model.getByTestId('graph-search').getByRole('textbox');
  await search.fill('op:Gelu');
  await search.press('Enter');
  await model.getByTestId('inspector').getByText('Gelu').first().waitFor();
  await model.getByRole('tab', { name: 'Layers', exact: true }).click();
  await model.getByTestId('layers-table-row').first().waitFor();
}

function rows(found: readonly OpeningHolds[], bytes: number): BenchRow[] {
  const name = `Longest hold of the extension host while a ${(bytes / 1e9).toFixed(2)} GB model of ${LARGE.nodes} nodes opens`;
  const row = (how: string, of: (hold: Hold) => number, choose: (values: readonly number[]) => number): BenchRow => {
    const chosen = (which: keyof OpeningHolds): number => choose(found.map(holds => of(holds[which])));
    const value = chosen('opening');
    return {
      name: `${name}, ${how} ${windows} windows`,
      value,
      unit: 'ms',
      baseline: `every view made at once, ${chosen('atOnce').toFixed(0)} ms; an idle host, ${chosen('idle').toFixed(0)} ms`,
      limit: `< ${limitMs} ms`,
      passed: value < limitMs,
    };
  };
  return [
    row("its thread's processor time, median of", ({ processor }) => processor, median),
    // Other processes of the machine, the browser among them, only ever make it longer.
    row(
      'by the clock, quietest of',
      ({ wall }) => wall,
      values => Math.min(...values),
    ),
  ];
}
