import { Writer } from 'protobufjs/minimal';
import { LatheError } from '../../shared/errors';
import type { ByteSource } from '../byteSource';
import { DECODE_BATCH, MAX_INLINE_BYTES, MAX_NESTING, SMALL_MESSAGE } from '../limits';
import { Pace } from '../pace';
import { createMessage, decodeMessage } from './codecs';
import { badTag, inlineTooLarge, tooDeep, truncated, undecodable } from './errors';
import { FIELDS, type WireField } from './generated/fields';
import { onnx } from './generated/onnx';
import { addField, type Message, mergeMessage } from './mergeMessage';
import { writePayload } from './payloadField';
import { PAYLOADS_FIELD, staysInFile } from './payloadFields';
import { ScanWindow } from './scanWindow';
import { copySmallMessage } from './smallMessage';
import { StructureBudget } from './structureBudget';
import { fieldOf, WIRE, WireReader } from './wire';

/** A tag and a length, ten bytes each at most. */
const HEADER_BYTES = 20;

/** A stretch of the file that holds the fields of one message. */
interface Extent {
  readonly type: string;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** The header of one field. `from` and `to` bound its value, `first` is where the tag starts. */
interface Header {
  readonly field: number;
  readonly wire: number;
  readonly first: number;
  readonly from: number;
  readonly to: number;
  readonly known: WireField | undefined;
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
    const model = await scan.message({ type: 'ModelProto', from: 0, to: source.size, depth: 0 });
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
    const message = createMessage(extent.type);
    let batch = Writer.create();
    const flush = (): void => {
      if (batch.len === 0) return;
      this.#budget.bytes(batch.len);
      mergeMessage(message, decode(extent, batch.finish()));
      batch = Writer.create();
    };
    for (let position = extent.from; position < extent.to; ) {
      const header = await this.#header(extent, position);
      if (header.wire === WIRE.bytes && header.known?.message === true && header.to - header.from > SMALL_MESSAGE) {
        flush();
        await this.#submessage(message, extent, header, header.known);
      } else {
        await this.#copy(extent, header, batch);
      }
      if (batch.len > DECODE_BATCH) flush();
      if (this.#pace.due) await this.#pace.rest();
      position = header.to;
    }
    flush();
    return message;
  }

  async #header(extent: Extent, first: number): Promise<Header> {
    const available = Math.min(HEADER_BYTES, extent.to - first);
    if (!this.#window.has(first, available)) await this.#window.load(first, available);
    const { bytes, start } = this.#window;
    const reader = new WireReader(bytes, start);
    reader.position = first - start;
    const end = Math.min(bytes.length, extent.to - start);
    const tag = reader.varint(end);
    const field = fieldOf(tag, first);
    const wire = tag % 8;
    const known = FIELDS[extent.type]?.[field];
    if (field === PAYLOADS_FIELD && known !== undefined) throw badTag(first, field, wire);
    if (wire !== WIRE.bytes) {
      const from = reader.offset;
      reader.skipNumber(field, wire, extent.to - start);
      return { field, wire, first, from, to: reader.offset, known };
    }
    const length = reader.varint(end);
    const from = reader.offset;
    if (from + length > extent.to) throw truncated(first, from + length, extent.to);
    return { field, wire, first, from, to: from + length, known };
  }

  async #submessage(parent: Message, extent: Extent, header: Header, field: WireField): Promise<void> {
    const child = await this.message({ type: field.type, from: header.from, to: header.to, depth: extent.depth + 1 });
    addField(parent, field.name, field.repeated ? [child] : child);
  }

  /** Appends one field to the batch: as it is, or, for a payload, as where it is. */
  async #copy(extent: Extent, header: Header, batch: Writer): Promise<void> {
    const { field, wire, first, from, to, known } = header;
    if (wire === WIRE.bytes && staysInFile(extent.type, field, to - from)) {
      writePayload(batch, { field, source: 0, offset: from, length: to - from });
      return;
    }
    if (to - first > MAX_INLINE_BYTES) throw inlineTooLarge(first, to - first, MAX_INLINE_BYTES);
    if (!this.#window.has(first, to - first)) await this.#window.load(first, to - first);
    const { bytes, start } = this.#window;
    if (wire === WIRE.bytes && known?.message === true) {
      batch.uint32(field * 8 + wire).fork();
      const inner = { type: known.type, bytes, start, from: from - start, to: to - start, depth: extent.depth + 1 };
      copySmallMessage({ ...inner, budget: this.#budget }, batch);
      batch.ldelim();
    } else {
      this.#budget.field(known, wire === WIRE.bytes ? to - from : 0);
      batch.raw(bytes.subarray(first - start, to - start));
    }
  }
}

function decode(extent: Extent, bytes: Uint8Array): Message {
  try {
    return decodeMessage(extent.type, bytes);
  } catch (cause) {
    throw undecodable(extent.type, extent.from, cause);
  }
}
