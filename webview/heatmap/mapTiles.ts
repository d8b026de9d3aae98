import { NO_ITEM } from '../heat/heat';
import type { ScopeTree } from './scopeTree';
import { squarify } from './squarify';

/** A rectangle of the treemap, in pixels. */
export interface MapTile {
  /** A row, a group, or for what is left over the group that it is left over from. */
  readonly item: number;
  /** `group` is a frame with others in it, `closed` a group drawn as one tile, `rest` what is too small to be drawn apart. */
  readonly kind: 'node' | 'group' | 'closed' | 'rest';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Groups around, from 0 for what lies directly in the group on screen. */
  readonly depth: number;
  /** Of a frame, room at its top for the title; 0 when there is none. */
  readonly header: number;
  /** Groups between the frame around and a node that is all that is in them. */
  readonly passed: number;
  /** Of what is left over, the items. */
  readonly left: readonly number[];
  readonly area: number;
}

/** More could neither be seen nor clicked. */
const MOST_TILES = 1200;
/** Square pixels below which a tile cannot be clicked. */
const LEAST_AREA = 30;
const HEADER = 17;
const PADDING = 2;
/** Smallest frame that has room for a title and tiles in it. */
const FRAME_WIDTH = 34;
const FRAME_HEIGHT = 34;

/** Areas of all items of a tree, from those of its rows. */
export function itemAreas({ parent, rows, root }: ScopeTree, areas: Float64Array): Float64Array {
  const sums = new Float64Array(parent.length);
  sums.set(areas);
  // A group comes after the one around it, and rows were added before.
  for (let row = 0; row < rows; row++) addTo(sums, parent[row] ?? root, sums[row] ?? 0);
  for (let group = parent.length - 1; group > root; group--) addTo(sums, parent[group] ?? root, sums[group] ?? 0);
  return sums;
}

function addTo(sums: Float64Array, item: number, area: number): void {
  sums[item] = (sums[item] ?? 0) + area;
}

/** The group in which there is more than one thing to see: groups that hold a single group are passed through. */
export function meaningful(tree: ScopeTree, areas: Float64Array, group: number): number {
  let at = group;
  for (;;) {
    const shown = childrenOf(tree, at).filter(child => (areas[child] ?? 0) > 0);
    const [only] = shown;
    if (shown.length !== 1 || only === undefined || only < tree.rows) return at;
    at = only;
  }
}

/** The row that is all there is in a group, with the groups on the way to it; `null` for a group with more in it. */
function onlyRow(tree: ScopeTree, areas: Float64Array, group: number): { row: number; passed: number } | null {
  let passed = 0;
  for (let at = group; ; passed++) {
    if (at < tree.rows) return { row: at, passed };
    let found = NO_ITEM;
    for (const child of childrenOf(tree, at)) {
      if (!((areas[child] ?? 0) > 0)) continue;
      if (found !== NO_ITEM) return null;
      found = child;
    }
    if (found === NO_ITEM) return null;
    at = found;
  }
}

export function childrenOf({ childStart, children, rows }: ScopeTree, group: number): Uint32Array {
  return children.subarray(childStart[group - rows] ?? 0, childStart[group - rows + 1] ?? 0);
}

/**
 * Nested tiles of what is in a group: each as large as its share, groups opened from the largest on while there is room. Frames
 * and titles take their room from what is in them, so areas compare within a frame.
 */
export function mapTiles(
  tree: ScopeTree,
  areas: Float64Array,
  group: number,
  width: number,
  height: number,
): readonly MapTile[] {
  const done: MapTile[] = [];
  const waiting = new LargestFirst();
  const place = (inside: number, x: number, y: number, w: number, h: number, depth: number): void => {
    const most = Math.max(1, MOST_TILES - done.length - waiting.count);
    for (const tile of tilesOf(tree, areas, inside, { x, y, width: w, height: h }, depth, most)) {
      if (tile.kind === 'closed') waiting.add(tile);
      else done.push(tile);
    }
  };
  place(meaningful(tree, areas, group), 0, 0, width, height, 0);
  for (let tile = waiting.take(); tile !== null; tile = waiting.take()) {
    if (tile.width < FRAME_WIDTH || tile.height < FRAME_HEIGHT || done.length + waiting.count >= MOST_TILES) {
      done.push(tile);
      continue;
    }
    done.push({ ...tile, kind: 'group', header: HEADER });
    const inner = { width: tile.width - 2 * PADDING, height: tile.height - HEADER - PADDING };
    place(
      meaningful(tree, areas, tile.item),
      tile.x + PADDING,
      tile.y + HEADER,
      inner.width,
      inner.height,
      tile.depth + 1,
    );
  }
  return done;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function tilesOf(
  tree: ScopeTree,
  areas: Float64Array,
  group: number,
  box: Rectangle,
  depth: number,
  most: number,
): readonly MapTile[] {
  const whole = areas[group] ?? 0;
  const pixels = whole > 0 ? (box.width * box.height) / whole : 0;
  const apart: number[] = [];
  const left: number[] = [];
  for (const child of childrenOf(tree, group)) {
    const area = areas[child] ?? 0;
    if (area > 0) (area * pixels >= LEAST_AREA ? apart : left).push(child);
  }
  apart.sort((a, b) => (areas[b] ?? 0) - (areas[a] ?? 0) || a - b);
  for (const child of apart.splice(most - 1)) left.push(child);
  const rest = left.reduce((sum, child) => sum + (areas[child] ?? 0), 0);
  const sizes = [...apart.map(child => areas[child] ?? 0), rest];
  return squarify(sizes, box.width, box.height).map(({ index, x, y, width, height }) => {
    const child = apart[index] ?? NO_ITEM;
    const only = child === NO_ITEM ? null : onlyRow(tree, areas, child);
    const kind = child === NO_ITEM ? 'rest' : only === null ? 'closed' : 'node';
    return {
      item: child === NO_ITEM ? group : (only?.row ?? child),
      passed: only?.passed ?? 0,
      kind,
      x: box.x + x,
      y: box.y + y,
      width,
      height,
      depth,
      header: 0,
      left: kind === 'rest' ? left : [],
      area: sizes[index] ?? 0,
    };
  });
}

/** Tiles by their area on screen, in a binary heap. */
class LargestFirst {
  readonly #heap: MapTile[] = [];

  get count(): number {
    return this.#heap.length;
  }

  add(tile: MapTile): void {
    this.#heap.push(tile);
    let at = this.#heap.length - 1;
    while (at > 0 && this.#isLarger(at, (at - 1) >> 1)) at = this.#swap(at, (at - 1) >> 1);
  }

  take(): MapTile | null {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return null;
    if (this.#heap.length === 0) return first;
    this.#heap[0] = last;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const largest = left + 1 < this.#heap.length && this.#isLarger(left + 1, left) ? left + 1 : left;
      if (largest >= this.#heap.length || !this.#isLarger(largest, at)) return first;
      at = this.#swap(at, largest);
    }
  }

  #isLarger(a: number, b: number): boolean {
    const [left, right] = [this.#heap[a], this.#heap[b]];
    return left !== undefined && right !== undefined && left.width * left.height > right.width * right.height;
  }

  #swap(a: number, b: number): number {
    const [left, right] = [this.#heap[a], this.#heap[b]];
    if (left !== undefined && right !== undefined) {
      this.#heap[a] = right;
      this.#heap[b] = left;
    }
    return b;
  }
}
