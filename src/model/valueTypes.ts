import type { Graph, Model, ValueType, Weight } from './model';
import { declaringGraph, type GraphIndex, modelIndex } from './modelIndex';

/** Types of values by graph id and value name, as type inference gives them. */
export type ModelTypes = ReadonlyMap<string, ReadonlyMap<string, ValueType>>;

/** The type of a value as seen from `graph`: inferred, declared, or that of the constant it is; `null` when unknown. */
export function typeOfValue(model: Model, types: ModelTypes, graph: string, name: string): ValueType | null {
  const owner = declaringGraph(modelIndex(model), graph, name);
  if (owner === undefined) return null;
  return types.get(owner.graph.id)?.get(name) ?? declaredType(owner, name);
}

/** The type of a constant tensor. */
export function weightType(weight: Weight): ValueType {
  return { kind: weight.sparse === null ? 'tensor' : 'sparse', dtype: weight.dtype, shape: weight.shape };
}

/** What a graph takes from its caller: its inputs without those that initializers already fill. */
export function freeInputs(graph: Graph): Graph['inputs'] {
  return graph.inputs.filter(({ name }) => !graph.initializers.has(name));
}

function declaredType({ graph, constants, ends }: GraphIndex, name: string): ValueType | null {
  const constant = constants.get(name);
  if (constant !== undefined) return weightType(constant.weight);
  return (graph.values.get(name) ?? ends.get(name))?.type ?? null;
}
