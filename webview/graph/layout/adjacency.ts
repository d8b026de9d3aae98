/** Neighbours of every vertex in one array: those of `v` are `items[start[v] .. start[v + 1])`. */
export interface Adjacency {
  readonly start: Uint32Array;
  /** Edge numbers, grouped by the vertex they belong to, in ascending order. */
  readonly items: Uint32Array;
}

/** Groups edges by one of their ends; `ends[e]` is the vertex edge `e` is listed under. Linear. */
export function groupEdges(vertices: number, ends: Uint32Array): Adjacency {
  const start = new Uint32Array(vertices + 1);
  for (const end of ends) start[end + 1] = (start[end + 1] ?? 0) + 1;
  for (let v = 0; v < vertices; v++) start[v + 1] = (start[v + 1] ?? 0) + (start[v] ?? 0);
  const next = start.slice();
  const items = new Uint32Array(ends.length);
  for (let e = 0; e < ends.length; e++) {
    const end = ends[e] ?? 0;
    const slot = next[end] ?? 0;
    items[slot] = e;
    next[end] = slot + 1;
  }
  return { start, items };
}

export function degree(adjacency: Adjacency, vertex: number): number {
  return (adjacency.start[vertex + 1] ?? 0) - (adjacency.start[vertex] ?? 0);
}
