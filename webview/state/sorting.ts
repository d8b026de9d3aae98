import type { Sort } from './viewState';

export type SortKey = number | string | null;

/** Sorts a copy by a key; missing keys come last either way, ties keep their order. Text sorts with numbers by value. */
export function sortRows<R>(rows: readonly R[], key: (row: R) => SortKey, descending: boolean): readonly R[] {
  const direction = descending ? -1 : 1;
  return rows
    .map(row => ({ row, key: key(row) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return direction * compareKeys(a.key, b.key);
    })
    .map(entry => entry.row);
}

const collator = new Intl.Collator('en', { numeric: true });

function compareKeys(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** What a click on a column's title asks for: numbers start with the largest, a second click turns the order around. */
export function nextSort<C extends string>(current: Sort<C>, column: C, textColumns: ReadonlySet<C>): Sort<C> {
  if (current.column === column) return { column, descending: !current.descending };
  return { column, descending: !textColumns.has(column) };
}

/** Whether all words of the filter occur in the text, ignoring case. */
export function matchesFilter(text: string, filter: string): boolean {
  const lower = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every(word => lower.includes(word));
}
