import { atSizeOne } from '../../src/shared/amount';
import type { NodeColumn } from '../../src/shared/nodeTable/columns';
import { Shares } from '../../src/shared/nodeTable/shares';
import type { Totals } from '../../src/shared/nodeTable/totals';
import type { ColumnData } from './columnData';
import { textKey } from './sortKeys';

/** Levels of scopes that are told apart; what a file nests deeper stays in one piece. */
const DEEPEST = 64;

/** Rows that belong together, and the groups within. */
export interface Group {
  /** Path in the tree, unique. */
  readonly id: string;
  readonly index: number;
  readonly title: string;
  /** From 1. */
  readonly level: number;
  readonly groups: readonly Group[];
  /** Rows that lie in the group itself, in the order shown. */
  readonly rows: readonly number[];
}

interface Building extends Group {
  readonly groups: Building[];
  readonly rows: number[];
}

export type Grouping = 'operator' | 'scope';

/** What groups are sorted by: a column that groups have totals of, else their titles. */
export interface GroupOrder {
  readonly column: NodeColumn | undefined;
  readonly descending: boolean;
}

/**
 * The rows by operator or as a tree of scopes, with totals of each group in which nothing counts twice. A line of the
 * table is a number: a row, or `-1 - index` of a group.
 */
export class GroupedRows {
  readonly #shares: Shares;
  readonly #totals = new Map<Group, Totals>();
  readonly #tree: GroupTree;
  /** Level of the group of each row. */
  readonly #levels: Uint8Array;

  /** @param rows in the order in which they are shown within their groups */
  constructor(
    data: ColumnData,
    rows: Uint32Array,
    private readonly grouping: Grouping,
  ) {
    this.#shares = new Shares(data.table, rows);
    const column = data.table[grouping === 'operator' ? 'op' : 'scope'];
    this.#tree = new GroupTree(grouping === 'operator' ? text => [text] : scopeParts);
    this.#levels = new Uint8Array(data.rows);
    for (const row of rows) {
      const group = this.#tree.of(column.index[row] ?? 0, column.texts);
      group.rows.push(row);
      this.#levels[row] = group.level;
    }
  }

  /** How many groups there are on all levels. */
  get count(): number {
    return this.#tree.all.length;
  }

  /** The group that a line is; `null` for a row. */
  groupOf(line: number): Group | null {
    return line < 0 ? (this.#tree.all[-1 - line] ?? null) : null;
  }

  /** From 1. */
  levelOf(line: number): number {
    return this.groupOf(line)?.level ?? (this.#levels[line] ?? 0) + 1;
  }

  /** Ids of the groups around a row, outermost first; none when it is not among the rows. */
  around(row: number): readonly string[] {
    const inner = this.#tree.all.find(({ rows }) => rows.includes(row));
    if (inner === undefined) return [];
    return this.#tree.all.map(({ id }) => id).filter(id => id === inner.id || inner.id.startsWith(`${id}/`));
  }

  totals(group: Group): Totals {
    const known = this.#totals.get(group);
    if (known !== undefined) return known;
    const made = this.#shares.sum(rowsWithin(group));
    this.#totals.set(group, made);
    return made;
  }

  /** The lines to show: groups, and what lies in the open ones. */
  lines(isOpen: (id: string) => boolean, order: GroupOrder): readonly number[] {
    const lines: number[] = [];
    const waiting: Group[] = [...this.#ordered(this.#tree.roots, order)].reverse();
    for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
      lines.push(-1 - group.index);
      if (!isOpen(group.id)) continue;
      for (const row of group.rows) lines.push(row);
      waiting.push(...[...this.#ordered(group.groups, order)].reverse());
    }
    return lines;
  }

  #ordered(groups: readonly Group[], { column, descending }: GroupOrder): readonly Group[] {
    if (column === undefined) {
      if (this.grouping === 'scope') return descending ? [...groups].reverse() : groups;
      const dearest = (group: Group): number => atSizeOne(this.totals(group).flops);
      return [...groups].sort((a, b) => dearest(b) - dearest(a) || this.totals(b).rows - this.totals(a).rows);
    }
    const direction = descending ? -1 : 1;
    const figure = (group: Group): number | null => totalOf(column.id, this.totals(group));
    return [...groups].sort((a, b) => {
      const left = figure(a);
      const right = figure(b);
      if (left !== null && right !== null) return direction * (left - right);
      const [keyA, keyB] = [textKey(a.title), textKey(b.title)];
      return column.kind === 'text' ? direction * (keyA < keyB ? -1 : Number(keyA > keyB)) : 0;
    });
  }
}

/** A group's figure in a column, `null` for columns without totals. */
export function totalOf(column: string, totals: Totals): number | null {
  switch (column) {
    case 'parameters':
      return totals.parameters;
    case 'weightBytes':
    case 'share':
      return totals.weightBytes;
    case 'macs':
      return atSizeOne(totals.macs);
    case 'flops':
      return atSizeOne(totals.flops);
    default:
      return null;
  }
}

/** All rows of a group and of the groups within. */
export function rowsWithin(group: Group): readonly number[] {
  const rows: number[] = [];
  const waiting = [group];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const row of next.rows) rows.push(row);
    waiting.push(...[...next.groups].reverse());
  }
  return rows;
}

function scopeParts(scope: string): readonly string[] {
  const parts = scope.split('/');
  return parts.length <= DEEPEST ? parts : [...parts.slice(0, DEEPEST - 1), parts.slice(DEEPEST - 1).join('/')];
}

/** Makes groups as rows come, each scope's path once. */
class GroupTree {
  readonly roots: Building[] = [];
  readonly all: Building[] = [];
  readonly #byText: (Building | undefined)[] = [];
  readonly #byId = new Map<string, Building>();

  constructor(private readonly partsOf: (text: string) => readonly string[]) {}

  of(index: number, texts: readonly string[]): Building {
    const known = this.#byText[index];
    if (known !== undefined) return known;
    const made = this.#atPath(this.partsOf(texts[index] ?? ''));
    this.#byText[index] = made;
    return made;
  }

  #atPath([first = '', ...rest]: readonly string[]): Building {
    let group = this.#within(this.roots, first, first, 1);
    for (const part of rest) group = this.#within(group.groups, `${group.id}/${part}`, part, group.level + 1);
    return group;
  }

  #within(siblings: Building[], id: string, title: string, level: number): Building {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const made: Building = { id, index: this.all.length, title, level, groups: [], rows: [] };
    this.all.push(made);
    this.#byId.set(id, made);
    siblings.push(made);
    return made;
  }
}
