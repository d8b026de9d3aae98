import { Writer } from 'protobufjs/minimal';
import { LatheError } from '../../shared/errors';
import type { ByteSource } from '../byteSource';
import { DECODE_BATCH, MAX_INLINE_BYTES, MAX_NESTING, SMALL_MESSAGE } from '../limits';
import { Pace } from '../pace';
import { createMessage, decodeMessage } from './codecs';
import { badTag, inlineTooLarge, tooDeep, truncated, undecodable } from './errors';
import { onnx } from './generated/onnx';
import { addField, type Message, mergeMessage } from './mergeMessage';
import { writePayload } from './payloadField';
import { PAYLOADS_FIELD } from './payloadFields';
import { ScanWindow } from './scanWindow';
import { type FieldSchema, type MessageSchema, MODEL } from './schema';
import { copySmallMessage } from './smallMessage';
import { StructureBudget } from './structureBudget';
import { fieldOf, WIRE, WireReader } from './wire';

/** A tag and a length, ten bytes each at most. */
const HEADER_BYTES = 20;

/** A stretch of the file that holds the fields of one message. */
interface Extent {
  readonly schema: MessageSchema;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** The header of one field. `from` and `to` bound its value, `first` is where the tag starts. */
interface Header {
  readonly number: number;
  readonly wire: number;
  readonly first: number;
  readonly from: number;
  readonly to: number;
  readonly field: FieldSchema | undefined;
}

/**
 * Reads the structure of an ONNX file without its payloads: small parts are decoded, and every large payload becomes an
 * entry of `payloads` that says where it is. Unknown fields are kept in `$unknowns`.
 *
 * Messages up to 64 KiB are walked in memory and decoded in batches; larger ones are walked field by field with ranged
 * reads, so what lies between is never read. The event loop is free between batches.
 *
 * @throws LatheError of kind `malformed` or `refused` with the position in the file.
 */
export async function scanModel(source: ByteSource): Promise<onnx.ModelProto> {
  const scan = new Scan(source);
  try {
    const model = await scan.message({ schema: MODEL, from: 0, to: source.size, depth: 0 });
    return model instanceof onnx.ModelProto ? model : onnx.ModelProto.create();
  } catch (thrown) {
    throw thrown instanceof LatheError ? thrown.inFile(source.name) : thrown;
  }
}

class Scan {
  readonly #window: ScanWindow;
  readonly #pace = new Pace();
  readonly #budget = new StructureBudget();

  constructor(source: ByteSource) {
    this.#window = new ScanWindow(source);
  }

  async message(extent: Extent): Promise<Message> {
    if (extent.depth > MAX_NESTING) throw tooDeep(extent.from, MAX_NESTING);
    this.#budget.message();
    const message = createMessage(extent.schema.name);
    let batch = Writer.create();
    const flush = (): void => {
      if (batch.len === 0) return;
      this.#budget.bytes(batch.len);
      mergeMessage(message, decode(extent, batch.finish()));
      batch = Writer.create();
    };
    for (let position = extent.from; position < extent.to; ) {
      if (!this.#window.has(position, HEADER_BYTES)) {
        await this.#window.load(position, Math.min(HEADER_BYTES, extent.to - position));
      }
      const header = this.#header(extent, position);
      const { field, from, to } = header;
      if (field !== undefined && header.wire === WIRE.bytes && field.message !== null && to - from > SMALL_MESSAGE) {
        flush();
        const child = await this.message({ schema: field.message, from, to, depth: extent.depth + 1 });
        addField(message, field.name, field.repeated ? [child] : child);
      } else if (isPayload(header)) {
        writePayload(batch, { field: header.number, source: 0, offset: from, length: to - from });
      } else {
        const length = to - position;
        if (length > MAX_INLINE_BYTES) throw inlineTooLarge(position, length, MAX_INLINE_BYTES);
        if (!this.#window.has(position, length)) await this.#window.load(position, length);
        this.#copy(extent, header, batch);
      }
      if (batch.len > DECODE_BATCH) flush();
      if (this.#pace.due) await this.#pace.rest();
      position = to;
    }
    flush();
    return message;
  }

  #header({ schema, to: end }: Extent, first: number): Header {
    const { bytes, start } = this.#window;
    const reader = new WireReader(bytes, start);
    reader.position = first - start;
    const limit = end - start;
    const tag = reader.varint(limit);
    const number = fieldOf(tag, first);
    const wire = tag % 8;
    const field = schema.fields[number];
    if (wire !== WIRE.bytes) {
      const from = reader.offset;
      reader.skipNumber(number, wire, limit);
      return { number, wire, first, from, to: reader.offset, field };
    }
    if (number === PAYLOADS_FIELD && schema.hasPayloads) throw badTag(first, number, wire);
    const length = reader.varint(limit);
    const from = reader.offset;
    if (from + length > end) throw truncated(first, from + length, end);
    return { number, wire, first, from, to: from + length, field };
  }

  /** Appends a field that is in the window to the batch. */
  #copy(extent: Extent, header: Header, batch: Writer): void {
    const { number, wire, first, from, to, field } = header;
    const { bytes, start } = this.#window;
    if (wire === WIRE.bytes && field !== undefined && field.message !== null) {
      batch.uint32(number * 8 + wire).fork();
      const depth = extent.depth + 1;
      const inner = { schema: field.message, bytes, start, from: from - start, to: to - start, depth };
      copySmallMessage(inner, this.#budget, batch);
      batch.ldelim();
    } else {
      this.#budget.field(field, wire === WIRE.bytes ? to - from : 0);
      batch.raw(bytes.subarray(first - start, to - start));
    }
  }
}

function isPayload({ wire, field, from, to }: Header): boolean {
  return wire === WIRE.bytes && field !== undefined && to - from > field.inlineLimit;
}

function decode({ schema, from }: Extent, bytes: Uint8Array): Message {
  try {
    return decodeMessage(schema.name, bytes);
  } catch (cause) {
    throw undecodable(schema.name, from, cause);
  }
}
