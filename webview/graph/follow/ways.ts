import { type Hierarchy, ITEM, NONE } from '../hierarchy/hierarchy';
import { type Adjacency, groupEdges } from '../layout/adjacency';

/** Edges of a hierarchy that are on the way, and how many nodes and ends they join, those that were asked for included. */
export interface Way {
  readonly edges: Uint32Array;
  readonly nodes: number;
}

/** Against the flow to everything that something is made of, or with it to everything made of it. */
export type FollowDirection = 'upstream' | 'downstream';

/** Ways along the edges of a hierarchy, through folded groups and bodies alike. Linear in nodes and edges. */
export class Ways {
  readonly #outgoing: Adjacency;
  readonly #incoming: Adjacency;
  /** By body output the open holder it belongs to: what enters the holder itself (a condition) decides on its outputs. */
  readonly #holderOf = new Map<number, number>();
  readonly #outputsOf = new Map<number, number[]>();

  constructor(private readonly hierarchy: Hierarchy) {
    this.#outgoing = groupEdges(hierarchy.items, hierarchy.from);
    this.#incoming = groupEdges(hierarchy.items, hierarchy.to);
    for (let item = 0; item < hierarchy.items; item++) if (hierarchy.kind[item] === ITEM.output) this.#noteOutput(item);
  }

  /** Everything up- or downstream of items; groups stand for all that is in them. */
  follow(items: readonly number[], direction: FollowDirection): Way {
    const reached = this.#reach(items, direction);
    const { from, to } = this.hierarchy;
    return this.#collect(
      reached,
      direction === 'downstream' ? edge => reached[from[edge] ?? 0] === 1 : edge => reached[to[edge] ?? 0] === 1,
    );
  }

  /** What leads from one item to the other, whichever comes first; `null` when nothing does. */
  between(a: number, b: number): Way | null {
    return this.#between(a, b) ?? this.#between(b, a);
  }

  /** One value from the node or end that gives it to all that use it; `value` is an index into the names of its page. */
  value(source: number, value: number): Way {
    const { edgeInstance, edge, instances } = this.hierarchy;
    const joined = new Uint8Array(this.hierarchy.items);
    joined[source] = 1;
    const edges: number[] = [];
    for (let i = this.#outgoing.start[source] ?? 0; i < (this.#outgoing.start[source + 1] ?? 0); i++) {
      const own = this.#outgoing.items[i] ?? 0;
      if (instances[edgeInstance[own] ?? 0]?.page.value[edge[own] ?? 0] !== value) continue;
      edges.push(own);
      joined[this.hierarchy.to[own] ?? 0] = 1;
    }
    return { edges: Uint32Array.from(edges), nodes: joined.reduce((sum, is) => sum + is, 0) };
  }

  #between(a: number, b: number): Way | null {
    const after = this.#reach([a], 'downstream');
    const before = this.#reach([b], 'upstream');
    const { from, to } = this.hierarchy;
    const isOnWay = (item: number): boolean => after[item] === 1 && before[item] === 1;
    const way = this.#collect(
      after.map((is, item) => is & (before[item] ?? 0)),
      edge => isOnWay(from[edge] ?? 0) && isOnWay(to[edge] ?? 0),
    );
    return way.edges.length === 0 ? null : way;
  }

  #collect(reached: Uint8Array, isOnWay: (edge: number) => boolean): Way {
    const edges: number[] = [];
    for (let edge = 0; edge < this.hierarchy.from.length; edge++) if (isOnWay(edge)) edges.push(edge);
    const { kind } = this.hierarchy;
    let nodes = 0;
    for (let item = 0; item < reached.length; item++) {
      if (reached[item] === 1 && (kind[item] ?? 0) <= ITEM.output) nodes++;
    }
    return { edges: Uint32Array.from(edges), nodes };
  }

  /** 1 for every node, holder and end that can be reached, by item. */
  #reach(items: readonly number[], direction: FollowDirection): Uint8Array {
    const { from, to } = this.hierarchy;
    const [ends, others] = direction === 'downstream' ? [this.#outgoing, to] : [this.#incoming, from];
    const reached = new Uint8Array(this.hierarchy.items);
    const waiting: number[] = [];
    const visit = (item: number): void => {
      if (reached[item] === 1) return;
      reached[item] = 1;
      waiting.push(item);
    };
    for (const item of items) for (const leaf of this.#inside(item)) visit(leaf);
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      for (let i = ends.start[item] ?? 0; i < (ends.start[item + 1] ?? 0); i++) {
        visit(others[ends.items[i] ?? 0] ?? 0);
      }
      const through = direction === 'downstream' ? this.#outputsOf.get(item) : this.#holderOf.get(item);
      for (const next of typeof through === 'number' ? [through] : (through ?? [])) visit(next);
    }
    return reached;
  }

  /** Nodes, holders and ends in an item. */
  #inside(item: number): number[] {
    const { childStart, children, vertex } = this.hierarchy;
    const found: number[] = [];
    const waiting = [item];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (vertex[at] !== NONE) found.push(at);
      for (let i = childStart[at] ?? 0; i < (childStart[at + 1] ?? 0); i++) waiting.push(children[i] ?? 0);
    }
    return found;
  }

  #noteOutput(output: number): void {
    const { instances, instance, parent } = this.hierarchy;
    const body = instances[instance[output] ?? 0]?.body ?? NONE;
    const holder = body === NONE ? NONE : (parent[body] ?? NONE);
    if (holder === NONE) return;
    this.#holderOf.set(output, holder);
    const outputs = this.#outputsOf.get(holder);
    if (outputs === undefined) this.#outputsOf.set(holder, [output]);
    else outputs.push(output);
  }
}
