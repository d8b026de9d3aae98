import { subgraphs } from '../attributes';
import { DTYPES } from '../dtype';
import type { Model, Node } from '../model';
import { constantNamed, type GraphIndex, modelIndex } from '../modelIndex';
import { Remembered, type Steps } from '../steps';
import { runningGraphs } from './scope';

/** Operators that give something else each time, or that are there to keep weights small. */
const KEPT = new Set([
  'Bernoulli',
  'Dropout',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'Multinomial',
  'QuantizeLinear',
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
]);

/** Nodes of the running graphs that compute from constants alone, `Constant` itself left out. */
export const constantNodes = new Remembered(findConstantNodes);

function* findConstantNodes(model: Model): Steps<ReadonlySet<Node>> {
  const index = modelIndex(model);
  const constant = new Set<Node>();
  for (const known of runningGraphs(model)) {
    for (const node of known.graph.nodes) {
      yield;
      if (isComputing(node) && node.inputs.every(name => name === '' || isConstant(known, name))) constant.add(node);
    }
  }
  return constant;

  function isConstant(known: GraphIndex, name: string): boolean {
    const producer = known.producers.get(name);
    if (producer !== undefined && constant.has(producer)) return true;
    const located = constantNamed(index, known.graph.id, name);
    return located !== undefined && DTYPES[located.weight.dtype].kind !== 'string';
  }
}

function isComputing(node: Node): boolean {
  if (node.domain !== '' || node.op === 'Constant' || KEPT.has(node.op)) return false;
  return node.inputs.some(name => name !== '') && subgraphs(node).length === 0;
}
