import type { ArrangedGraph } from '../navigation/arrangedGraph';

/** A value that crosses the border of a group. */
export interface Crossing {
  readonly name: string;
  readonly type: string;
  /** What is at the other end, outside. */
  readonly items: number[];
}

export interface Boundary {
  readonly inputs: readonly Crossing[];
  readonly outputs: readonly Crossing[];
}

/** Values that enter a group and leave it, each once, in the order of the file. Linear in the edges. */
export function boundaryOf(graph: ArrangedGraph, group: number): Boundary {
  const { hierarchy } = graph;
  const inside = insideOf(graph, group);
  const inputs = new Map<string, Crossing>();
  const outputs = new Map<string, Crossing>();
  for (let edge = 0; edge < hierarchy.from.length; edge++) {
    const from = hierarchy.from[edge] ?? 0;
    const to = hierarchy.to[edge] ?? 0;
    const enters = inside[to] === 1 && inside[from] === 0;
    const leaves = inside[from] === 1 && inside[to] === 0;
    if (!enters && !leaves) continue;
    const instance = hierarchy.edgeInstance[edge] ?? 0;
    const page = hierarchy.instances[instance]?.page;
    const value = page?.value[hierarchy.edge[edge] ?? 0] ?? 0;
    const found = enters ? inputs : outputs;
    const key = `${instance} ${value}`;
    const crossing = found.get(key) ?? {
      name: page?.values[value] ?? '',
      type: page?.valueTypes[value] ?? '',
      items: [],
    };
    found.set(key, crossing);
    const other = enters ? from : to;
    if (!crossing.items.includes(other) && crossing.items.length < MOST_ENDS) crossing.items.push(other);
  }
  return { inputs: [...inputs.values()], outputs: [...outputs.values()] };
}

/** Ends of a value that are named. */
const MOST_ENDS = 20;

function insideOf(graph: ArrangedGraph, group: number): Uint8Array {
  const inside = new Uint8Array(graph.hierarchy.items);
  const waiting = [group];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    inside[item] = 1;
    for (const child of graph.children(item)) waiting.push(child);
  }
  return inside;
}
