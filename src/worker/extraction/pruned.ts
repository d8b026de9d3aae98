import { usedNames } from '../../compression/graph/graphIndex';
import { neededNodes } from '../../compression/graph/neededNodes';
import type { GraphProto, ModelProto } from '../../compression/graph/protos';

/** A model that gives values of its main graph and holds no more than what makes them. It takes the same inputs. */
export function pruned(skeleton: ModelProto, values: readonly string[]): ModelProto {
  const graph: GraphProto = skeleton.graph ?? {};
  // The runtime works out the types of outputs that declare none.
  const declared = new Map((graph.output ?? []).map(each => [each.name ?? '', each]));
  const output = values.map(name => declared.get(name) ?? { name });
  const node = neededNodes({ ...graph, output });
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
    trainingInfo: [],
  };
}
