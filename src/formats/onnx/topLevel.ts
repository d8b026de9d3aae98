import { LatheError } from '../../shared/errors';
import type { ByteSource } from '../byteSource';
import { FIELDS } from './generated/fields';
import { fieldOf, WIRE, WireReader } from './wire';

/** Fields looked at; a model has about ten, a graph's first few are enough. */
const MAX_FIELDS = 64;
const HEADER_BYTES = 20;

/** One field directly in a message. */
export interface TopField {
  readonly field: number;
  readonly wire: number;
  /** Value of a varint. */
  readonly value: number;
  /** Where the value lies, for fields of kind `bytes`. */
  readonly from: number;
  readonly length: number;
}

/** Where a message may be. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The first fields of what may be a protobuf message, up to the first fault or the end of `stretch`. */
export async function topFields(source: ByteSource, stretch: Stretch): Promise<readonly TopField[]> {
  const fields: TopField[] = [];
  try {
    for (let position = stretch.from; position < stretch.to && fields.length < MAX_FIELDS; ) {
      const bytes = await source.read(position, Math.min(HEADER_BYTES, stretch.to - position));
      const reader = new WireReader(bytes, position);
      const tag = reader.varint(bytes.length);
      const field = fieldOf(tag, position);
      const wire = tag % 8;
      const number = wire === WIRE.varint || wire === WIRE.bytes;
      const value = number ? reader.varint(bytes.length) : 0;
      if (!number) reader.skipNumber(field, wire, bytes.length);
      const length = wire === WIRE.bytes ? value : 0;
      fields.push({ field, wire, value, from: reader.offset, length });
      position = reader.offset + length;
    }
  } catch (thrown) {
    // A fault ends what can be told; whoever opens the file reports it in full.
    if (!(thrown instanceof LatheError) || thrown.info.kind !== 'malformed') throw thrown;
  }
  return fields;
}

/** Whether a field has the number and the kind that it has in this message. */
export function isFieldOf(message: string, { field, wire }: TopField): boolean {
  const known = FIELDS[message]?.[field];
  if (known === undefined) return false;
  const kind = wireOf(known.type, known.message);
  return wire === kind || (known.repeated && wire === WIRE.bytes);
}

function wireOf(type: string, message: boolean): number {
  if (message || type === 'string' || type === 'bytes') return WIRE.bytes;
  if (type === 'float') return WIRE.fixed32;
  return type === 'double' ? WIRE.fixed64 : WIRE.varint;
}
