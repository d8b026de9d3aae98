import { type Hierarchy, ITEM, NONE } from './hierarchy';

/** The item of a vertex of a graph: the first there is where a function is shown at several calls. `NONE` when it is not shown. */
export function itemOf({ instances, instance, vertex, items }: Hierarchy, graph: string, wanted: number): number {
  // Vertices of the root are its first items.
  const root = instances[0];
  if (root?.page.id === graph) return wanted < vertexCount(root.page) ? wanted : NONE;
  const places = new Set(instances.flatMap(({ page }, i) => (page.id === graph ? [i] : [])));
  if (places.size === 0) return NONE;
  for (let item = 0; item < items; item++) {
    if (vertex[item] === wanted && places.has(instance[item] ?? 0)) return item;
  }
  return NONE;
}

function vertexCount({ names, inputs, outputs }: Hierarchy['instances'][number]['page']): number {
  return names.length + inputs.length + outputs.length;
}

/** What shows an item: itself, the outermost closed group around it, or the consumer it is drawn with. */
export function visibleItem(hierarchy: Hierarchy, open: Uint8Array, item: number): number {
  const { attachedTo, parent } = hierarchy;
  const consumer = attachedTo[item] ?? NONE;
  let shown = consumer === NONE ? item : consumer;
  for (let around = parent[shown] ?? NONE; around !== NONE; around = parent[around] ?? NONE) {
    if (open[around] !== 1) shown = around;
  }
  return shown;
}

/** Groups, holders and bodies around an item, the outermost first. */
export function groupsAround({ parent }: Hierarchy, item: number): readonly number[] {
  const around: number[] = [];
  for (let at = parent[item] ?? NONE; at !== NONE; at = parent[at] ?? NONE) around.push(at);
  return around.reverse();
}

/** Whether something can be inside: it has a title bar and can be folded. */
export function isGroup({ kind }: Hierarchy, item: number): boolean {
  return (kind[item] ?? ITEM.node) >= ITEM.scope;
}

/**
 * Nodes in an item at all levels, attached constants included, in the order of the file; a node is its own. A holder comes before
 * what is in its bodies.
 */
export function* leavesOf({ kind, childStart, children }: Hierarchy, item: number): Generator<number, void, void> {
  const waiting = [item];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (kind[at] === ITEM.node || kind[at] === ITEM.holder) yield at;
    for (let i = (childStart[at + 1] ?? 0) - 1; i >= (childStart[at] ?? 0); i--) waiting.push(children[i] ?? 0);
  }
}

/**
 * Rows of the node table behind an item, each once. A holder's row has what its bodies cost already, so
 * theirs do not count beside it; asked for a body, rows of what it holds are given.
 * @param rowsOfGraph first row of each graph of the table, by graph id; nodes of a graph follow each other
 */
export function* rowsOf(
  hierarchy: Hierarchy,
  item: number,
  rowsOfGraph: ReadonlyMap<string, number>,
): Generator<number, void, void> {
  const { kind, childStart, children, instance, instances, vertex } = hierarchy;
  const seen = new Set<number>();
  const waiting = [item];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (kind[at] === ITEM.node || kind[at] === ITEM.holder) {
      const first = rowsOfGraph.get(instances[instance[at] ?? 0]?.page.id ?? '');
      const row = first === undefined ? NONE : first + (vertex[at] ?? 0);
      if (row === NONE || seen.has(row)) continue;
      seen.add(row);
      yield row;
      continue;
    }
    for (let i = (childStart[at + 1] ?? 0) - 1; i >= (childStart[at] ?? 0); i--) waiting.push(children[i] ?? 0);
  }
}
