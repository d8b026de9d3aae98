import { type Totals, totalsOf } from '../../src/shared/nodeTable/totals';
import { filterRows } from '../filter/filterRows';
import type { LayersState } from '../state/viewState';
import type { ColumnData } from './columnData';
import { GroupedRows } from './groups';
import { orderRows } from './sortKeys';

/** What the table shows: lines are rows, or groups as `GroupedRows` numbers them. */
export interface Arranged {
  readonly lines: ArrayLike<number>;
  /** Rows that the filter leaves, in the order shown. */
  readonly rows: Uint32Array;
  /** Rows there are without the filter. */
  readonly candidates: number;
  readonly groups: GroupedRows | null;
  readonly totals: Totals;
  /** Why parts of the filter were left out. */
  readonly problems: readonly string[];
}

type Choice = Pick<LayersState, 'filter' | 'sort' | 'view' | 'layersOnly' | 'open'>;

interface Candidates {
  readonly key: string;
  readonly rows: Uint32Array;
}

interface Kept extends Candidates {
  readonly totals: Totals;
  readonly problems: readonly string[];
}

interface Ordered extends Candidates {
  readonly groups: GroupedRows | null;
}

/** Keeps what was worked out for the last choice, so that sorting does not filter and opening a group does neither. */
export class Arrangement {
  #candidates: Candidates | null = null;
  #kept: Kept | null = null;
  #ordered: Ordered | null = null;

  constructor(private readonly data: ColumnData) {}

  of(choice: Choice): Arranged {
    const candidates = this.#candidatesOf(choice);
    const { rows: kept, totals, problems } = this.#keptOf(choice, candidates);
    const { rows, groups } = this.#orderedOf(choice, kept);
    const open = new Set(choice.open);
    const column = this.data.column(choice.sort.column);
    const lines = groups?.lines(id => open.has(id), { column, descending: choice.sort.descending }) ?? rows;
    return { lines, rows, candidates: candidates.length, groups, totals, problems };
  }

  #candidatesOf({ layersOnly }: Choice): Uint32Array {
    const key = String(layersOnly);
    if (this.#candidates?.key === key) return this.#candidates.rows;
    const { weightStart } = this.data.table;
    const all = Uint32Array.from({ length: this.data.rows }, (_, row) => row);
    const rows = layersOnly ? all.filter(row => (weightStart[row + 1] ?? 0) > (weightStart[row] ?? 0)) : all;
    this.#candidates = { key, rows };
    return rows;
  }

  #keptOf(choice: Choice, candidates: Uint32Array): Kept {
    const key = `${choice.layersOnly} ${choice.filter}`;
    if (this.#kept?.key === key) return this.#kept;
    const { rows, problems } = filterRows(this.data, candidates, choice.filter);
    this.#kept = { key, rows, problems, totals: totalsOf(this.data.table, rows) };
    return this.#kept;
  }

  #orderedOf({ layersOnly, filter, sort, view }: Choice, kept: Uint32Array): Ordered {
    const key = JSON.stringify([layersOnly, filter, sort, view]);
    if (this.#ordered?.key === key) return this.#ordered;
    const rows = this.#inOrder(kept, sort);
    this.#ordered = { key, rows, groups: view === 'nodes' ? null : new GroupedRows(this.data, rows, view) };
    return this.#ordered;
  }

  #inOrder(rows: Uint32Array, { column: id, descending }: Choice['sort']): Uint32Array {
    const column = this.data.column(id);
    if (column !== undefined) return orderRows(rows, this.data.keys(column), descending);
    return descending ? rows.slice().reverse() : rows;
  }
}
