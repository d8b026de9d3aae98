import { execFileSync } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inferTypes } from '../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../src/formats/fileSource';
import { readOnnx } from '../../src/formats/onnx/readOnnx';
import { graphPage } from '../../src/model/graphPage';
import { finish } from '../../src/model/steps';
import { type PackedGraphPage, packGraphPage } from '../../src/shared/packing/packedGraphPage';
import { modelBytes } from '../fixtures/builders/onnxModel';
import { shownTransformer } from '../fixtures/shown/shownTransformer';
import { findChromium } from '../workbench/browser';
import type { BenchRow } from './benchRow';
import { pageBundle } from './pageBundle';
import type { PanTimes } from './panTimes';

const NODES = 50_000;
const STEPS = 150;
const MEDIAN_LIMIT_MS = 16;
const WORST_LIMIT_MS = 33;
const MEMORY_LIMIT_MB = 300;
/** No GPU, and frames as fast as they are done: the time between two of them is what one costs. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-gpu-vsync', '--disable-frame-rate-limit', '--disable-quic'];
const SCALES = [
  ['at 100 %', 1],
  ['at 25 %', 0.25],
  ['with everything in view', null],
] as const;

/** Panning 50,000 nodes, all groups open, in a real browser without a GPU, by the wheel and by dragging. */
export async function bench(): Promise<readonly BenchRow[]> {
  const script = await pageBundle('test/bench/inPage/graphPan.ts');
  const style = await pageBundle('webview/main.css');
  const graph = { packed: await packedDecoder(), worker: await pageBundle('webview/graph/arrange/arrangeWorker.ts') };
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
  try {
    const empty = await openPage(browser, script, style);
    await empty.evaluate('showEmpty()');
    const baseline = await pan(empty);
    const emptyMegabytes = await pageMegabytes(browser);
    await empty.close();
    const grid = await openPage(browser, script, style);
    const ofGrid = await panned(grid, 'a grid', await grid.evaluate<Shown>(`showGrid(${NODES})`), baseline);
    await grid.close();
    const decoder = await openPage(browser, script, style);
    const shown = await showDecoder(decoder, graph);
    const ofDecoder = await panned(decoder, 'a decoder', shown, baseline);
    return [...ofGrid, ...ofDecoder, memoryRow(await pageMegabytes(browser), emptyMegabytes)];
  } finally {
    await browser.close();
  }
}

interface Shown {
  readonly boxes: number;
  readonly lines: number;
}

interface GivenGraph {
  readonly packed: PackedGraphPage;
  /** Script of the worker. */
  readonly worker: string;
}

/** Gives the page a graph, clears away what only this way to it left behind, and lets the page show it. */
async function showDecoder(page: Page, graph: GivenGraph): Promise<Shown> {
  await page.evaluate(given => void Object.assign(globalThis, { given }), graph);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  return page.evaluate<Shown>('showGraph(given)');
}

async function panned(page: Page, what: string, shown: Shown, baseline: PanTimes): Promise<readonly BenchRow[]> {
  if (shown.boxes < NODES) throw new Error(`Only ${shown.boxes} boxes are drawn.`);
  const rows: BenchRow[] = [];
  for (const [name, scale] of SCALES) {
    await page.evaluate(`lookAt(${scale})`);
    // What a person who looks at the drawing gives it before the next move.
    await page.waitForTimeout(1500);
    await page.evaluate('takeFrames()');
    rows.push(...frameRows(`${what} of 50,000 nodes ${name}`, await pan(page), baseline));
  }
  return rows;
}

async function packedDecoder(): Promise<PackedGraphPage> {
  const { model } = await readOnnx(memorySource(modelBytes(shownTransformer(NODES)), 'decoder.onnx'));
  return finish(packGraphPage(graphPage(model, 'main', inferTypes(model))));
}

/** A page that is told to close by the time memory is measured would count, so there is one at a time. */
async function openPage(browser: Browser, script: string, style: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
  await page.setContent('<!doctype html><body class="vscode-dark"></body>');
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
  return page;
}

/** Down, across, back, then by the hand. */
async function pan(page: Page): Promise<PanTimes> {
  await page.mouse.move(680, 425);
  for (let step = 0; step < STEPS; step++) {
    const back = step > STEPS / 2 ? -1 : 1;
    await page.mouse.wheel(back * (step % 40 < 20 ? 12 : 60), back * (step % 40 < 20 ? 60 : 12));
    await page.waitForTimeout(6);
  }
  await page.mouse.down();
  for (let step = 0; step < STEPS; step++) {
    await page.mouse.move(680 + 300 * Math.sin(step / 12), 425 + 250 * Math.sin(step / 9));
    await page.waitForTimeout(6);
  }
  await page.mouse.up();
  const times = await page.evaluate<PanTimes>('takeFrames()');
  if (times.frame.length < STEPS / 3) throw new Error(`Only ${times.frame.length} frames moved.`);
  return times;
}

function frameRows(what: string, { work, frame, sharp }: PanTimes, baseline: PanTimes): readonly BenchRow[] {
  const against = (share: number): string =>
    `an empty canvas, ${at(baseline.frame, share).toFixed(1)} ms; script alone ${at(work, share).toFixed(1)} ms; ${Math.round((100 * sharp) / frame.length)} % of frames sharp`;
  const row = (which: string, share: number, limit: number): BenchRow => ({
    name: `Panning ${what}: ${which} of ${frame.length} frames`,
    value: Number(at(frame, share).toFixed(1)),
    unit: 'ms',
    baseline: against(share),
    limit: `<= ${limit} ms`,
    passed: at(frame, share) <= limit,
  });
  return [row('median', 0.5, MEDIAN_LIMIT_MS), row('95th percentile', 0.95, WORST_LIMIT_MS)];
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function memoryRow(megabytes: number, empty: number): BenchRow {
  return {
    name: 'Page of a decoder of 50,000 nodes after panning: resident memory of its process, worker included',
    value: Math.round(megabytes),
    unit: 'MB',
    baseline: `a page with an empty canvas, ${empty.toFixed(0)} MB`,
    limit: `< ${MEMORY_LIMIT_MB} MB`,
    passed: megabytes < MEMORY_LIMIT_MB,
  };
}

/** Resident memory of the largest page there is, script, canvases and tiles included. */
async function pageMegabytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(id)], { encoding: 'utf8' })) / 1000);
  return Math.max(...sizes);
}
