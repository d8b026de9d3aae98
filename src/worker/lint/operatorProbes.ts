import { subgraphs } from '../../model/attributes';
import type { OperatorAnswer } from '../../model/lint/facts';
import { inferenceGraphs, opsetsIn, PURE_DOMAINS } from '../../model/lint/scope';
import type { Graph, Model, Node, ValueType, Weight } from '../../model/model';
import { constantNamed, modelIndex } from '../../model/modelIndex';
import { printValueType } from '../../model/printType';
import { type ModelTypes, typeOfValue } from '../../model/valueTypes';

/** Integer attributes that decide element types or which kernel is meant; texts always do. */
const DECIDING = new Set(['bits', 'dtype', 'layout', 'output_dtype', 'to', 'training_mode']);

/**
 * Longest list of inputs and outputs that is asked about: the runtime takes the square of it, minutes for 100,000. Joins
 * and splits of real models have some hundreds.
 */
const MOST_OPERANDS = 2048;

/** For types that are not known. */
const STAND_IN: ValueType = { kind: 'tensor', dtype: 'float32', shape: null };

/** An operator as it occurs in the model: what the runtime is asked about. */
export interface OperatorProbe extends Omit<OperatorAnswer, 'refusal'> {
  /** The first node that is one. */
  readonly node: Node;
  /** Types of its inputs; `null` for omitted ones. */
  readonly types: readonly (ValueType | null)[];
  /** Inputs that are constants in memory: kernels may insist on knowing axes, scales and the like. */
  readonly constants: readonly (Weight | null)[];
  /** Whether types are unknown and others stand in for them: then only the operator's name can be asked about. */
  readonly isByName: boolean;
}

export interface OperatorProbes {
  readonly probes: readonly OperatorProbe[];
  /** Nodes that cannot be asked about because a type or an attribute of theirs is not known beforehand, or they are too long. */
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
      const known = inputTypes(model, types, graph, node);
      const isByName = known === null && !PURE_DOMAINS.has(node.domain);
      const inputs = isByName ? node.inputs.map(name => (name === '' ? null : STAND_IN)) : known;
      const isTooLong = node.inputs.length + node.outputs.length > MOST_OPERANDS;
      if (inputs === null || isTooLong || node.attributes.some(({ value }) => value.kind === 'reference')) {
        unknown.push(node);
        continue;
      }
      const version = opsetsIn(model, graph).get(node.domain) ?? 1;
      const printed = isByName ? [] : inputs.map(type => (type === null ? '' : printKind(type)));
      const key = JSON.stringify([
        node.domain,
        node.op,
        version,
        printed,
        node.outputs.map(name => name === ''),
        decisions(node),
      ]);
      const place = { graph: graph.id, node: node.index };
      const same = found.get(key);
      if (same !== undefined) same.nodes.push(place);
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
          constants: node.inputs.map(name => constantOf(model, graph, name)),
          isByName,
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

function constantOf(model: Model, graph: Graph, name: string): Weight | null {
  const weight = name === '' ? undefined : constantNamed(modelIndex(model), graph.id, name)?.weight;
  return weight?.payload.kind === 'inline' ? weight : null;
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
