/** A run of digits longer than this is a hash, not a number, and compares as text. */
const LONGEST_NUMBER = 16;
const ZEROS = '0'.repeat(LONGEST_NUMBER);

/**
 * A number for each row by which rows sort: numbers as they are, texts by their rank with the numbers in them by value
 * (`layer2` before `layer10`) and without regard to case. NaN where there is nothing.
 */
export function sortKeys(rows: number, valueAt: (row: number) => string | number | null): Float64Array {
  const keys = new Float64Array(rows).fill(Number.NaN);
  const rowsOfText = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    const value = valueAt(row);
    if (value === null || value === '') continue;
    if (typeof value === 'number') {
      keys[row] = value;
      continue;
    }
    const same = rowsOfText.get(value);
    if (same === undefined) rowsOfText.set(value, [row]);
    else same.push(row);
  }
  const texts = Array.from(rowsOfText, ([text, members]) => ({ key: textKey(text), members }));
  texts.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  let rank = -1;
  let previous: string | null = null;
  for (const { key, members } of texts) {
    if (key !== previous) rank += 1;
    previous = key;
    for (const row of members) keys[row] = rank;
  }
  return keys;
}

/** A text whose plain comparison is the one people expect. */
export function textKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/\d+/g, digits => (digits.length >= LONGEST_NUMBER ? digits : ZEROS.slice(digits.length) + digits));
}

/** Rows in the order of their keys, unknown ones last either way; rows of the same key stay in their order. */
export function orderRows(rows: Uint32Array, keys: Float64Array, descending: boolean): Uint32Array {
  const known = rows.filter(row => !Number.isNaN(keys[row]));
  const direction = descending ? -1 : 1;
  known.sort((a, b) => direction * ((keys[a] ?? 0) - (keys[b] ?? 0)) || a - b);
  const ordered = new Uint32Array(rows.length);
  ordered.set(known);
  ordered.set(
    rows.filter(row => Number.isNaN(keys[row])),
    known.length,
  );
  return ordered;
}
