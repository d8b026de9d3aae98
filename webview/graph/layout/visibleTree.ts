import { type Hierarchy, ITEM, NONE } from '../hierarchy/hierarchy';

/**
 * What is drawn of a hierarchy, by *position*: its number in preorder, so that what a frame holds are the positions after its own.
 * Position `count` stands for the paper, which is the frame around everything.
 */
export interface VisibleTree {
  readonly count: number;
  /** Item by position. */
  readonly items: Uint32Array;
  /** Position by item; `NONE` for what is hidden or attached. */
  readonly positionOf: Uint32Array;
  /** Position by item of what shows it: itself or the closed group it is hidden in; `NONE` for what is attached. */
  readonly shownAs: Uint32Array;
  /** Frame around. */
  readonly parent: Uint32Array;
  /** Frames around, the paper included. */
  readonly depth: Uint32Array;
  readonly frame: Uint8Array;
  /** One past the last position inside. */
  readonly end: Uint32Array;
  /** Some ancestor, so chosen that any ancestor is a logarithmic number of jumps and parents away (Myers 1983). */
  readonly jump: Uint32Array;
}

/** Walks the hierarchy in the order of the file; linear, without recursion. */
export function visibleTree(hierarchy: Hierarchy, open: Uint8Array): VisibleTree {
  const { items: total, kind, childStart, children, attachedTo, parent: group } = hierarchy;
  const positionOf = new Uint32Array(total).fill(NONE);
  const shownAs = new Uint32Array(total).fill(NONE);
  const items = new Uint32Array(total);
  const stack = new Uint32Array(children.length + 1);
  let count = 0;
  let height = 0;
  const push = (of: number): void => {
    const first = childStart[of] ?? 0;
    for (let i = (childStart[of + 1] ?? 0) - 1; i >= first; i--) stack[height++] = children[i] ?? 0;
  };
  push(total);
  while (height > 0) {
    const item = stack[--height] ?? 0;
    if ((attachedTo[item] ?? NONE) !== NONE) continue;
    const around = group[item] ?? NONE;
    if (around === NONE || (positionOf[around] !== NONE && isFrame(around))) {
      positionOf[item] = count;
      shownAs[item] = count;
      items[count++] = item;
    } else shownAs[item] = shownAs[around] ?? NONE;
    push(item);
  }
  return withRelations(hierarchy, items.slice(0, count), positionOf, shownAs, isFrame);

  function isFrame(item: number): boolean {
    return open[item] === 1 && (kind[item] ?? 0) >= ITEM.scope;
  }
}

function withRelations(
  hierarchy: Hierarchy,
  items: Uint32Array,
  positionOf: Uint32Array,
  shownAs: Uint32Array,
  isFrame: (item: number) => boolean,
): VisibleTree {
  const count = items.length;
  const parent = new Uint32Array(count + 1).fill(count);
  const depth = new Uint32Array(count + 1);
  const frame = new Uint8Array(count + 1);
  const end = new Uint32Array(count + 1);
  const jump = new Uint32Array(count + 1).fill(count);
  frame[count] = 1;
  end[count] = count;
  for (let p = 0; p < count; p++) {
    const item = items[p] ?? 0;
    const group = hierarchy.parent[item] ?? NONE;
    const around = group === NONE ? count : (positionOf[group] ?? count);
    const far = jump[around] ?? count;
    const even = (depth[around] ?? 0) - (depth[far] ?? 0) === (depth[far] ?? 0) - (depth[jump[far] ?? count] ?? 0);
    parent[p] = around;
    depth[p] = (depth[around] ?? 0) + 1;
    jump[p] = even ? (jump[far] ?? count) : around;
    frame[p] = isFrame(item) ? 1 : 0;
    end[p] = p + 1;
  }
  for (let p = count - 1; p >= 0; p--) {
    const around = parent[p] ?? count;
    end[around] = Math.max(end[around] ?? 0, end[p] ?? 0);
  }
  return { count, items, positionOf, shownAs, parent, depth, frame, end, jump };
}

/** The first of what a frame holds; the next after `p` is `end[p]`. */
export function firstInside(tree: VisibleTree, frame: number): number {
  return frame === tree.count ? 0 : frame + 1;
}

export function holds(tree: VisibleTree, frame: number, position: number): boolean {
  return frame === tree.count || (frame <= position && position < (tree.end[frame] ?? 0));
}

/** The innermost of `a` and what is around it that holds `b` too. Logarithmic in the depth. */
export function commonFrame(tree: VisibleTree, a: number, b: number): number {
  let p = a;
  while (!holds(tree, p, b)) {
    const far = tree.jump[p] ?? tree.count;
    p = holds(tree, far, b) ? (tree.parent[p] ?? tree.count) : far;
  }
  return p;
}

/** What `frame` holds directly and `position` is in, or is. Logarithmic in the depth. */
export function partTowards(tree: VisibleTree, frame: number, position: number): number {
  const depth = tree.depth[frame] ?? 0;
  let p = position;
  while (tree.parent[p] !== frame) {
    const far = tree.jump[p] ?? tree.count;
    p = (tree.depth[far] ?? 0) > depth ? far : (tree.parent[p] ?? tree.count);
  }
  return p;
}
