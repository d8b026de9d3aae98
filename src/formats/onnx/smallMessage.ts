import type { Writer } from 'protobufjs/minimal';
import { MAX_NESTING } from '../limits';
import { badTag, tooDeep, truncated } from './errors';
import { FIELDS } from './generated/fields';
import { writePayload } from './payloadField';
import { CARRIERS, PAYLOADS_FIELD, staysInFile } from './payloadFields';
import type { StructureBudget } from './structureBudget';
import { fieldOf, WIRE, WireReader } from './wire';

/** A message that is wholly in memory. */
export interface SmallMessage {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Position of `bytes[0]` in the file. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly budget: StructureBudget;
}

/** Appends the fields of a message to the structure, with large payloads replaced by where they are. */
export function copySmallMessage(message: SmallMessage, out: Writer): void {
  if (check(message)) replacePayloads(message, out);
  else out.raw(message.bytes.subarray(message.from, message.to));
}

/** Walks the whole message. @returns whether anything in it stays in the file. */
function check(message: SmallMessage): boolean {
  const { type, bytes, start, to, depth, budget } = message;
  if (depth > MAX_NESTING) throw tooDeep(start + message.from, MAX_NESTING);
  budget.message();
  const reader = new WireReader(bytes, start);
  reader.position = message.from;
  let found = false;
  while (reader.position < to) {
    const offset = reader.offset;
    const tag = reader.varint(to);
    const field = fieldOf(tag, offset);
    const wire = tag % 8;
    const known = FIELDS[type]?.[field];
    if (wire !== WIRE.bytes) {
      reader.skipNumber(field, wire, to);
      budget.field(known, 0);
      continue;
    }
    const length = reader.varint(to);
    const from = reader.position;
    if (from + length > to) throw truncated(offset, start + from + length, start + to);
    if (field === PAYLOADS_FIELD && known !== undefined) throw badTag(offset, field, wire);
    if (known?.message === true) {
      found = check({ ...message, type: known.type, from, to: from + length, depth: depth + 1 }) || found;
    } else if (staysInFile(type, field, length)) {
      found = true;
    } else {
      budget.field(known, length);
    }
    reader.position = from + length;
  }
  return found;
}

/** For a message that `check` accepted. */
function replacePayloads(message: SmallMessage, out: Writer): void {
  const { type, bytes, start, to, depth } = message;
  const reader = new WireReader(bytes, start);
  reader.position = message.from;
  while (reader.position < to) {
    const first = reader.position;
    const tag = reader.varint(to);
    const field = Math.floor(tag / 8);
    if (tag % 8 !== WIRE.bytes) {
      reader.skipNumber(field, tag % 8, to);
      out.raw(bytes.subarray(first, reader.position));
      continue;
    }
    const length = reader.varint(to);
    const from = reader.position;
    reader.position = from + length;
    const known = FIELDS[type]?.[field];
    if (known?.message === true && CARRIERS.has(known.type)) {
      out.uint32(tag).fork();
      replacePayloads({ ...message, type: known.type, from, to: from + length, depth: depth + 1 }, out);
      out.ldelim();
    } else if (staysInFile(type, field, length)) {
      writePayload(out, { field, source: 0, offset: start + from, length });
    } else {
      out.raw(bytes.subarray(first, reader.position));
    }
  }
}
