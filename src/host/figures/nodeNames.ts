import type { Graph, Model, Node } from '../../model/model';
import { modelIndexStepwise } from '../../model/modelIndex';
import { Remembered, type Steps } from '../../model/steps';

export interface NodePlace {
  readonly graph: Graph;
  readonly node: Node;
}

/** Nodes by what reports call them. A name that several nodes have stands for the first of its graph, the main graph's before others'. */
export type NodeNames = ReadonlyMap<string, NodePlace>;

const known = new Remembered<Model, NodeNames>(gather);

/** Made once for each model. */
export function nodeNamesStepwise(model: Model): Steps<NodeNames> {
  return known.stepwise(model);
}

function* gather(model: Model): Steps<NodeNames> {
  const names = new Map<string, NodePlace>();
  const unnamed = new Map<string, NodePlace>();
  for (const { graph } of (yield* modelIndexStepwise(model)).values()) {
    for (const node of graph.nodes) {
      yield;
      const place = { graph, node };
      if (node.name !== '' && !names.has(node.name)) names.set(node.name, place);
      const given = `${node.op}_${node.outputs[0] ?? ''}`;
      if (node.name === '' && !unnamed.has(given)) unnamed.set(given, place);
    }
  }
  // Jobs give nodes without a name one like this, unless another node has it.
  for (const [name, place] of unnamed) if (!names.has(name)) names.set(name, place);
  return names;
}
