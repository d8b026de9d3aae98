import { subgraphs } from '../../model/attributes';
import type { OperatorAnswer } from '../../model/lint/facts';
import { inferenceGraphs, opsetsIn } from '../../model/lint/scope';
import type { Graph, Model, Node, ValueType } from '../../model/model';
import { printValueType } from '../../model/printType';
import { type ModelTypes, typeOfValue } from '../../model/valueTypes';

/** Integer attributes that decide element types or which kernel is meant; texts always do. */
const DECIDING = new Set(['bits', 'dtype', 'layout', 'output_dtype', 'to', 'training_mode']);

/** An operator as it occurs in the model: what the runtime is asked about. */
export interface OperatorProbe extends Omit<OperatorAnswer, 'refusal'> {
  /** The first node that is one. */
  readonly node: Node;
  /** Types of its inputs; `null` for omitted ones. */
  readonly types: readonly (ValueType | null)[];
}

export interface OperatorProbes {
  readonly probes: readonly OperatorProbe[];
  /** Nodes that cannot be asked about because a type or an attribute of theirs is not known beforehand. */
  readonly unknown: readonly Node[];
}

/**
 * Every different operator of the model, by its domain, operator set, types and what decides about kernels. Constants, calls of the
 * model's functions and nodes that hold graphs are left out: every runtime has those.
 */
export function operatorProbes(model: Model, types: ModelTypes): OperatorProbes {
  const functions = new Set(model.functions.map(({ domain, name }) => `${domain}\n${name}`));
  const found = new Map<string, OperatorProbe & { readonly nodes: { graph: string; node: number }[] }>();
  const unknown: Node[] = [];
  for (const { graph } of inferenceGraphs(model)) {
    for (const node of graph.nodes) {
      if (node.op === 'Constant' && node.domain === '') continue;
      if (functions.has(`${node.domain}\n${node.op}`) || subgraphs(node).length > 0) continue;
      const inputs = inputTypes(model, types, graph, node);
      if (inputs === null || node.attributes.some(({ value }) => value.kind === 'reference')) {
        unknown.push(node);
        continue;
      }
      const version = opsetsIn(model, graph).get(node.domain) ?? 1;
      const printed = inputs.map(type => (type === null ? '' : printKind(type)));
      const key = JSON.stringify([
        node.domain,
        node.op,
        version,
        printed,
        node.outputs.map(name => name === ''),
        decisions(node),
      ]);
      const place = { graph: graph.id, node: node.index };
      const known = found.get(key);
      if (known !== undefined) known.nodes.push(place);
      else {
        const names = printed.filter(text => text !== '').join(', ');
        found.set(key, {
          domain: node.domain,
          op: node.op,
          version,
          inputs: names,
          nodes: [place],
          node,
          types: inputs,
        });
      }
    }
  }
  return { probes: [...found.values()], unknown };
}

function inputTypes(model: Model, types: ModelTypes, graph: Graph, node: Node): (ValueType | null)[] | null {
  const found: (ValueType | null)[] = [];
  for (const name of node.inputs) {
    const type = name === '' ? null : typeOfValue(model, types, graph.id, name);
    if (name !== '' && type === null) return null;
    found.push(type);
  }
  return found;
}

/** The type without its sizes. */
function printKind(type: ValueType): string {
  return type.kind === 'tensor' ? type.dtype : printValueType(type);
}

function decisions(node: Node): readonly unknown[] {
  return node.attributes.flatMap(({ name, value }) => {
    if (value.kind === 'string') return [[name, Buffer.from(value.value).toString('latin1')]];
    if (value.kind === 'strings') return [[name, value.value.map(text => Buffer.from(text).toString('latin1'))]];
    return value.kind === 'int' && DECIDING.has(name) ? [[name, String(value.value)]] : [];
  });
}
