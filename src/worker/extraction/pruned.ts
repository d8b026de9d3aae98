import { calledFunctions } from '../../compression/extraction/calledFunctions';
import { usedNames } from '../../compression/graph/graphIndex';
import type { GraphProto, ModelProto, NodeProto } from '../../compression/graph/protos';

/** A model that gives values of its main graph and holds no more than what makes them. It takes the same inputs. */
export function pruned(skeleton: ModelProto, values: readonly string[]): ModelProto {
  const graph: GraphProto = skeleton.graph ?? {};
  // The runtime works out the types of outputs that declare none.
  const declared = new Map((graph.output ?? []).map(each => [each.name ?? '', each]));
  const output = values.map(name => declared.get(name) ?? { name });
  const node = neededFor(output, graph);
  const used = usedNames({ node, output });
  const isWeight = new Set<string>();
  for (const { name } of graph.initializer ?? []) isWeight.add(name ?? '');
  for (const { values: stored } of graph.sparseInitializer ?? []) isWeight.add(stored?.name ?? '');
  const isKept = (name: string): boolean => used.has(name) || !isWeight.has(name);
  return {
    ...skeleton,
    graph: {
      ...graph,
      node,
      output,
      input: (graph.input ?? []).filter(({ name }) => isKept(name ?? '')),
      initializer: (graph.initializer ?? []).filter(({ name }) => used.has(name ?? '')),
      sparseInitializer: (graph.sparseInitializer ?? []).filter(each => used.has(each.values?.name ?? '')),
      valueInfo: [],
      quantizationAnnotation: [],
    },
    functions: [...calledFunctions(skeleton, node)],
    trainingInfo: [],
  };
}

/** Nodes that some output depends on, in order; one that the runtime does not know is no hindrance where it is not. */
function neededFor(output: GraphProto['output'], graph: GraphProto): NodeProto[] {
  const needed = usedNames({ output: output ?? [] });
  const kept: NodeProto[] = [];
  for (const node of (graph.node ?? []).toReversed()) {
    if (!(node.output ?? []).some(name => name !== '' && needed.has(name))) continue;
    kept.push(node);
    for (const name of usedNames({ node: [node] })) needed.add(name);
  }
  return kept.reverse();
}
