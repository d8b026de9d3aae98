import { printable } from '../printable';

export type Cell = string | number;

/**
 * Rows of RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets
 * take as "this is text" (OWASP, CSV injection): names come from files nobody has vouched for. Control characters become
 * visible escapes, so a cell is always one line.
 */
export function csv(rows: Iterable<readonly Cell[]>): string {
  return Array.from(rows, row => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const text = printable(value);
  const safe = /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
