import { counted } from '../../../src/shared/units';
import type { GraphTarget } from '../../state/graphState';
import type { ArrangedGraph } from '../navigation/arrangedGraph';
import { type FollowDirection, type Way, Ways } from './ways';

/** What is followed: all up- or downstream of something, what lies between two, or one value to its users. */
export type Followed =
  | { readonly kind: FollowDirection; readonly targets: readonly GraphTarget[] }
  | { readonly kind: 'between'; readonly targets: readonly GraphTarget[] }
  | { readonly kind: 'value'; readonly source: GraphTarget; readonly value: number; readonly name: string };

export interface FollowingEvents {
  /** Edges that are lit from now on; `null` when nothing is followed. */
  onLit(edges: Uint32Array | null): void;
  /** Tells everybody what is lit, in words; empty when nothing is. */
  onTold(text: string): void;
}

/** What is followed in the graph, kept while groups open and fold. */
export class Following {
  #followed: Followed | null = null;
  #graph: ArrangedGraph | null = null;
  #ways: Ways | null = null;

  constructor(private readonly events: FollowingEvents) {}

  get isActive(): boolean {
    return this.#followed !== null;
  }

  /** Another arrangement, perhaps of another graph: the same is followed in it as far as it is there. */
  show(graph: ArrangedGraph): void {
    this.#graph = graph;
    this.#ways = null;
    if (this.#followed !== null) this.#light(false);
  }

  /** Follows from items in both or one direction, or with two of them, from one to the other. */
  start(kind: FollowDirection | 'between', items: readonly number[]): void {
    const graph = this.#graph;
    if (graph === null || items.length === 0) return;
    this.#followed = { kind, targets: items.map(item => graph.targetOf(item)) };
    this.#light(true);
  }

  startValue(source: GraphTarget, value: number, name: string): void {
    this.#followed = { kind: 'value', source, value, name };
    this.#light(true);
  }

  stop(): void {
    if (this.#followed === null) return;
    this.#followed = null;
    this.events.onLit(null);
    this.events.onTold('');
  }

  #light(tells: boolean): void {
    const [graph, followed] = [this.#graph, this.#followed];
    if (graph === null || followed === null) return;
    this.#ways ??= new Ways(graph.hierarchy);
    const way = follow(graph, this.#ways, followed);
    if (way === null || way.edges.length === 0) {
      this.#followed = null;
      this.events.onLit(null);
      this.events.onTold(tells ? nothing(followed) : '');
      return;
    }
    this.events.onLit(way.edges);
    if (tells) this.events.onTold(describe(followed, way));
  }
}

function follow(graph: ArrangedGraph, ways: Ways, followed: Followed): Way | null {
  if (followed.kind === 'value') {
    const source = graph.find(followed.source);
    return source === null ? null : ways.value(source, followed.value);
  }
  const items = followed.targets.map(target => graph.find(target)).filter(item => item !== null);
  if (followed.kind !== 'between') return items.length === 0 ? null : ways.follow(items, followed.kind);
  const [first, last] = [items[0], items.at(-1)];
  return first === undefined || last === undefined || first === last ? null : ways.between(first, last);
}

function describe(followed: Followed, { edges, nodes }: Way): string {
  const counts = `${counted(nodes, 'node')}, ${counted(edges.length, 'edge')}`;
  switch (followed.kind) {
    case 'upstream':
      return `Upstream: ${counts}. Escape ends it.`;
    case 'downstream':
      return `Downstream: ${counts}. Escape ends it.`;
    case 'between':
      return `Between the two: ${counts}. Escape ends it.`;
    case 'value':
      return `${followed.name}: ${counts}. Escape ends it.`;
  }
}

function nothing(followed: Followed): string {
  switch (followed.kind) {
    case 'upstream':
      return 'Nothing comes before it.';
    case 'downstream':
      return 'Nothing comes after it.';
    case 'between':
      return followed.targets.length < 2 ? 'Select two items first.' : 'Nothing leads from one to the other.';
    case 'value':
      return `Nothing uses ${followed.name}.`;
  }
}
