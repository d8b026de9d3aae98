import { printable } from '../shared/printable';

export type Cell = string | number;

/**
 * Rows of RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets
 * take as "this is text" (OWASP, CSV injection).
 */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const text = printable(value);
  const safe = /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
