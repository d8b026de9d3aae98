import type { Graph } from './model';
import { scopeOf } from './scopes';

/** Longer names of files are hard to tell apart. */
const MOST_CHARACTERS = 48;

/** A piece of a file name made of any text: letters, digits, points, dashes and underscores. Empty when nothing is left. */
export function plainName(text: string): string {
  return text
    .slice(0, 4096)
    .replace(/[^\p{L}\p{N}._-]+/gu, '.')
    .replace(/\.{2,}/g, '.')
    .slice(-MOST_CHARACTERS)
    .replace(/^[.\uDC00-\uDFFF]+|\.+$/g, '');
}

/** What some nodes of a graph may be called together: the scope they share, or the name of the only one; else `part`. */
export function partNameOf({ nodes }: Graph, indices: Iterable<number>): string {
  let shared: readonly string[] | null = null;
  let count = 0;
  let only = '';
  for (const index of indices) {
    const node = nodes[index];
    if (node === undefined) continue;
    count += 1;
    only = node.name === '' ? `${node.op}_${index}` : node.name;
    const levels = scopeOf(node).split('/');
    const differs: number = shared === null ? -1 : shared.findIndex((level, at) => levels[at] !== level);
    shared = shared === null ? levels : differs === -1 ? shared : shared.slice(0, differs);
  }
  const name = plainName(count === 1 ? only : (shared ?? []).join('/'));
  return name === '' ? 'part' : name;
}
