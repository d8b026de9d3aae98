import { attribute, findAttribute } from '../../formats/onnx/edit/attributes';
import { node as newNode } from '../../formats/onnx/edit/nodes';
import { tensor } from '../../formats/onnx/edit/tensors';
import { bigintOf } from '../../formats/onnx/integers';
import { decodeElements } from '../../model/elements';
import { dataTypeOf } from '../../model/elementTypes';
import { withoutAttributes } from '../graph/attributes';
import { byteChunks, type Constant, numbersOf, storedConstant } from '../graph/constants';
import { isDefaultDomain, type NodeProto, subgraphsOf } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';
import type { PassContext } from './passContext';

const WIDE = dataTypeOf('float64');
const NARROW = dataTypeOf('float32');

/** Attributes that name the element type of a result. */
const TYPE_ATTRIBUTES = ['to', 'dtype', 'output_dtype', 'output_datatype'] as const;

/**
 * Makes every float64 tensor of the main graph float32: constants, the types that nodes name, and between the inputs and outputs
 * of the model, which are converted. Gives what is in the way, `null` when it was done.
 */
export async function retype(context: PassContext): Promise<string | null> {
  const { work } = context;
  const { graph, model } = work;
  if ((model.functions ?? []).length > 0) return 'it has functions of its own';
  if (graph.node.some(node => subgraphsOf(node).length > 0)) return 'it has branches or loop bodies';
  const foreign = graph.node.find(node => !isDefaultDomain(node.domain));
  if (foreign !== undefined) return `what ${foreign.domain}.${foreign.opType} takes is not known here`;
  const inputs = graph.input.filter(({ type }) => type?.tensorType?.elemType === WIDE).map(({ name }) => name ?? '');
  const outputs = (graph.output ?? [])
    .filter(({ type }) => type?.tensorType?.elemType === WIDE)
    .map(({ name }) => name ?? '');
  const untyped = (graph.output ?? []).find(({ type }) => !type?.tensorType?.elemType);
  if (untyped !== undefined) return `its output "${untyped.name}" does not say its type`;
  const kept = new Set(outputs);
  for (const constant of [...work.constants.values()]) {
    if (constant.dtype !== 'float64' || kept.has(constant.name)) continue;
    work.constants.set(constant.name, narrowed(constant));
    context.changed(constant.name);
  }
  graph.node = await Promise.all(graph.node.map(node => retyped(work, node)));
  convertEnds(work, inputs, outputs);
  for (const name of [...inputs, ...outputs]) context.changed(name);
  graph.valueInfo = (graph.valueInfo ?? []).filter(({ type }) => type?.tensorType?.elemType !== WIDE);
  return null;
}

function narrowed(constant: Constant): Constant {
  return {
    ...constant,
    dtype: 'float32',
    stored: null,
    async *chunks() {
      for await (const bytes of byteChunks(constant)) {
        const values = Float32Array.from(decodeElements('float64', bytes, bytes.length / 8), Number);
        yield new Uint8Array(values.buffer);
      }
    },
  };
}

async function retyped(work: Workpiece, node: NodeProto): Promise<NodeProto> {
  let changed = node;
  for (const name of TYPE_ATTRIBUTES) {
    const given = findAttribute(changed, name);
    if (given === undefined || bigintOf(given.i ?? 0) !== BigInt(WIDE)) continue;
    changed = { ...changed, attribute: [...withoutAttributes(changed, name), attribute(name, BigInt(NARROW))] };
  }
  const filling = findAttribute(changed, 'value')?.t;
  if (filling?.dataType !== WIDE) return changed;
  const constant = storedConstant(filling, work.files);
  const values = Float32Array.from(await numbersOf(constant));
  const narrow = tensor(filling.name ?? '', 'float32', constant.shape, new Uint8Array(values.buffer));
  return { ...changed, attribute: [...withoutAttributes(changed, 'value'), attribute('value', narrow)] };
}

function convertEnds(work: Workpiece, inputs: readonly string[], outputs: readonly string[]): void {
  const { graph } = work;
  const made = new Set(graph.node.flatMap(node => node.output ?? []));
  const inside = new Map<string, string>();
  for (const name of inputs) if (!work.constants.has(name)) inside.set(name, work.valueNames.fresh(`${name}_float32`));
  for (const name of outputs) if (made.has(name)) inside.set(name, work.valueNames.fresh(`${name}_float32`));
  const rename = (name: string): string => inside.get(name) ?? name;
  const renamed = graph.node.map(node => ({
    ...node,
    input: (node.input ?? []).map(rename),
    output: (node.output ?? []).map(rename),
  }));
  const cast = (from: string, to: string, type: number): NodeProto =>
    newNode('Cast', [from], [to], { to: BigInt(type) }, { name: work.nodeNames.fresh(`Cast_${to}`) });
  const before = inputs.filter(name => inside.has(name)).map(name => cast(name, rename(name), NARROW));
  const after = outputs.filter(name => made.has(name)).map(name => cast(rename(name), name, WIDE));
  graph.node = [...before, ...renamed, ...after];
}
