/** Reading of JSON that somebody else may have written: what has another type is absent. */

export type Fields = ReadonlyMap<string, unknown>;

/** Fields of an object by name; none of anything else. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map<string, unknown>(Object.entries(value))
    : new Map();
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Empty for what is no text. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `null` for what is no finite number. */
export function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A whole number from 0, `null` for anything else. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
