import { subgraphs } from './attributes';
import type { Graph, Model } from './model';
import { everyGraph } from './modelIndex';

/** What people call each graph, by id: the graph's name, `then_branch of "If_3"`, `function Foo`. */
export function graphTitles(model: Model): ReadonlyMap<string, string> {
  const titles = new Map<string, string>([[model.graph.id, model.graph.name === '' ? 'main' : model.graph.name]]);
  for (const { name, overload, graph } of model.functions) {
    titles.set(graph.id, `function ${name}${overload === '' ? '' : `:${overload}`}`);
  }
  model.training.forEach(({ initialization, algorithm }, stage) => {
    if (initialization !== null) titles.set(initialization.id, `training ${stage + 1}, initialization`);
    if (algorithm !== null) titles.set(algorithm.id, `training ${stage + 1}, algorithm`);
  });
  for (const graph of everyGraph(model)) for (const [id, title] of nestedTitles(graph)) titles.set(id, title);
  return titles;
}

function nestedTitles(graph: Graph): [string, string][] {
  return graph.nodes.flatMap(node =>
    subgraphs(node).map(({ attribute, graph: nested }): [string, string] => {
      const holder = node.name === '' ? `${node.op} #${node.index}` : node.name;
      return [nested.id, `${attribute.name} of "${holder}"`];
    }),
  );
}
