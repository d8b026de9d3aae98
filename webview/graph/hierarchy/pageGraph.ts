import type { GraphPage } from '../../../src/shared/protocol/editor';

/** What flows where in one graph: numbers of edges by the vertex they enter and leave, in the order of the page. */
export interface PageGraph {
  readonly page: GraphPage;
  readonly nodes: number;
  readonly vertices: number;
  /** Edges into vertex `v`: `inEdges[inStart[v] .. inStart[v + 1])`. */
  readonly inStart: Uint32Array;
  readonly inEdges: Uint32Array;
  readonly outStart: Uint32Array;
  readonly outEdges: Uint32Array;
}

export function pageGraph(page: GraphPage): PageGraph {
  const nodes = page.names.length;
  const vertices = nodes + page.inputs.length + page.outputs.length;
  const into = byVertex(vertices, page.to);
  const outOf = byVertex(vertices, page.from);
  return {
    page,
    nodes,
    vertices,
    inStart: into.start,
    inEdges: into.list,
    outStart: outOf.start,
    outEdges: outOf.list,
  };
}

/** Numbers `0 … keys.length`, grouped by key, in order within each: those of key `k` are `list[start[k] .. start[k + 1])`. */
export function byVertex(
  keyCount: number,
  keys: Uint32Array,
): { readonly start: Uint32Array; readonly list: Uint32Array } {
  const start = new Uint32Array(keyCount + 1);
  for (const key of keys) start[key + 1] = (start[key + 1] ?? 0) + 1;
  for (let key = 0; key < keyCount; key++) start[key + 1] = (start[key + 1] ?? 0) + (start[key] ?? 0);
  const next = start.slice();
  const list = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    const at = next[key] ?? 0;
    list[at] = i;
    next[key] = at + 1;
  }
  return { start, list };
}
