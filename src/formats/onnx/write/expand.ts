import { decodeMessage } from '../codecs';
import { onnx } from '../generated/onnx';
import { safeInteger } from '../integers';
import type { PayloadPlace } from '../payloadField';
import { PAYLOADS_FIELD } from '../payloadFields';
import type { PayloadTable } from '../payloadTable';
import { type MessageSchema, messageSchema } from '../schema';
import { WIRE, WireReader } from '../wire';
import { Section } from './section';

/**
 * Replaces a tensor on its way to the target; `null` leaves it as it is. The tensor is a copy that may be changed;
 * `initializer` tells a graph's own tensor from one inside an attribute.
 */
export type TensorRewrite = (tensor: onnx.TensorProto, initializer: boolean) => Section | null;

const GRAPH = messageSchema('GraphProto');
const TENSOR = messageSchema('TensorProto');

/** An encoded message inside `bytes`. */
export interface Encoded {
  readonly schema: MessageSchema;
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/**
 * The inverse of scanning: an encoded structure with its payloads back in place and all lengths corrected. Nothing is
 * read yet. @returns `null` when the message holds no payload, so its bytes stand as they are.
 */
export function expand(message: Encoded, payloads: PayloadTable, rewrite: TensorRewrite | null): Section | null {
  const { schema, bytes, from, to } = message;
  const reader = new WireReader(bytes, 0);
  reader.position = from;
  const section = new Section();
  let copied = from;
  let changed = false;
  const replace = (first: number, field: number, value: Parameters<Section['addField']>[1]): void => {
    section.add(bytes.subarray(copied, first));
    section.addField(field, value);
    copied = reader.position;
    changed = true;
  };
  while (reader.position < to) {
    const first = reader.position;
    const tag = reader.varint(to);
    const field = Math.floor(tag / 8);
    if (tag % 8 !== WIRE.bytes) {
      reader.skipNumber(field, tag % 8, to);
      continue;
    }
    const length = reader.varint(to);
    const valueFrom = reader.position;
    reader.position += length;
    const valueTo = reader.position;
    const inner = schema.fields[field]?.message;
    if (field === PAYLOADS_FIELD && schema.hasPayloads) {
      const place = placeOf(bytes.subarray(valueFrom, valueTo));
      replace(first, place.field, { length: place.length, read: () => payloads.read(place) });
    } else if (inner?.carriesPayloads === true) {
      const encoded = { schema: inner, bytes, from: valueFrom, to: valueTo };
      const value = expandInner(encoded, schema === GRAPH, payloads, rewrite);
      if (value !== null) replace(first, field, value);
    }
  }
  section.add(bytes.subarray(copied, to));
  return changed ? section : null;
}

function expandInner(
  inner: Encoded,
  inGraph: boolean,
  payloads: PayloadTable,
  rewrite: TensorRewrite | null,
): Section | null {
  if (rewrite !== null && inner.schema === TENSOR) {
    const tensor = decodeMessage('TensorProto', inner.bytes.subarray(inner.from, inner.to));
    const rewritten = tensor instanceof onnx.TensorProto ? rewrite(tensor, inGraph) : null;
    if (rewritten !== null) return rewritten;
  }
  return expand(inner, payloads, rewrite);
}

function placeOf(encoded: Uint8Array): PayloadPlace {
  const { field, source, offset, length } = onnx.Payload.decode(encoded);
  return {
    field,
    source,
    offset: safeInteger(offset, 'An offset', 'payload'),
    length: safeInteger(length, 'A length', 'payload'),
  };
}
