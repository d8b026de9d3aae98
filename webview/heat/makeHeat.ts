import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import { aggregateTree, hottest } from './aggregate';
import type { Figure } from './figure';
import { fillHolders } from './fillHolders';
import type { Heat, HeatChoice } from './heat';
import { heatScale } from './heatScale';
import { printFigure } from './printFigure';
import { countedRuns, coveredGraphs, runsOfGraphs } from './runs';

/** Puts a figure on a scale. */
export function makeHeat(raw: Figure, table: NodeTable, scale: HeatChoice['scale']): Heat {
  const figure = raw.perRun || raw.shared !== null ? raw : fillHolders(raw, table);
  const values = inOneRun(figure, table);
  const print = (value: number): string => printFigure(value, figure.unit);
  const own = heatScale(values, {
    kind: scale === 'auto' ? (figure.scale ?? 'auto') : scale,
    isShare: figure.unit === 'share',
    isLevel: figure.unit === 'decibel',
    hot: figure.hot,
    print,
  });
  return {
    id: figure.id,
    title: figure.title,
    source: figure.source,
    unit: figure.unit,
    aggregation: figure.aggregation,
    hot: figure.hot,
    notes: [...figure.notes, ...own.notes],
    values,
    missing: values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0),
    total: figureOf(figure, table, values.keys()),
    scale: own,
    of: rows => figureOf(figure, table, rows),
    ofTree: tree => aggregateTree(figure, tree),
    position: own.position,
    at: own.at,
    print,
  };
}

/** What never runs, such as the branch that another stands for, shows what it would be. */
function inOneRun({ each, perRun }: Figure, table: NodeTable): Float64Array {
  if (!perRun) return each;
  const runs = runsOfGraphs(table);
  return each.map((value, row) => value * (runs[table.graph[row] ?? 0] || 1));
}

function figureOf(figure: Figure, table: NodeTable, rows: Iterable<number>): number {
  const chosen = new Set(rows);
  if (figure.shared !== null) return sharedOf(figure.shared, chosen);
  const { each, weight, aggregation, perRun } = figure;
  const standsFor = (row: number): boolean => chosen.has(row) && !Number.isNaN(each[row] ?? Number.NaN);
  const covered = coveredGraphs(table, standsFor);
  const runs = perRun ? countedRuns(table, standsFor) : null;
  const hotter = hottest(figure.hot);
  let found = Number.NaN;
  let whole = 0;
  for (const row of chosen) {
    const graph = table.graph[row] ?? 0;
    const value = (each[row] ?? Number.NaN) * (runs?.[graph] ?? 1);
    if (covered[graph] === 1 || Number.isNaN(value)) continue;
    const share = weight?.[row] ?? 1;
    whole += share;
    if (aggregation === 'largest') found = Number.isNaN(found) ? value : hotter(found, value);
    else found = (Number.isNaN(found) ? 0 : found) + (aggregation === 'mean' ? value * share : value);
  }
  return aggregation === 'mean' ? found / whole : found;
}

function sharedOf({ start, parts, size }: NonNullable<Figure['shared']>, rows: ReadonlySet<number>): number {
  const found = new Set<number>();
  for (const row of rows) {
    for (let at = start[row] ?? 0; at < (start[row + 1] ?? 0); at++) found.add(parts[at] ?? 0);
  }
  let sum = rows.size === 0 ? Number.NaN : 0;
  for (const part of found) sum += size[part] ?? 0;
  return sum;
}
