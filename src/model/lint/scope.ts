import type { Graph, Model, Opset } from '../model';
import { type GraphIndex, modelIndex } from '../modelIndex';
import { Remembered, type Steps } from '../steps';

/** Operator domains whose nodes only compute: a node of another one may do more. */
export const PURE_DOMAINS: ReadonlySet<string> = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft']);

const roots = new Remembered(findRoots);

/** The graph that runs and the bodies in it, without functions and training graphs. */
export function runningGraphs(model: Model): GraphIndex[] {
  const known = roots.get(model);
  return [...modelIndex(model).values()].filter(({ graph }) => known.get(graph.id)?.graph === model.graph);
}

/** Running graphs and functions. */
export function inferenceGraphs(model: Model): GraphIndex[] {
  const known = roots.get(model);
  return [...modelIndex(model).values()].filter(({ graph }) => known.get(graph.id)?.kind !== 'training');
}

/** Versions of the operator sets that hold in a graph, by domain; `''` is the default one. */
export function opsetsIn(model: Model, graph: Graph): ReadonlyMap<string, number> {
  return roots.get(model).get(graph.id)?.opsets ?? new Map();
}

/** The outermost graph around a graph. */
interface Root {
  readonly graph: Graph;
  readonly kind: 'main' | 'function' | 'training';
  readonly opsets: ReadonlyMap<string, number>;
}

/** By graph id. Graphs come before those that they hold. */
function* findRoots(model: Model): Steps<ReadonlyMap<string, Root>> {
  const opsets = versions(model.opsets);
  const functions = new Map(model.functions.map(known => [known.graph, versions(known.opsets)]));
  const found = new Map<string, Root>();
  for (const { graph } of modelIndex(model).values()) {
    yield;
    const outer = graph.parent === null ? undefined : found.get(graph.parent);
    const own = functions.get(graph);
    if (outer !== undefined) found.set(graph.id, outer);
    else if (own !== undefined) found.set(graph.id, { graph, kind: 'function', opsets: own });
    else found.set(graph.id, { graph, kind: graph === model.graph ? 'main' : 'training', opsets });
  }
  return found;
}

function versions(opsets: readonly Opset[]): ReadonlyMap<string, number> {
  return new Map(opsets.map(({ domain, version }) => [domain === 'ai.onnx' ? '' : domain, version]));
}
