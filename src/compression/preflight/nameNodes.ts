import type { Workpiece } from '../graph/workpiece';

/** Gives every node of the main graph a name of its own, so that a report can speak of it. */
export function nameNodes(work: Workpiece): void {
  const seen = new Set<string>();
  for (const node of work.graph.node) {
    const name = node.name ?? '';
    if (name === '' || seen.has(name)) {
      node.name = work.nodeNames.fresh(name === '' ? `${node.opType}_${node.output?.[0] ?? ''}` : name);
    }
    seen.add(node.name ?? '');
  }
}
