import type { LayerRow } from '../../src/shared/protocol/editor';

/**
 * A CSV cell (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe in front, because names come
 * from files nobody has vouched for.
 */
export function csvCell(value: string | number): string {
  const text = String(value);
  const harmless = typeof value === 'string' && /^[\s]*[=+\-@]|^[\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function layersCsv(rows: readonly LayerRow[]): string {
  const header = ['graph', 'node', 'name', 'operator', 'parameters', 'bytes', 'dtypes', 'output'];
  const lines = rows.map(row => [
    row.graph,
    row.index,
    row.name,
    row.op,
    row.parameters,
    row.bytes,
    row.dtypes.join(' '),
    row.outputType,
  ]);
  return `${[header, ...lines].map(line => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
