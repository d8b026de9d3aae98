import type { GraphPage } from '../../../src/shared/protocol/editor';
import type { GraphTarget } from '../../state/graphState';
import type { NodePlace } from '../../state/selection';
import type { Arrangement } from '../arrange/arrangement';
import { ItemTexts } from '../drawing/itemText';
import { groupKey, itemsOfKeys } from '../hierarchy/groupKeys';
import { type Hierarchy, ITEM, NONE } from '../hierarchy/hierarchy';
import type { Drawing } from '../layout/drawing';

/** An arrangement and what is asked of it again and again. Items are numbers of its hierarchy. */
export class ArrangedGraph {
  readonly texts: ItemTexts;
  readonly #shown: Uint32Array;
  /** By instance the item of each vertex. */
  #byVertex: readonly Uint32Array[] | null = null;
  readonly #byKey = new Map<string, number | null>();

  constructor(readonly arrangement: Arrangement) {
    this.texts = new ItemTexts(arrangement.hierarchy);
    this.#shown = new Uint32Array(arrangement.hierarchy.items).fill(NONE);
  }

  get hierarchy(): Hierarchy {
    return this.arrangement.hierarchy;
  }

  get drawing(): Drawing {
    return this.arrangement.drawing;
  }

  get root(): string {
    return this.hierarchy.root;
  }

  isGroup(item: number): boolean {
    return (this.hierarchy.kind[item] ?? ITEM.node) > ITEM.output;
  }

  /** An input or output of a graph. */
  isEnd(item: number): boolean {
    const kind = this.hierarchy.kind[item];
    return kind === ITEM.input || kind === ITEM.output;
  }

  isOpen(item: number): boolean {
    return this.arrangement.open[item] === 1;
  }

  /** A holder that was not opened yet has no children, and can be opened all the same. */
  children(item: number): Uint32Array {
    const { childStart, children } = this.hierarchy;
    return children.subarray(childStart[item] ?? 0, childStart[item + 1] ?? 0);
  }

  get top(): Uint32Array {
    return this.children(this.hierarchy.items);
  }

  /** Position of a box or frame in the drawing; `null` for what is hidden. */
  position(item: number): number | null {
    const position = this.drawing.positionOf[item] ?? NONE;
    return position === NONE ? null : position;
  }

  /** What stands for an item in the drawing: itself, the folded group that hides it, the node that it is attached to. */
  shown(item: number): number {
    const { positionOf } = this.drawing;
    const { parent, attachedTo } = this.hierarchy;
    const known = this.#shown;
    let found = item;
    while ((positionOf[found] ?? NONE) === NONE && known[found] === NONE) {
      const consumer = attachedTo[found] ?? NONE;
      const next = consumer === NONE ? (parent[found] ?? NONE) : consumer;
      if (next === NONE) break;
      found = next;
    }
    const end = known[found] !== NONE ? (known[found] ?? found) : found;
    for (let at = item; at !== found; ) {
      known[at] = end;
      const consumer = attachedTo[at] ?? NONE;
      at = consumer === NONE ? (parent[at] ?? found) : consumer;
    }
    known[found] = end;
    return end;
  }

  /** Groups around an item, outermost first. */
  around(item: number): number[] {
    const groups: number[] = [];
    const { parent } = this.hierarchy;
    for (let at = parent[item] ?? NONE; at !== NONE; at = parent[at] ?? NONE) groups.push(at);
    return groups.reverse();
  }

  /** Nodes in items at all levels, each once; what lies in the bodies of a node is left to the node. */
  nodesIn(items: Iterable<number>): readonly number[] {
    const found: number[] = [];
    const seen = new Uint8Array(this.hierarchy.items);
    const waiting = Array.from(items).reverse();
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      if (seen[item] === 1 || this.isEnd(item)) continue;
      seen[item] = 1;
      if (this.placeOf(item) !== null) {
        found.push(item);
        continue;
      }
      const inside = this.children(item);
      for (let i = inside.length - 1; i >= 0; i--) waiting.push(inside[i] ?? 0);
    }
    return found;
  }

  isInside(item: number, group: number): boolean {
    const { parent } = this.hierarchy;
    let at = parent[item] ?? NONE;
    while (at !== NONE && at !== group) at = parent[at] ?? NONE;
    return at === group;
  }

  /** The graph that an item belongs to; of a body the one that holds it. */
  pageOf(item: number): GraphPage {
    const { instances, instance } = this.hierarchy;
    const page = instances[instance[item] ?? 0]?.page ?? instances[0]?.page;
    if (page === undefined) throw new Error('An arrangement has the graph at its root.');
    return page;
  }

  /** The graph that a body is; `null` for what is none. */
  bodyOf(item: number): string | null {
    return this.hierarchy.instances.find(({ body }) => body === item)?.page.id ?? null;
  }

  /** Whether a graph is there, opened in place or as the root. */
  hasGraph(id: string): boolean {
    return this.hierarchy.instances.some(({ page }) => page.id === id);
  }

  keyOf(item: number): string {
    return groupKey(this.hierarchy, item);
  }

  /** The item of what was selected, in this or another arrangement; `null` when it is not there. */
  find(target: GraphTarget): number | null {
    if (target.kind === 'place') return this.itemOf(target);
    const known = this.#byKey.get(target.key);
    if (known !== undefined) return known;
    const item = itemsOfKeys(this.hierarchy, [target.key]).get(target.key) ?? null;
    this.#byKey.set(target.key, item);
    return item;
  }

  targetOf(item: number): GraphTarget {
    const place = this.placeOf(item);
    return place === null ? { kind: 'group', key: this.keyOf(item) } : { kind: 'place', ...place };
  }

  /** The node or end that an item is; `null` for groups that are no node. */
  placeOf(item: number): NodePlace | null {
    const { vertex, instance, instances } = this.hierarchy;
    const index = vertex[item] ?? NONE;
    const page = instances[instance[item] ?? 0]?.page;
    return index === NONE || page === undefined ? null : { graph: page.id, index };
  }

  /** The item of a node or end, drawn ones first where a function has several instances; `null` when it is not there. */
  itemOf({ graph, index }: NodePlace): number | null {
    const { instances } = this.hierarchy;
    let found: number | null = null;
    for (const [instance, { page }] of instances.entries()) {
      if (page.id !== graph) continue;
      const item = this.#vertices()[instance]?.[index] ?? NONE;
      if (item === NONE) continue;
      if (this.shown(item) === item) return item;
      found ??= item;
    }
    return found;
  }

  /** All items of a node or end: one for each instance of its graph. */
  itemsOf({ graph, index }: NodePlace): readonly number[] {
    const found: number[] = [];
    for (const [instance, { page }] of this.hierarchy.instances.entries()) {
      const item = page.id === graph ? (this.#vertices()[instance]?.[index] ?? NONE) : NONE;
      if (item !== NONE) found.push(item);
    }
    return found;
  }

  #vertices(): readonly Uint32Array[] {
    if (this.#byVertex !== null) return this.#byVertex;
    const { instances, vertex, instance, items } = this.hierarchy;
    const byVertex = instances.map(({ page }) => {
      return new Uint32Array(page.names.length + page.inputs.length + page.outputs.length).fill(NONE);
    });
    for (let item = 0; item < items; item++) {
      const index = vertex[item] ?? NONE;
      const column = byVertex[instance[item] ?? 0];
      if (index !== NONE && column !== undefined) column[index] = item;
    }
    this.#byVertex = byVertex;
    return byVertex;
  }
}
