import type { Graph, Model } from '../../model/model';
import type { Steps } from '../../model/steps';
import { type Amount, plainAmount, ZERO } from '../../shared/amount';
import type { Holder, TableGraph } from '../../shared/nodeTable/nodeTable';
import { type Figure, product, total } from './figure';
import type { ModelCosts } from './modelCosts';

/** The graphs of a table and how often each runs. Rows are the nodes of the graphs in order. */
export function* tableGraphs(
  model: Model,
  graphs: readonly Graph[],
  costs: ModelCosts,
  titles: ReadonlyMap<string, string>,
): Steps<{ readonly tableGraphs: readonly TableGraph[]; readonly runOrder: Uint32Array }> {
  const numbers = new Map(graphs.map(({ id }, number) => [id, number]));
  const holders = graphs.map((): Holder[] => []);
  let row = 0;
  const rowGraph: number[] = [];
  for (const [number, graph] of graphs.entries()) {
    const nodes = costs.graphs.get(graph.id)?.nodes ?? [];
    for (let node = 0; node < graph.nodes.length; node++, row++) {
      yield;
      for (const { graph: inner, times } of nodes[node]?.held?.bodies ?? []) {
        rowGraph[row] = number;
        holders[numbers.get(inner.id) ?? -1]?.push({ row, times });
      }
    }
  }
  const runOrder = Uint32Array.from([...costs.graphs.keys()].reverse(), id => numbers.get(id) ?? 0);
  const runs = graphs.map(({ id }): Figure => (id === model.graph.id ? plainAmount(1) : ZERO));
  for (const number of runOrder) {
    const held = holders[number] ?? [];
    if (held.length > 0)
      runs[number] = total(...held.map(({ row, times }) => product(times, runs[rowGraph[row] ?? 0] ?? null)));
  }
  return {
    tableGraphs: graphs.map(({ id }, number): TableGraph => {
      const times: Amount | null = runs[number] ?? null;
      return { id, title: titles.get(id) ?? id, times, heldBy: holders[number] ?? [] };
    }),
    runOrder,
  };
}
