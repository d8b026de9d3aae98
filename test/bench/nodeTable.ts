import { launchChromium } from '../workbench/browser';
import type { BenchRow } from './benchRow';
import { median } from './median';
import { pageBundle } from './pageBundle';
import type { TableTimes } from './tableTimes';

const ROUNDS = 7;
const SORT_LIMIT_MS = 100;
const DRAW_LIMIT_MS = 500;

/** The table of nodes with 50,000 of them, in a real browser. */
export async function bench(): Promise<readonly BenchRow[]> {
  const script = await pageBundle('test/bench/inPage/nodeTable.ts');
  const style = await pageBundle('webview/main.css');
  const browser = await launchChromium();
  try {
    const rounds: TableTimes[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // A page of its own each time, as when a person opens a model.
      const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
      await page.setContent('<!doctype html><body></body>');
      await page.addStyleTag({ content: style });
      await page.addScriptTag({ content: script });
      rounds.push(await page.evaluate<TableTimes>('tableTimes()'));
      await page.close();
    }
    if (rounds.some(({ found: [ours, plain] }) => ours !== plain || ours === 0))
      throw new Error('The two ways to filter disagree.');
    return rows(rounds);
  } finally {
    await browser.close();
  }
}

function rows(rounds: readonly TableTimes[]): readonly BenchRow[] {
  const of = (read: (times: TableTimes) => number): number => median(rounds.map(read));
  const sort = of(({ sortByName }) => sortByName);
  const plainSort = of(({ plainSortByName }) => plainSortByName);
  const filter = of(({ filter: time }) => time);
  const plainFilter = of(({ plainFilter: time }) => time);
  const objects = (time: number): string => `an object for each row, ${time.toFixed(0)} ms`;
  const limited = (name: string, value: number, limit: number, baseline: string): BenchRow => ({
    name: `Table of 50,000 nodes: ${name}`,
    value: Math.round(value),
    unit: 'ms',
    baseline,
    limit: `< ${limit} ms`,
    passed: value < limit,
  });
  const ratio = (name: string, ours: number, plain: number): BenchRow => ({
    name: `Table of 50,000 nodes: ${name}`,
    value: Number((plain / ours).toFixed(2)),
    unit: 'x faster',
    baseline: objects(plain),
    limit: '> 1 x',
    passed: plain > ours,
  });
  return [
    limited(
      'from buffers to the first drawing',
      of(({ firstDraw }) => firstDraw),
      DRAW_LIMIT_MS,
      'none: half a second',
    ),
    limited(
      'sorting by a figure',
      of(({ sortByMacs }) => sortByMacs),
      SORT_LIMIT_MS,
      objects(plainSort),
    ),
    limited('sorting by name', sort, SORT_LIMIT_MS, objects(plainSort)),
    ratio('sorting by name against objects', sort, plainSort),
    limited(
      'filtering and adding up while somebody types',
      filter,
      SORT_LIMIT_MS,
      `filtering objects without totals, ${plainFilter.toFixed(0)} ms`,
    ),
  ];
}
