import { onnx } from '../../formats/onnx/generated/onnx';
import type { AttributeProto, ModelProto, NodeProto } from '../graph/protos';
import { callKey } from './calledFunctions';
import { openAttribute } from './errors';
import { everyNode } from './everyNode';
import type { FunctionProto } from './graphPlace';

/**
 * Nodes of a function outside of it: what they take from the attributes of a call is filled in from what all calls in the
 * model give, or what counts where a call gives nothing. Copies; the function stays as it is.
 * @throws LatheError `extract.openAttribute` when calls give different things.
 */
export function withoutReferences(
  nodes: readonly NodeProto[],
  called: FunctionProto,
  model: ModelProto,
  file: string,
): readonly NodeProto[] {
  const values = new Map<string, AttributeProto | null>();
  const given = (name: string): AttributeProto | null => {
    const known = values.get(name);
    if (known !== undefined) return known;
    const found = givenTo(called, name, model, file);
    values.set(name, found);
    return found;
  };
  const copies = nodes.map(node => onnx.NodeProto.decode(onnx.NodeProto.encode(node).finish()));
  for (const node of everyNode(copies)) {
    node.attribute = (node.attribute ?? []).flatMap(attribute => {
      const wanted = attribute.refAttrName ?? '';
      if (wanted === '') return [attribute];
      const value = given(wanted);
      return value === null ? [] : [{ ...value, name: attribute.name ?? '', refAttrName: '' }];
    });
  }
  return copies;
}

/** What an attribute of a function is in every call; `null` when no call gives it and nothing else counts. */
function givenTo(called: FunctionProto, name: string, model: ModelProto, file: string): AttributeProto | null {
  const refuse = (reason: string) => openAttribute(file, called.name ?? '', name, reason);
  const otherwise = called.attributeProto?.find(attribute => attribute.name === name) ?? null;
  const values = callsOf(called, model).map(
    call => call.attribute?.find(attribute => attribute.name === name) ?? otherwise,
  );
  if (values.length === 0 && otherwise === null) throw refuse('nothing in the model calls that');
  const [first = otherwise, ...others] = values;
  if (first !== null && (first.refAttrName ?? '') !== '') throw refuse('calls take it from yet another function');
  const text = encoded(first);
  if (others.some(each => encoded(each) !== text)) throw refuse('calls in the model give it different values');
  return first;
}

function callsOf({ domain, name, overload }: FunctionProto, model: ModelProto): readonly NodeProto[] {
  const key = callKey(domain, name, overload ?? '');
  const nodes = [...(model.graph?.node ?? []), ...(model.functions ?? []).flatMap(each => each.node ?? [])];
  return [...everyNode(nodes)].filter(node => callKey(node.domain, node.opType, node.overload ?? '') === key);
}

function encoded(attribute: AttributeProto | null): string {
  return attribute === null ? '' : Buffer.from(onnx.AttributeProto.encode(attribute).finish()).toString('latin1');
}
