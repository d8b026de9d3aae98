import { subgraphs } from '../../model/attributes';
import type { GraphIndex, ModelIndex } from '../../model/modelIndex';
import type { Functions } from './bodies';

/** Every graph after those that its nodes hold or call. Functions that call each other in a circle come in any order. */
export function graphOrder(index: ModelIndex, functions: Functions): readonly GraphIndex[] {
  const order: GraphIndex[] = [];
  const begun = new Set<string>();
  for (const root of index.values()) {
    const open: { readonly known: GraphIndex; readonly waiting: string[] }[] = [];
    const begin = (id: string): void => {
      const known = begun.has(id) ? undefined : index.get(id);
      if (known === undefined) return;
      begun.add(id);
      open.push({ known, waiting: neededBy(known, functions) });
    };
    begin(root.graph.id);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = top.waiting.pop();
      if (next !== undefined) begin(next);
      else order.push(...open.splice(-1).map(({ known }) => known));
    }
  }
  return order;
}

function neededBy({ graph }: GraphIndex, functions: Functions): string[] {
  const needed = new Set<string>();
  for (const node of graph.nodes) {
    const called = functions.called(node);
    if (called !== undefined) needed.add(called.graph.id);
    for (const inner of subgraphs(node)) needed.add(inner.graph.id);
  }
  return [...needed];
}
