import { NONE } from '../hierarchy/hierarchy';
import type { ArrangedGraph } from '../navigation/arrangedGraph';

/** What a tree of the graph shows: everything that no folded group hides, a group before what is in it, in the order of the file. */
export class TreeRows {
  readonly items: Uint32Array;
  /** From 1, by row. */
  readonly level: Uint16Array;
  /** Place from 1 among what lies in the same group, and how many there are, by row. */
  readonly position: Uint32Array;
  readonly among: Uint32Array;
  /** Row of the group around; `NONE` at the top. */
  readonly parent: Uint32Array;
  readonly #rowOf = new Map<number, number>();

  constructor(private readonly graph: ArrangedGraph) {
    const { hierarchy } = graph;
    const items = new Uint32Array(hierarchy.items);
    const level = new Uint16Array(hierarchy.items);
    const position = new Uint32Array(hierarchy.items);
    const among = new Uint32Array(hierarchy.items);
    const parent = new Uint32Array(hierarchy.items);
    let rows = 0;
    const open: { readonly children: Uint32Array; readonly row: number; next: number }[] = [
      { children: graph.top, row: NONE, next: 0 },
    ];
    for (let group = open.at(-1); group !== undefined; group = open.at(-1)) {
      const item = group.children[group.next];
      if (item === undefined) {
        open.pop();
        continue;
      }
      group.next += 1;
      items[rows] = item;
      level[rows] = open.length;
      position[rows] = group.next;
      among[rows] = group.children.length;
      parent[rows] = group.row;
      this.#rowOf.set(item, rows);
      if (graph.isGroup(item) && graph.isOpen(item)) open.push({ children: graph.children(item), row: rows, next: 0 });
      rows += 1;
    }
    this.items = items.subarray(0, rows);
    this.level = level.subarray(0, rows);
    this.position = position.subarray(0, rows);
    this.among = among.subarray(0, rows);
    this.parent = parent.subarray(0, rows);
  }

  /** The row of an item, of the innermost folded group that hides it, or of the node that it is attached to. */
  rowOf(item: number): number | null {
    const { parent, attachedTo } = this.graph.hierarchy;
    const consumer = attachedTo[item] ?? NONE;
    for (let at = consumer === NONE ? item : consumer; at !== NONE; at = parent[at] ?? NONE) {
      const row = this.#rowOf.get(at);
      if (row !== undefined) return row;
    }
    return null;
  }

  /** The next row from `from` on, around the end, whose title begins with the text; `null` when there is none. */
  beginning(text: string, from: number): number | null {
    const wanted = text.toLowerCase();
    const { length } = this.items;
    for (let step = 0; step < length; step++) {
      const row = (from + step) % length;
      if (
        rowTitle(this.graph, this.items[row] ?? 0)
          .toLowerCase()
          .startsWith(wanted)
      )
        return row;
    }
    return null;
  }
}

/** What the first column says: the name of a node without the path in front of it, what a group is called. */
export function rowTitle({ texts }: ArrangedGraph, item: number): string {
  const name = texts.name(item);
  return name.slice(name.lastIndexOf('/') + 1) || texts.title(item);
}
