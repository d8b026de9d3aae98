/** Ways in which printed elements are copied. */
export const COPY_FORMATS = ['tsv', 'json', 'python'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

export const COPY_LABELS: Readonly<Record<CopyFormat, string>> = { tsv: 'TSV', json: 'JSON', python: 'Python list' };

/** JSON numbers beyond this lose digits in most readers. */
const SAFE = /^-?\d{1,15}$/;
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** Rows of printed elements as text. `isText`: elements are strings, not numbers. */
export function formatRows(rows: readonly (readonly string[])[], format: CopyFormat, isText: boolean): string {
  if (format === 'tsv') return rows.map(row => row.map(cellText).join('\t')).join('\n');
  const item = format === 'json' ? jsonItem : pythonItem;
  return `[${rows.map(row => `[${row.map(value => item(value, isText)).join(', ')}]`).join(',\n ')}]`;
}

/** Tabs and line breaks would make other cells. */
function cellText(value: string): string {
  return value.replace(/[\t\r\n]+/g, ' ');
}

/** JSON has no NaN, no infinity, no complex numbers and, in most readers, no 64-bit integers: those are strings. */
function jsonItem(value: string, isText: boolean): string {
  if (isText) return JSON.stringify(value);
  if (value === 'true' || value === 'false') return value;
  const isSafe = /^-?\d+$/.test(value) ? SAFE.test(value) : NUMBER.test(value);
  return isSafe ? value : JSON.stringify(value);
}

function pythonItem(value: string, isText: boolean): string {
  if (isText) return JSON.stringify(value);
  if (value === 'true') return 'True';
  if (value === 'false') return 'False';
  if (NUMBER.test(value)) return value;
  const complex = /^(.+)i$/.exec(value);
  if (complex?.[1] !== undefined)
    return `complex('${complex[1].replaceAll('Infinity', 'inf').replaceAll('NaN', 'nan')}j')`;
  return `float('${value.replace('Infinity', 'inf').replace('NaN', 'nan')}')`;
}
