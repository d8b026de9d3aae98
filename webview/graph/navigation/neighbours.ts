import { NONE } from '../hierarchy/hierarchy';
import type { ArrangedGraph } from './arrangedGraph';

/** Items next to each other along edges, as they are drawn: an edge into a folded group leads to the group. */
export class Neighbours {
  #outgoing: Ends | null = null;
  #incoming: Ends | null = null;

  constructor(private readonly graph: ArrangedGraph) {}

  /** What uses what an item gives. Of an open group: what is outside of it. */
  after(item: number): readonly number[] {
    this.#outgoing ??= groupEnds(this.graph, 'from', 'to');
    return this.#of(item, this.#outgoing, 'from', 'to');
  }

  /** What an item uses. */
  before(item: number): readonly number[] {
    this.#incoming ??= groupEnds(this.graph, 'to', 'from');
    return this.#of(item, this.#incoming, 'to', 'from');
  }

  #of(item: number, ends: Ends, near: 'from' | 'to', far: 'from' | 'to'): readonly number[] {
    const { graph } = this;
    if (graph.isGroup(item) && graph.isOpen(item)) return beyond(graph, item, near, far);
    return [...new Set(ends.others.subarray(ends.start[item] ?? 0, ends.start[item + 1] ?? 0))];
  }
}

interface Ends {
  readonly start: Uint32Array;
  readonly others: Uint32Array;
}

/** Far ends of the edges, grouped by the item that stands for the near end. */
function groupEnds(graph: ArrangedGraph, near: 'from' | 'to', far: 'from' | 'to'): Ends {
  const { hierarchy } = graph;
  const edges = hierarchy.from.length;
  const start = new Uint32Array(hierarchy.items + 2);
  const ends = new Uint32Array(2 * edges);
  for (let edge = 0; edge < edges; edge++) {
    const a = graph.shown(hierarchy[near][edge] ?? 0);
    const b = graph.shown(hierarchy[far][edge] ?? 0);
    ends[2 * edge] = a;
    ends[2 * edge + 1] = a === b ? NONE : b;
    if (a !== b) start[a + 2] = (start[a + 2] ?? 0) + 1;
  }
  for (let i = 2; i < start.length; i++) start[i] = (start[i] ?? 0) + (start[i - 1] ?? 0);
  const others = new Uint32Array(start.at(-1) ?? 0);
  for (let edge = 0; edge < edges; edge++) {
    const other = ends[2 * edge + 1] ?? NONE;
    if (other === NONE) continue;
    const a = (ends[2 * edge] ?? 0) + 1;
    const slot = start[a] ?? 0;
    others[slot] = other;
    start[a] = slot + 1;
  }
  return { start, others };
}

function beyond(graph: ArrangedGraph, group: number, near: 'from' | 'to', far: 'from' | 'to'): readonly number[] {
  const { hierarchy } = graph;
  const found = new Set<number>();
  for (let edge = 0; edge < hierarchy.from.length; edge++) {
    const a = graph.shown(hierarchy[near][edge] ?? 0);
    const b = graph.shown(hierarchy[far][edge] ?? 0);
    const isOut = b !== group && !graph.isInside(b, group);
    if (isOut && (a === group || graph.isInside(a, group))) found.add(b);
  }
  return [...found];
}
