import { subgraphs } from '../../model/attributes';
import type { Graph, Model, Node } from '../../model/model';
import { declaringGraph, modelIndex } from '../../model/modelIndex';

/** Operators that give something else each time. A Dropout may be training. */
const RANDOM = new Set([
  'Bernoulli',
  'Dropout',
  'Multinomial',
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
]);

/** Domains whose operators only compute. */
const PURE_DOMAINS = new Set(['', 'com.microsoft']);

/** Whether a node does nothing but hold a constant. */
function isConstantNode({ op, domain }: Node): boolean {
  return op === 'Constant' && domain === '';
}

/**
 * Nodes whose results are the same in every run: they hold constants or, with `computed`, work on nothing else, as a
 * DequantizeLinear of a weight does. Of each graph in `path`, outermost first.
 */
export function constantNodes(
  model: Model,
  path: readonly Graph[],
  computed: boolean,
): ReadonlyMap<Graph, ReadonlySet<number>> {
  const index = modelIndex(model);
  const called = new Set(model.functions.map(({ domain, name }) => `${domain === 'ai.onnx' ? '' : domain} ${name}`));
  const found = new Map<Graph, Set<number>>();
  const isConstant = (graph: Graph, name: string): boolean => {
    if (name === '') return true;
    const owner = declaringGraph(index, graph.id, name);
    if (owner === undefined) return false;
    if (owner.graph.initializers.has(name)) return true;
    const producer = owner.producers.get(name);
    return producer !== undefined && found.get(owner.graph)?.has(producer.index) === true;
  };
  for (const graph of path) {
    const constant = new Set<number>();
    found.set(graph, constant);
    for (const node of graph.nodes) {
      if (isConstantNode(node)) constant.add(node.index);
      else if (!computed || !PURE_DOMAINS.has(node.domain) || RANDOM.has(node.op)) continue;
      else if (called.has(`${node.domain} ${node.op}`) || subgraphs(node).length > 0) continue;
      else if (node.inputs.every(name => isConstant(graph, name))) constant.add(node.index);
    }
  }
  return found;
}
