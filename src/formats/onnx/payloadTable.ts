import type { ByteSource } from '../byteSource';
import { WRITE_CHUNK } from '../limits';
import { payloadMismatch, unknownPayload } from './errors';
import type { onnx } from './generated/onnx';
import type { PayloadPlace } from './payloadField';
import { TENSOR_FIELD } from './payloadFields';

/** Makes the bytes of a new tensor when they are written: all at once, or in chunks that need to live only until the next. */
export type Produce = () => AsyncIterable<Uint8Array> | Promise<Uint8Array>;

interface NewPayload {
  readonly length: number;
  readonly produce: Produce;
}

/** Where the bytes behind the `payloads` of a structure come from: the file it was read from (source 0), and new ones. */
export class PayloadTable {
  readonly #added: NewPayload[] = [];

  constructor(readonly source: ByteSource) {}

  /**
   * Registers bytes that do not exist yet and gives the entry for a tensor's `payloads`. They are produced once, while
   * the file is written, and must be little-endian packed elements, exactly `length` bytes.
   */
  add(length: number, produce: Produce): onnx.Payload.$Properties {
    this.#added.push({ length, produce });
    return { field: TENSOR_FIELD.raw, source: this.#added.length, offset: 0, length };
  }

  /** The bytes of an entry. A chunk is valid until the next one is asked for. */
  async *read(place: PayloadPlace): AsyncIterable<Uint8Array> {
    if (place.source === 0) {
      yield* readRange(this.source, place.offset, place.length);
      return;
    }
    const added = this.#added[place.source - 1];
    if (added === undefined) throw unknownPayload(place.source);
    let produced = 0;
    for await (const chunk of chunksOf(added.produce())) {
      produced += chunk.length;
      if (produced > added.length) throw payloadMismatch(produced, added.length);
      yield chunk;
    }
    if (produced !== added.length) throw payloadMismatch(produced, added.length);
  }
}

/** A range of a file in chunks. */
export async function* readRange(source: ByteSource, offset: number, length: number): AsyncIterable<Uint8Array> {
  for (let done = 0; done < length; done += WRITE_CHUNK) {
    yield await source.read(offset + done, Math.min(WRITE_CHUNK, length - done));
  }
}

async function* chunksOf(produced: ReturnType<Produce>): AsyncIterable<Uint8Array> {
  if (produced instanceof Promise) yield await produced;
  else yield* produced;
}
