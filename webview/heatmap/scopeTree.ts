import { textAt, titleAt } from '../../src/shared/nodeTable/cells';
import { HOLDS, type NodeTable } from '../../src/shared/nodeTable/nodeTable';
import { NO_ITEM } from '../heat/heat';

/** Levels of scopes that are told apart; what a file nests deeper stays in one piece. */
const DEEPEST = 64;
/** The main graph comes first in a table. */
const MAIN = 0;

/**
 * All rows by where they belong, bodies in the nodes that hold them. Item `row` is the row; groups follow, the model first.
 */
export interface ScopeTree {
  readonly rows: number;
  /** The group of the whole model: its number is `rows`. */
  readonly root: number;
  readonly parent: Uint32Array;
  /** Of groups, by number less `rows`. */
  readonly titles: readonly string[];
  /** Children of group `i`: `children[childStart[i - rows] .. childStart[i - rows + 1])`. */
  readonly childStart: Uint32Array;
  readonly children: Uint32Array;
}

/** Made once for each table. */
export function scopeTree(table: NodeTable): ScopeTree {
  const made = known.get(table) ?? buildTree(table);
  known.set(table, made);
  return made;
}

const known = new WeakMap<NodeTable, ScopeTree>();

function buildTree(table: NodeTable): ScopeTree {
  const groups = new Groups(table.graph.length);
  const root = groups.add(NO_ITEM, 'Model');
  const base = new Uint32Array(table.graphs.length).fill(root);
  const holderGroups = new Map<number, number>();
  const parent = new Uint32Array(table.graph.length).fill(root);
  const rowsOf: number[][] = table.graphs.map(() => []);
  for (const [row, graph] of table.graph.entries()) rowsOf[graph]?.push(row);
  for (const graph of table.runOrder) {
    const inner = table.graphs[graph];
    if (inner === undefined) continue;
    const [holder, ...others] = inner.heldBy;
    if (holder !== undefined && others.length === 0) {
      const outside = parent[holder.row] ?? root;
      const own = holderGroups.get(holder.row) ?? groups.add(outside, titleAt(table, holder.row));
      holderGroups.set(holder.row, own);
      parent[holder.row] = own;
      base[graph] = inner.title === '' ? own : groups.within(own, inner.title);
    } else if (graph !== MAIN) base[graph] = groups.within(root, inner.title);
    const byScope = new Map<number, number>();
    for (const row of rowsOf[graph] ?? []) {
      const scope = table.scope.index[row] ?? 0;
      const group = byScope.get(scope) ?? groups.atPath(base[graph] ?? root, textAt(table.scope, row));
      byScope.set(scope, group);
      parent[row] = group;
    }
  }
  return groups.finish(parent);
}

/** Groups as they are found, each child of a group once for each title. */
class Groups {
  readonly #parents: number[] = [];
  readonly #titles: string[] = [];
  readonly #known = new Map<number, Map<string, number>>();

  constructor(private readonly rows: number) {}

  add(parent: number, title: string): number {
    this.#parents.push(parent);
    this.#titles.push(title);
    return this.rows + this.#parents.length - 1;
  }

  within(parent: number, title: string): number {
    const siblings = this.#known.get(parent) ?? new Map<string, number>();
    this.#known.set(parent, siblings);
    const known = siblings.get(title) ?? this.add(parent, title);
    siblings.set(title, known);
    return known;
  }

  atPath(base: number, scope: string): number {
    if (scope === '') return base;
    let group = base;
    for (const part of scope.split('/', DEEPEST)) group = this.within(group, part);
    return group;
  }

  finish(rowParents: Uint32Array): ScopeTree {
    const { rows } = this;
    const parent = new Uint32Array(rows + this.#parents.length);
    parent.set(rowParents);
    parent.set(this.#parents, rows);
    const childStart = new Uint32Array(this.#parents.length + 1);
    for (const above of parent)
      if (above !== NO_ITEM) childStart[above - rows + 1] = (childStart[above - rows + 1] ?? 0) + 1;
    for (let i = 1; i < childStart.length; i++) childStart[i] = (childStart[i] ?? 0) + (childStart[i - 1] ?? 0);
    const next = childStart.slice();
    const children = new Uint32Array(childStart.at(-1) ?? 0);
    for (const [item, above] of parent.entries()) {
      if (above === NO_ITEM) continue;
      const at = next[above - rows] ?? 0;
      children[at] = item;
      next[above - rows] = at + 1;
    }
    return { rows, root: rows, parent, titles: this.#titles, childStart, children };
  }
}

/**
 * Parents for adding up a figure: nodes that hold graphs count by what is in them, unless nothing in them has the figure.
 */
export function countingParents({ parent, rows }: ScopeTree, table: NodeTable, values: Float64Array): Uint32Array {
  const known = new Uint8Array(table.graphs.length);
  for (const [row, graph] of table.graph.entries()) if (!Number.isNaN(values[row] ?? Number.NaN)) known[graph] = 1;
  const counting = parent.slice();
  for (const [graph, { heldBy }] of table.graphs.entries()) {
    if (known[graph] === 0) continue;
    for (const { row } of heldBy) if (row < rows && table.holds[row] === HOLDS.rows) counting[row] = NO_ITEM;
  }
  return counting;
}
