import type { GraphPage } from '../../../../../src/shared/protocol/editor';
import type { Arrangement } from '../../../../../webview/graph/arrange/arrangement';
import { ITEM, NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import type { Direction, Drawing } from '../../../../../webview/graph/layout/drawing';

/** A node by its number, or a group with what it holds. */
export type Part = number | { readonly title: string; readonly parts: readonly Part[] };

/** A page of nodes `n0`, `n1`, … of one operator without ends. */
export function pageOf(nodes: number, edges: readonly (readonly [number, number])[]): GraphPage {
  return {
    id: 'main',
    title: 'net',
    names: Array.from({ length: nodes }, (_, node) => `net/n${node}`),
    op: new Uint16Array(nodes),
    ops: ['Relu'],
    details: Array.from({ length: nodes }, () => ''),
    inputs: [],
    outputs: [],
    from: Uint32Array.from(edges, ([from]) => from),
    to: Uint32Array.from(edges, ([, to]) => to),
    value: Uint32Array.from(edges, (_, edge) => edge),
    values: edges.map((_, edge) => `v${edge}`),
    valueTypes: edges.map(() => 'float32[1]'),
    weightBytes: new Float64Array(nodes),
    weightLines: { texts: [''], index: new Uint32Array(nodes) },
    scope: { texts: [''], index: new Uint32Array(nodes) },
    captured: 0,
    bodies: [],
  };
}

/**
 * An arrangement made by hand: groups are numbered after the nodes in the order they are met, and what is in sight is drawn at the
 * point given for each node, 100 × 30; groups are around what they hold.
 */
export function arrangementOf(
  page: GraphPage,
  parts: readonly Part[],
  points: readonly (readonly [x: number, y: number])[],
  openTitles: readonly string[],
  direction: Direction = 'down',
): Arrangement {
  const nodes = page.names.length;
  const titles = [''];
  const parent: number[] = Array.from({ length: nodes }, () => NONE);
  const title: number[] = Array.from({ length: nodes }, () => 0);
  const children: number[][] = Array.from({ length: nodes }, () => []);
  const numbered = (list: readonly Part[], above: number): number[] =>
    list.map(part => {
      if (typeof part === 'number') {
        parent[part] = above;
        return part;
      }
      const item = parent.length;
      parent.push(above);
      title.push(titles.push(part.title) - 1);
      children.push([]);
      children[item] = numbered(part.parts, item);
      return item;
    });
  const top = numbered(parts, NONE);
  const items = parent.length;
  const all = [...children, top];
  const childStart = new Uint32Array(items + 2);
  for (const [item, own] of all.entries()) childStart[item + 1] = (childStart[item] ?? 0) + own.length;
  const open = Uint8Array.from({ length: items }, (_, item) =>
    openTitles.includes(titles[title[item] ?? 0] ?? '') ? 1 : 0,
  );
  const leaves = (item: number): number[] => (item < nodes ? [item] : (children[item] ?? []).flatMap(leaves));
  const drawn: number[] = [];
  const walk = (list: readonly number[]): void => {
    for (const item of list) {
      drawn.push(item);
      if (open[item] === 1) walk(children[item] ?? []);
    }
  };
  walk(top);
  const boxes = drawn.map(item => {
    const at = leaves(item).map(leaf => points[leaf] ?? [0, 0]);
    const xs = at.map(([x]) => x);
    const ys = at.map(([, y]) => y);
    return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs) + 100, bottom: Math.max(...ys) + 30 };
  });
  const positionOf = new Uint32Array(items).fill(NONE);
  for (const [position, item] of drawn.entries()) positionOf[item] = position;
  const none = new Uint32Array(0);
  const drawing: Drawing = {
    direction,
    items: Uint32Array.from(drawn),
    left: Float32Array.from(boxes, box => box.left),
    top: Float32Array.from(boxes, box => box.top),
    width: Float32Array.from(boxes, box => box.right - box.left),
    height: Float32Array.from(boxes, box => box.bottom - box.top),
    frame: Uint8Array.from(drawn, item => open[item] ?? 0),
    depth: new Uint16Array(drawn.length),
    positionOf,
    pointStart: new Uint32Array(1),
    points: new Float32Array(0),
    source: none,
    before: none,
    target: none,
    lastLine: new Uint32Array(page.from.length).fill(NONE),
    stubs: none,
    bounds: { left: 0, top: 0, right: 1000, bottom: 1000 },
  };
  return {
    hierarchy: {
      root: page.id,
      instances: [{ page, body: NONE }],
      items,
      kind: Uint8Array.from({ length: items }, (_, item) => (item < nodes ? ITEM.node : ITEM.scope)),
      parent: Uint32Array.from(parent),
      childStart,
      children: Uint32Array.from(all.flat()),
      instance: new Uint32Array(items),
      vertex: Uint32Array.from({ length: items }, (_, item) => (item < nodes ? item : NONE)),
      nodes: Uint32Array.from({ length: items }, (_, item) => leaves(item).length),
      repeats: new Uint32Array(items).fill(1),
      title: Uint32Array.from(title),
      titles,
      from: page.from,
      to: page.to,
      edgeInstance: new Uint32Array(page.from.length),
      edge: Uint32Array.from(page.from, (_, edge) => edge),
      attachedTo: new Uint32Array(items).fill(NONE),
    },
    open,
    drawing,
  };
}
