import { subgraphs } from '../attributes';
import type { Graph, Model, Node } from '../model';
import { declaringGraph, modelIndex } from '../modelIndex';
import { Remembered, type Steps } from '../steps';
import { inferenceGraphs, PURE_DOMAINS } from './scope';

const known = new Remembered(findLive);

/** Nodes that some output depends on, and those that may do more than compute. */
export function liveNodesStepwise(model: Model): Steps<ReadonlySet<Node>> {
  return known.stepwise(model);
}

function* findLive(model: Model): Steps<ReadonlySet<Node>> {
  const index = modelIndex(model);
  const live = new Set<Node>();
  const waiting: { readonly graph: Graph; readonly node: Node }[] = [];
  const need = (graph: Graph, name: string): void => {
    const owner = name === '' ? undefined : declaringGraph(index, graph.id, name);
    const node = owner?.producers.get(name);
    if (owner !== undefined && node !== undefined) reach(owner.graph, node);
  };
  const reach = (graph: Graph, node: Node): void => {
    if (live.has(node)) return;
    live.add(node);
    waiting.push({ graph, node });
  };
  for (const { graph } of inferenceGraphs(model)) {
    if (graph.parent === null) for (const { name } of graph.outputs) need(graph, name);
    for (const node of graph.nodes) {
      if (graph.parent === null && !PURE_DOMAINS.has(node.domain)) reach(graph, node);
      yield;
    }
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of next.node.inputs) need(next.graph, name);
    for (const { graph: inner } of subgraphs(next.node)) {
      for (const { name } of inner.outputs) need(inner, name);
      for (const node of inner.nodes) if (!PURE_DOMAINS.has(node.domain)) reach(inner, node);
    }
    yield;
  }
  return live;
}
