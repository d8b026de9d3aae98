/** A run of digits longer than this is a hash, not a number, and compares as text. */
const LONGEST_NUMBER = 16;
const ZEROS = '0'.repeat(LONGEST_NUMBER);

/**
 * A number for each row by which rows sort: numbers as they are, texts by their rank with the numbers in them by value
 * (`layer2` before `layer10`) and without regard to case. NaN where there is nothing.
 */
export function sortKeys(rows: number, valueAt: (row: number) => string | number | null): Float64Array {
  const keys = new Float64Array(rows).fill(Number.NaN);
  const numbers = new Map<string, number>();
  const textOf = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = valueAt(row);
    if (typeof value === 'number') keys[row] = value;
    else if (value !== null && value !== '') {
      const number = numbers.get(value) ?? numbers.size;
      if (number === numbers.size) numbers.set(value, number);
      textOf[row] = number + 1;
    }
  }
  if (numbers.size === 0) return keys;
  const ranks = ranksOf([...numbers.keys()]);
  for (let row = 0; row < rows; row++) {
    const text = textOf[row] ?? 0;
    if (text > 0) keys[row] = ranks[text - 1] ?? 0;
  }
  return keys;
}

/** The place of each text among all of them; texts that people see as the same share theirs. */
function ranksOf(texts: readonly string[]): Uint32Array {
  const keys = texts.map(textKey);
  const order = keys.slice().sort();
  const places = new Map<string, number>();
  for (const key of order) if (!places.has(key)) places.set(key, places.size);
  return Uint32Array.from(keys, key => places.get(key) ?? 0);
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
