import { NONE } from './hierarchy';
import { type Instance, isCaptured, itemOfVertex } from './instances';

/** Bodies of one node that give the same value, from which edges are drawn one by one; more are drawn from the node. */
const MOST_SOURCES = 16;

/** Edges of a hierarchy in columns. */
export interface HierarchyEdges {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly edgeInstance: Uint32Array;
  readonly edge: Uint32Array;
}

/**
 * Edges between the items of all instances. What enters a holder goes on to the inputs of its bodies that it is bound to and to the
 * nodes inside that capture it; what a holder gives comes from the outputs of its bodies. Where nothing inside corresponds, as
 * with the trip count of a loop, it ends at the holder. Linear in the edges of all pages.
 */
export function hierarchyEdges(instances: readonly Instance[]): HierarchyEdges {
  const from: number[] = [];
  const to: number[] = [];
  const edgeInstance: number[] = [];
  const edge: number[] = [];
  for (const instance of instances) {
    const { page } = instance.tree.graph;
    const ends = new Ends(instance);
    for (let e = 0; e < page.from.length; e++) {
      if (isCaptured(instance, page.from[e] ?? 0)) continue;
      const targets = ends.targets(e);
      for (const source of ends.sources(e)) {
        for (const target of targets) {
          from.push(source);
          to.push(target);
          edgeInstance.push(instance.number);
          edge.push(e);
        }
      }
    }
  }
  return {
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    edgeInstance: Uint32Array.from(edgeInstance),
    edge: Uint32Array.from(edge),
  };
}

/** Where the edges of one instance begin and end among the items. */
class Ends {
  constructor(private readonly instance: Instance) {}

  sources(edge: number): readonly number[] {
    const { page } = this.instance.tree.graph;
    const vertex = page.from[edge] ?? 0;
    const found: number[] = [];
    for (const inner of this.instance.inner.get(vertex) ?? []) {
      for (const output of portsOf(inner).outputs.get(page.value[edge] ?? 0) ?? []) {
        const { graph } = inner.tree;
        found.push(itemOfVertex(inner, graph.nodes + graph.page.inputs.length + output));
      }
    }
    return found.length === 0 || found.length > MOST_SOURCES ? [itemOfVertex(this.instance, vertex)] : found;
  }

  targets(edge: number): readonly number[] {
    const found: number[] = [];
    const waiting: (readonly [Instance, number])[] = [[this.instance, edge]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [instance, at] = next;
      const { page } = instance.tree.graph;
      const vertex = page.to[at] ?? 0;
      const before = found.length + waiting.length;
      const inside = instance.inner.get(vertex) ?? [];
      const value = page.value[at] ?? 0;
      for (const inner of inside) {
        const ports = portsOf(inner);
        for (const input of ports.inputs.get(value) ?? []) found.push(inner.firstItem + inner.tree.graph.nodes + input);
      }
      for (let i = inside.length - 1; i >= 0; i--) {
        const inner = inside[i];
        const captured = inner === undefined ? undefined : portsOf(inner).captured.get(page.values[value] ?? '');
        if (inner === undefined || captured === undefined) continue;
        const { outStart, outEdges } = inner.tree.graph;
        for (let k = (outStart[captured + 1] ?? 0) - 1; k >= (outStart[captured] ?? 0); k--) {
          waiting.push([inner, outEdges[k] ?? 0]);
        }
      }
      if (found.length + waiting.length === before) found.push(itemOfVertex(instance, vertex));
    }
    return found;
  }
}

/** How a body hangs on the node that holds it: places by the number of the value outside, and vertices of captured names. */
interface Ports {
  readonly inputs: ReadonlyMap<number, readonly number[]>;
  readonly outputs: ReadonlyMap<number, readonly number[]>;
  readonly captured: ReadonlyMap<string, number>;
}

const known = new WeakMap<Instance, Ports>();

function portsOf(instance: Instance): Ports {
  const before = known.get(instance);
  if (before !== undefined) return before;
  const { tree, held } = instance;
  const { inputs, outputs } = tree.graph.page;
  const free = inputs.length - tree.captured;
  const ports: Ports = {
    inputs: placesOf(held?.inputs ?? new Int32Array(), free),
    outputs: placesOf(held?.outputs ?? new Int32Array(), outputs.length),
    captured: new Map(inputs.slice(free).map(({ name }, i) => [name, tree.firstCaptured + i])),
  };
  known.set(instance, ports);
  return ports;
}

function placesOf(values: Int32Array, most: number): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  for (let place = 0; place < Math.min(values.length, most); place++) {
    const value = values[place] ?? -1;
    if (value < 0) continue;
    const others = places.get(value);
    if (others === undefined) places.set(value, [place]);
    else others.push(place);
  }
  return places;
}

/** The items around, from the innermost; `NONE` ends it. */
export function outerItem({ outer, holder }: Instance): number {
  return outer === null ? NONE : outer.firstItem + holder;
}
