import type { AttributeInput } from '../../formats/onnx/edit/attributes';
import { node } from '../../formats/onnx/edit/nodes';
import { tensor } from '../../formats/onnx/edit/tensors';
import { typedValue } from '../../formats/onnx/edit/typedValue';
import { onnx } from '../../formats/onnx/generated/onnx';
import { longOf } from '../../formats/onnx/integers';
import { packedBytes } from '../../model/dtype';
import type { AttributeValue, Model, Opset, ValueType, Weight } from '../../model/model';
import type { OperatorProbe } from './operatorProbes';

/** Newest file version that the runtime takes; it allows everything that older ones do. */
const IR_VERSION = 10;

/** An operator set that every runtime of the last years has, for models that name none. */
const OPSET = 13;

/** A model that does nothing, of the file version and with the operator sets of another. */
export function frameModel({ formatVersion, opsets }: Model): Uint8Array {
  const version = /^IR (\d+)$/.exec(formatVersion)?.[1] ?? IR_VERSION;
  const type: ValueType = { kind: 'tensor', dtype: 'float32', shape: null };
  const ends = ['x', 'y'].map(name => typedValue(name, type)).filter(end => end !== null);
  const graph = onnx.GraphProto.create({
    name: 'frame',
    input: ends.slice(0, 1),
    output: ends.slice(1),
    node: [node('Identity', ['x'], ['y'])],
  });
  const isImported = opsets.some(({ domain }) => domain === '');
  return encoded(graph, version, isImported ? opsets : [...opsets, { domain: '', version: OPSET }]);
}

/** The encoded model of one node, its inputs the model's; `null` when the node cannot stand alone. */
export function probeModel(probe: OperatorProbe, opsets: readonly Opset[]): Uint8Array | null {
  const attributes: Record<string, AttributeInput> = Object.create(null);
  for (const { name, value } of probe.node.attributes) {
    const input = attributeInput(value);
    if (input === null) return null;
    attributes[name] = input;
  }
  const inputs = probe.types.map((type, at) => (type === null ? null : typedValue(`input_${at}`, type)));
  if (inputs.some((input, at) => input === null && probe.types[at] !== null)) return null;
  const outputs = probe.node.outputs.map((name, at) => (name === '' ? '' : `output_${at}`));
  const names = inputs.map(input => input?.name ?? '');
  const constants = probe.constants.map((weight, at) => tensorOf(weight, names[at] ?? ''));
  const graph = onnx.GraphProto.create({
    name: 'probe',
    input: inputs.filter((_, at) => constants[at] === null).filter(input => input !== null),
    initializer: constants.filter(constant => constant !== null),
    output: outputs.filter(name => name !== '').map(name => onnx.ValueInfoProto.create({ name })),
    node: [node(probe.op, names, outputs, attributes, { domain: probe.domain })],
  });
  return encoded(graph, IR_VERSION, importsOf(probe, opsets));
}

function encoded(graph: onnx.GraphProto, irVersion: number | string, opsets: readonly Opset[]): Uint8Array {
  const opsetImport = opsets.map(({ domain, version }) => ({ domain, version: longOf(BigInt(version)) }));
  return onnx.ModelProto.encode(
    onnx.ModelProto.create({ irVersion: longOf(BigInt(irVersion)), graph, opsetImport }),
  ).finish();
}

function importsOf({ domain, version }: OperatorProbe, opsets: readonly Opset[]): readonly Opset[] {
  return [...opsets.filter(each => each.domain !== domain), { domain, version }];
}

/** `null` for what is not in memory and what refers to something outside of the node. */
function attributeInput(value: AttributeValue): AttributeInput | null {
  switch (value.kind) {
    case 'float':
    case 'int':
    case 'floats':
    case 'ints':
      return value.value;
    case 'string':
      return Buffer.from(value.value).toString();
    case 'strings':
      return value.value.map(text => Buffer.from(text).toString());
    case 'tensor':
      return tensorOf(value.value, value.value.name);
    default:
      return null;
  }
}

/** A tensor that is in memory in full. */
function tensorOf(weight: Weight | null, name: string): onnx.TensorProto | null {
  if (weight === null || weight.sparse !== null || weight.payload.kind !== 'inline') return null;
  const { dtype, shape, elements, payload } = weight;
  return payload.bytes.length === packedBytes(dtype, elements) ? tensor(name, dtype, shape, payload.bytes) : null;
}
