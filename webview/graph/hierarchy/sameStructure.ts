import type { Contents } from './contents';
import type { GroupTree } from './groupTree';
import { NONE } from './hierarchy';
import type { PageGraph } from './pageGraph';

/** How alike nodes must be: in everything that is shown under the operator, or apart from the sizes of weights. */
export type Likeness = 'exact' | 'exceptSizes';

/** Compares stretches of a graph node by node. */
export class Structure {
  /** What each node is, equal numbers for equal nodes. */
  readonly #labels: Readonly<Record<Likeness, Uint32Array>>;

  constructor(
    readonly graph: PageGraph,
    readonly attachedTo: Uint32Array,
    readonly groups: GroupTree,
    readonly contents: Contents,
  ) {
    this.#labels = { exact: labelsOf(graph, false), exceptSizes: labelsOf(graph, true) };
  }

  label(node: number, likeness: Likeness): number {
    return this.#labels[likeness][node] ?? 0;
  }

  /**
   * Whether the nodes of `length` ranks from `a` and from `b` are the same operators with the same attributes, connected in the
   * same way: what comes from inside one comes from the same place in the other, what comes from outside from outside.
   */
  sameNodes(a: number, b: number, length: number, likeness: Likeness): boolean {
    const { order } = this.contents;
    const labels = this.#labels[likeness];
    for (let i = 0; i < length; i++) {
      const one = order[a + i] ?? 0;
      const other = order[b + i] ?? 0;
      if (labels[one] !== labels[other] || !this.#sameSources(one, other, a, b, length)) return false;
    }
    return true;
  }

  /** Whether two groups hold the same nodes in groups of the same names, numbers in names apart. */
  sameGroups(a: number, b: number, likeness: Likeness): boolean {
    const { first, end, preorder, place, last } = this.contents;
    const length = (end[a] ?? 0) - (first[a] ?? 0);
    const [placeA = 0, placeB = 0] = [place[a], place[b]];
    const inner = (last[a] ?? 0) - placeA;
    if (length !== (end[b] ?? 0) - (first[b] ?? 0) || inner !== (last[b] ?? 0) - placeB) return false;
    for (let i = 1; i < inner; i++) {
      const one = preorder[placeA + i] ?? 0;
      const other = preorder[placeB + i] ?? 0;
      const isAlike =
        (first[one] ?? 0) - (first[a] ?? 0) === (first[other] ?? 0) - (first[b] ?? 0) &&
        (end[one] ?? 0) - (first[a] ?? 0) === (end[other] ?? 0) - (first[b] ?? 0) &&
        unnumbered(this.groups.title[one] ?? '') === unnumbered(this.groups.title[other] ?? '');
      if (!isAlike) return false;
    }
    return this.sameNodes(first[a] ?? 0, first[b] ?? 0, length, likeness);
  }

  #sameSources(one: number, other: number, a: number, b: number, length: number): boolean {
    const { inStart, inEdges, page } = this.graph;
    let k = inStart[one] ?? 0;
    let m = inStart[other] ?? 0;
    const [endK = 0, endM = 0] = [inStart[one + 1], inStart[other + 1]];
    for (;;) {
      while (k < endK && this.#isAttached(page.from[inEdges[k] ?? 0] ?? 0)) k++;
      while (m < endM && this.#isAttached(page.from[inEdges[m] ?? 0] ?? 0)) m++;
      if (k === endK || m === endM) return k === endK && m === endM;
      const from = this.#offset(page.from[inEdges[k++] ?? 0] ?? 0, a, length);
      if (from !== this.#offset(page.from[inEdges[m++] ?? 0] ?? 0, b, length)) return false;
    }
  }

  #isAttached(vertex: number): boolean {
    return vertex < this.graph.nodes && this.attachedTo[vertex] !== NONE;
  }

  /** Place of a node in a stretch; -1 outside of it. */
  #offset(vertex: number, start: number, length: number): number {
    const rank = vertex < this.graph.nodes ? (this.contents.rank[vertex] ?? NONE) : NONE;
    return rank !== NONE && rank >= start && rank < start + length ? rank - start : -1;
  }
}

/** A name with its numbers taken out: siblings that only count have the same. */
export function unnumbered(name: string): string {
  return name.replace(/\d+/g, '#');
}

/** The same number for the same operator with the same line of attributes under it. */
function labelsOf({ page, nodes }: PageGraph, exceptSizes: boolean): Uint32Array {
  const known = new Map<string, number>();
  const labels = new Uint32Array(nodes);
  for (let v = 0; v < nodes; v++) {
    const text = `${page.op[v]}\n${exceptSizes ? withoutSizes(page, v) : (page.details[v] ?? '')}`;
    let label = known.get(text);
    if (label === undefined) {
      label = known.size;
      known.set(text, label);
    }
    labels[v] = label;
  }
  return labels;
}

/** The line under an operator that owns weights begins with the shape of the largest. */
function withoutSizes({ details, weightLines }: PageGraph['page'], node: number): string {
  const detail = details[node] ?? '';
  const ownsWeights = (weightLines.texts[weightLines.index[node] ?? 0] ?? '') !== '';
  if (!ownsWeights) return detail;
  const comma = detail.indexOf(', ');
  return comma < 0 ? '' : detail.slice(comma + 2);
}
