import type { Writer } from 'protobufjs/minimal';
import { MAX_NESTING } from '../limits';
import { badTag, tooDeep, truncated } from './errors';
import { writePayload } from './payloadField';
import { PAYLOADS_FIELD } from './payloadFields';
import type { MessageSchema } from './schema';
import type { StructureBudget } from './structureBudget';
import { fieldOf, WIRE, WireReader } from './wire';

/** A message that is wholly in memory: the fields between `from` and `to` of `bytes`. */
export interface SmallMessage {
  readonly schema: MessageSchema;
  readonly bytes: Uint8Array;
  /** Position of `bytes[0]` in the file. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/**
 * Checks every field of a message and appends it to the structure, large payloads replaced by where they are.
 * @throws LatheError with the position of what is malformed or over a limit.
 */
export function copySmallMessage(message: SmallMessage, budget: StructureBudget, out: Writer): void {
  const { schema, bytes, start, from, to, depth } = message;
  const walk = new Walk(bytes, start, budget);
  if (walk.check(schema, from, to, depth)) walk.replacePayloads(schema, from, to, out);
  else out.raw(bytes.subarray(from, to));
}

class Walk {
  readonly #reader: WireReader;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
    private readonly budget: StructureBudget,
  ) {
    this.#reader = new WireReader(bytes, start);
  }

  /** @returns whether anything in the message stays in the file. */
  check(schema: MessageSchema, from: number, to: number, depth: number): boolean {
    if (depth > MAX_NESTING) throw tooDeep(this.start + from, MAX_NESTING);
    this.budget.message();
    const reader = this.#reader;
    reader.position = from;
    let found = false;
    while (reader.position < to) {
      const first = reader.position;
      const tag = reader.varint(to);
      const number = fieldOf(tag, this.start + first);
      const field = schema.fields[number];
      if (tag % 8 !== WIRE.bytes) {
        reader.skipNumber(number, tag % 8, to);
        this.budget.field(field, 0);
        continue;
      }
      const length = reader.varint(to);
      const value = reader.position;
      const end = value + length;
      if (end > to) throw truncated(this.start + first, this.start + end, this.start + to);
      if (number === PAYLOADS_FIELD && schema.hasPayloads) throw badTag(this.start + first, number, WIRE.bytes);
      if (field !== undefined && field.message !== null) {
        if (this.check(field.message, value, end, depth + 1)) found = true;
      } else if (field !== undefined && length > field.inlineLimit) {
        found = true;
      } else {
        this.budget.field(field, length);
      }
      reader.position = end;
    }
    return found;
  }

  /** For a message that `check` accepted. */
  replacePayloads(schema: MessageSchema, from: number, to: number, out: Writer): void {
    const reader = this.#reader;
    reader.position = from;
    while (reader.position < to) {
      const first = reader.position;
      const tag = reader.varint(to);
      const number = Math.floor(tag / 8);
      const field = schema.fields[number];
      if (tag % 8 !== WIRE.bytes) {
        reader.skipNumber(number, tag % 8, to);
        out.raw(this.bytes.subarray(first, reader.position));
        continue;
      }
      const length = reader.varint(to);
      const value = reader.position;
      const end = value + length;
      if (field?.message?.carriesPayloads === true) {
        out.uint32(tag).fork();
        this.replacePayloads(field.message, value, end, out);
        out.ldelim();
      } else if (field !== undefined && length > field.inlineLimit) {
        writePayload(out, { field: number, source: 0, offset: this.start + value, length });
      } else {
        out.raw(this.bytes.subarray(first, end));
      }
      reader.position = end;
    }
  }
}
