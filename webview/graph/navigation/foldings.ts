import type { Folding } from '../arrange/arrangement';

export const ALL_OPEN: Folding = { rest: 'open', opened: [], closed: [] };
export const ALL_FOLDED: Folding = { rest: 'closed', opened: [], closed: [] };

/** The folding with some groups opened; what was touched last comes last. */
export function withOpened(folding: Folding, keys: readonly string[]): Folding {
  return { rest: folding.rest, opened: added(folding.opened, keys), closed: without(folding.closed, keys) };
}

export function withFolded(folding: Folding, keys: readonly string[]): Folding {
  return { rest: folding.rest, opened: without(folding.opened, keys), closed: added(folding.closed, keys) };
}

/** Nothing but these groups open. */
export function onlyOpen(keys: readonly string[]): Folding {
  return { rest: 'closed', opened: keys, closed: [] };
}

export function sameFolding(a: Folding, b: Folding): boolean {
  return a.rest === b.rest && sameKeys(a.opened, b.opened) && sameKeys(a.closed, b.closed);
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

function added(known: readonly string[], keys: readonly string[]): readonly string[] {
  return [...without(known, keys), ...keys];
}

function without(known: readonly string[], keys: readonly string[]): readonly string[] {
  const left = new Set(keys);
  return known.filter(key => !left.has(key));
}
