import { printable } from '../shared/printable';
import { shorten } from '../shared/shorten';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Longer cells are cut in the middle. */
  readonly most?: number;
}

/** A table of fixed-width columns for a terminal. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map(row =>
    columns.map((column, index) => shorten(printable(row[index] ?? ''), column.most ?? Number.POSITIVE_INFINITY)),
  );
  const titles = columns.map(column => column.title);
  const widths = columns.map((_, index) => Math.max(...[titles, ...cells].map(row => width(row[index] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return [titles, widths.map(each => '─'.repeat(each)), ...cells].map(line).join('\n');
}

function pad(cell: string, size: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, size - width(cell)));
  return align === 'right' ? space + cell : cell + space;
}

/** Characters, not UTF-16 units. */
function width(text: string): number {
  return [...text].length;
}
