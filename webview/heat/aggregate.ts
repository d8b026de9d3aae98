import type { Figure, SharedParts } from './figure';
import { NO_ITEM, type RowTree } from './heat';
import { type TreeOrder, treeOrder } from './treeOrder';

/** The figure of every item: of an item with a row the row's, of a group what is in it, in linear time; NaN where nothing has one. */
export function aggregateTree(figure: Figure, tree: RowTree): Float64Array {
  const walk = treeOrder(tree.parent);
  if (figure.shared !== null) return sumShared(figure.shared, tree, walk);
  switch (figure.aggregation) {
    case 'sum':
      return foldUp(tree, walk, own(figure, tree), (a, b) => a + b);
    case 'largest':
      return foldUp(tree, walk, own(figure, tree), hottest(figure.hot));
    case 'mean':
      return mean(figure, tree, walk);
  }
}

/** The figure of an item that is a row; NaN for groups. */
function own({ each, perRun }: Figure, { row, runs }: RowTree): Float64Array {
  return Float64Array.from(row, (at, item) => {
    if (at === NO_ITEM) return Number.NaN;
    return (each[at] ?? Number.NaN) * (perRun ? (runs[item] ?? 1) : 1);
  });
}

/** Of two figures the one to look at: with signs the one further from zero. */
export function hottest(hot: 'high' | 'low'): (a: number, b: number) => number {
  if (hot === 'low') return Math.min;
  return (a, b) => (a < 0 || b < 0 ? (Math.abs(b) > Math.abs(a) ? b : a) : Math.max(a, b));
}

function foldUp(
  { parent }: RowTree,
  { order }: TreeOrder,
  values: Float64Array,
  combine: (a: number, b: number) => number,
): Float64Array {
  for (let at = order.length - 1; at >= 0; at--) {
    const item = order[at] ?? 0;
    const above = parent[item] ?? NO_ITEM;
    const value = values[item] ?? Number.NaN;
    if (above === NO_ITEM || Number.isNaN(value)) continue;
    const known = values[above] ?? Number.NaN;
    values[above] = Number.isNaN(known) ? value : combine(known, value);
  }
  return values;
}

function mean(figure: Figure, tree: RowTree, walk: TreeOrder): Float64Array {
  const values = own(figure, tree);
  const weights = Float64Array.from(tree.row, (at, item) =>
    at === NO_ITEM || Number.isNaN(values[item] ?? Number.NaN) ? 0 : (figure.weight?.[at] ?? 1),
  );
  const products = values.map((value, item) => value * (weights[item] ?? 0));
  const add = (a: number, b: number): number => a + b;
  const sums = foldUp(tree, walk, products, add);
  const wholes = foldUp(tree, walk, weights, add);
  return values.map((value, item) => (tree.row[item] === NO_ITEM ? (sums[item] ?? 0) / (wholes[item] ?? 0) : value));
}

/**
 * Sums in which what several rows share counts once in each group. Each row adds its parts to the groups around; where two rows
 * that have a part in common, one after the other in the walk, first meet in a group, the part is taken off again.
 */
function sumShared({ start, parts, size }: SharedParts, { parent, row }: RowTree, walk: TreeOrder): Float64Array {
  const { order, depth } = walk;
  const values = new Float64Array(row.length);
  const latest = new Uint32Array(size.length).fill(NO_ITEM);
  const hasRow = new Uint8Array(row.length);
  for (const item of order) {
    const at = row[item] ?? NO_ITEM;
    if (at === NO_ITEM) continue;
    hasRow[item] = 1;
    for (let i = start[at] ?? 0; i < (start[at + 1] ?? 0); i++) {
      const part = parts[i] ?? 0;
      const amount = size[part] ?? 0;
      values[item] = (values[item] ?? 0) + amount;
      const before = latest[part] ?? NO_ITEM;
      const meeting = before === NO_ITEM ? NO_ITEM : meet(before, item, parent, depth);
      if (meeting !== NO_ITEM) values[meeting] = (values[meeting] ?? 0) - amount;
      latest[part] = item;
    }
  }
  for (let at = order.length - 1; at >= 0; at--) {
    const item = order[at] ?? 0;
    const above = parent[item] ?? NO_ITEM;
    if (above === NO_ITEM) continue;
    values[above] = (values[above] ?? 0) + (values[item] ?? 0);
    if (hasRow[item] === 1) hasRow[above] = 1;
  }
  return values.map((value, item) => (hasRow[item] === 1 ? value : Number.NaN));
}

/** The innermost group around both, `NO_ITEM` when there is none. */
function meet(a: number, b: number, parent: Uint32Array, depth: Uint32Array): number {
  let left = a;
  let right = b;
  while (left !== right) {
    if (left === NO_ITEM || right === NO_ITEM) return NO_ITEM;
    if ((depth[left] ?? 0) >= (depth[right] ?? 0)) left = parent[left] ?? NO_ITEM;
    else right = parent[right] ?? NO_ITEM;
  }
  return left;
}
