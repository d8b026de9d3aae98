import { titleAt } from '../../src/shared/nodeTable/cells';
import { cleanText } from '../graph/drawing/cleanText';
import { NO_ITEM } from '../heat/heat';
import type { ShownHeat } from '../heat/heatStore';
import { callsOnly, countedRuns } from '../heat/runs';
import type { AreaMeasure } from './areas';
import { itemAreas, type MapTile, meaningful } from './mapTiles';
import { countingParents, type ScopeTree, scopeTree } from './scopeTree';

/** What a treemap shows: where everything belongs, how large it is and what figure it has. */
export class MapModel {
  readonly tree: ScopeTree;
  /** By item of the tree. */
  readonly areas: Float64Array;
  readonly #values: Float64Array;

  constructor(
    readonly shown: ShownHeat,
    readonly measure: AreaMeasure,
  ) {
    const { heat, table } = shown;
    this.tree = scopeTree(table);
    this.areas = itemAreas(this.tree, measure.areas(table));
    this.#values = figures(shown, this.tree);
    this.#values.set(heat.values);
  }

  get total(): number {
    return this.areas[this.tree.root] ?? 0;
  }

  isRow(item: number): boolean {
    return item < this.tree.rows;
  }

  /** Figure of an item; NaN when it has none. */
  value(item: number): number {
    return this.#values[item] ?? Number.NaN;
  }

  /** Of what is left over from a group. */
  valueOfRows(items: readonly number[]): number {
    return this.shown.heat.of(items.flatMap(item => this.#rowsIn(item)));
  }

  /** A node's name, or the path of the groups that have nothing else in them. */
  title(item: number): string {
    if (this.isRow(item)) return cleanText(titleAt(this.shown.table, item));
    const last = meaningful(this.tree, this.areas, item);
    const parts: string[] = [];
    for (let at = last; at !== NO_ITEM; at = this.tree.parent[at] ?? NO_ITEM) {
      parts.push(this.#ownTitle(at));
      if (at === item) break;
    }
    return cleanText(parts.reverse().join('/'));
  }

  /** The end of a node's name: the rest is in the titles around, except for the groups that were passed through. */
  shortTitle({ item, passed }: Pick<MapTile, 'item' | 'passed'>): string {
    const title = this.title(item);
    const parts = title.split('/').filter(part => part !== '');
    return this.isRow(item) && parts.length > 0 ? parts.slice(-1 - passed).join('/') : title;
  }

  /** Groups from the whole model down to one. */
  trail(group: number): readonly number[] {
    const groups: number[] = [];
    for (let at = group; at !== NO_ITEM; at = this.tree.parent[at] ?? NO_ITEM) groups.push(at);
    return groups.reverse();
  }

  /** Titles that lead to a group from the model: how it is remembered. */
  pathOf(group: number): readonly string[] {
    return this.trail(group)
      .slice(1)
      .map(each => this.#ownTitle(each));
  }

  /** The group that titles lead to, as far as they lead. */
  groupAt(path: readonly string[]): number {
    let group = this.tree.root;
    for (const title of path) {
      const next = this.#groupsIn(group).find(child => this.#ownTitle(child) === title);
      if (next === undefined) break;
      group = next;
    }
    return group;
  }

  /** The group around in which there is more to see; the model when there is none. */
  outOf(group: number): number {
    const { root, parent } = this.tree;
    let outer = group === root ? root : (parent[group] ?? root);
    const shown = meaningful(this.tree, this.areas, outer);
    while (outer !== root && meaningful(this.tree, this.areas, parent[outer] ?? root) === shown)
      outer = parent[outer] ?? root;
    return outer;
  }

  isWithin(item: number, group: number): boolean {
    for (let at = item; at !== NO_ITEM; at = this.tree.parent[at] ?? NO_ITEM) if (at === group) return true;
    return false;
  }

  #ownTitle(group: number): string {
    const title = this.tree.titles[group - this.tree.rows] ?? '';
    return title === '' ? '(no name)' : title;
  }

  #groupsIn(group: number): readonly number[] {
    const { childStart, children, rows } = this.tree;
    const inside = children.subarray(childStart[group - rows] ?? 0, childStart[group - rows + 1] ?? 0);
    return [...inside].filter(child => child >= rows);
  }

  #rowsIn(item: number): readonly number[] {
    const { childStart, children, rows } = this.tree;
    const found: number[] = [];
    const waiting = [item];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (at < rows) found.push(at);
      else
        for (let i = childStart[at - rows] ?? 0; i < (childStart[at - rows + 1] ?? 0); i++)
          waiting.push(children[i] ?? 0);
    }
    return found;
  }
}

function figures({ heat, table }: ShownHeat, tree: ScopeTree): Float64Array {
  const items = tree.parent.length;
  const runsOf = countedRuns(table, callsOnly(table));
  const row = Uint32Array.from({ length: items }, (_, item) => (item < tree.rows ? item : NO_ITEM));
  const runs = Float64Array.from({ length: items }, (_, item) =>
    item < tree.rows ? (runsOf[table.graph[item] ?? 0] ?? 0) : 1,
  );
  return heat.ofTree({ parent: countingParents(tree, table, heat.values), row, runs });
}
