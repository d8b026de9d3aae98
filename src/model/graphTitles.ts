import { subgraphs } from './attributes';
import type { Model, Node } from './model';
import { modelIndex } from './modelIndex';
import { finish, type Steps } from './steps';

/** What people call each graph, by id: the graph's name, `then_branch of "If_3"`, `function Foo`. */
export function graphTitles(model: Model): ReadonlyMap<string, string> {
  return finish(graphTitlesStepwise(model));
}

/** The same in steps. */
export function* graphTitlesStepwise(model: Model): Steps<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>([[model.graph.id, model.graph.name === '' ? 'main' : model.graph.name]]);
  for (const { name, overload, graph } of model.functions) {
    titles.set(graph.id, `function ${name}${overload === '' ? '' : `:${overload}`}`);
  }
  model.training.forEach(({ initialization, algorithm }, stage) => {
    if (initialization !== null) titles.set(initialization.id, `training ${stage + 1}, initialization`);
    if (algorithm !== null) titles.set(algorithm.id, `training ${stage + 1}, algorithm`);
  });
  for (const { graph } of modelIndex(model).values()) {
    for (const node of graph.nodes) {
      for (const { attribute, graph: nested } of subgraphs(node)) {
        titles.set(nested.id, `${attribute.name} of "${holderName(node)}"`);
      }
      yield;
    }
  }
  return titles;
}

function holderName(node: Node): string {
  return node.name === '' ? `${node.op} #${node.index}` : node.name;
}
