import type { Folding } from '../arrange/arrangement';
import { isInItself } from './bodies';
import { DefaultFolding } from './defaultFolding';
import { itemsOfKeys } from './groupKeys';
import { type Hierarchy, ITEM, NONE } from './hierarchy';

/** Everything unfolded is still a drawing; past this many items bodies open only one by one. */
const MOST_ITEMS = 150_000;

export interface OpenGroups {
  /** 1 for groups that are open, by item. A holder is open only when its bodies are there. */
  readonly open: Uint8Array;
  /** Holders in sight that should be open and whose bodies are not there yet, by number. */
  readonly wanted: readonly number[];
}

/** Which groups are open: what somebody chose for a group, else what counts for the rest. */
export function openGroups(hierarchy: Hierarchy, folding: Folding): OpenGroups {
  const { items, kind, childStart, children } = hierarchy;
  const opened = new Set(itemsOfKeys(hierarchy, folding.opened).values());
  const closed = new Set(itemsOfKeys(hierarchy, folding.closed).values());
  const rest = folding.rest === 'default' ? new DefaultFolding(hierarchy) : null;
  const isOpen = (item: number): boolean => {
    if (closed.has(item)) return false;
    if (opened.has(item)) return true;
    if (rest !== null) return rest.isOpen(item);
    if (folding.rest === 'closed') return kind[item] === ITEM.body;
    const hasBodies = childStart[item] !== childStart[item + 1];
    return kind[item] !== ITEM.holder || hasBodies || (items < MOST_ITEMS && !isInItself(hierarchy, item));
  };
  const open = new Uint8Array(items);
  const wanted: number[] = [];
  const waiting: (readonly [item: number, isShown: boolean])[] = [[items, true]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [group, isShown] = next;
    for (let i = childStart[group] ?? 0; i < (childStart[group + 1] ?? 0); i++) {
      const item = children[i] ?? NONE;
      if ((kind[item] ?? ITEM.node) < ITEM.scope) continue;
      const isEmpty = childStart[item] === childStart[item + 1];
      const opens = isOpen(item);
      if (opens && isShown && isEmpty) wanted.push(item);
      open[item] = opens && !isEmpty ? 1 : 0;
      waiting.push([item, isShown && opens]);
    }
  }
  return { open, wanted: wanted.sort((a, b) => a - b) };
}
