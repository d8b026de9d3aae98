import { NO_ITEM } from './heat';

/** Items of trees, each before what is in it; `end[i]` tells where in the order the items within item `i` end. */
export interface TreeOrder {
  readonly order: Uint32Array;
  /** By item, its place in `order`. */
  readonly place: Uint32Array;
  readonly depth: Uint32Array;
}

/** A walk through trees that are given by parents, children in order of their numbers. */
export function treeOrder(parent: Uint32Array): TreeOrder {
  const count = parent.length;
  const start = new Uint32Array(count + 2);
  const slot = (item: number): number => {
    const above = parent[item] ?? NO_ITEM;
    return Math.min(above, count);
  };
  for (let item = 0; item < count; item++) start[slot(item) + 1] = (start[slot(item) + 1] ?? 0) + 1;
  for (let i = 1; i < start.length; i++) start[i] = (start[i] ?? 0) + (start[i - 1] ?? 0);
  const next = start.slice();
  const children = new Uint32Array(count);
  for (let item = 0; item < count; item++) {
    const at = next[slot(item)] ?? 0;
    children[at] = item;
    next[slot(item)] = at + 1;
  }
  const order = new Uint32Array(count);
  const place = new Uint32Array(count);
  const depth = new Uint32Array(count);
  const waiting = new Uint32Array(count);
  let top = 0;
  let done = 0;
  const push = (group: number): void => {
    for (let at = (start[group + 1] ?? 0) - 1; at >= (start[group] ?? 0); at--) waiting[top++] = children[at] ?? 0;
  };
  push(count);
  while (top > 0) {
    const item = waiting[--top] ?? 0;
    place[item] = done;
    order[done++] = item;
    const above = slot(item);
    depth[item] = above === count ? 0 : (depth[above] ?? 0) + 1;
    push(item);
  }
  return { order: order.subarray(0, done), place, depth };
}
