import { badTag, badVarint, truncated } from './errors';

/** Kinds of fields on the wire (https://protobuf.dev/programming-guides/encoding/). Groups, 3 and 4, are not used by ONNX. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const MAX_VARINT_BYTES = 10;

const LARGEST_FIELD = 2 ** 29 - 1;

/** Reads protobuf primitives from a piece of a file and reports faults by their position in the file. */
export class WireReader {
  position = 0;

  constructor(
    private readonly bytes: Uint8Array,
    /** Position of `bytes[0]` in the file. */
    private readonly start: number,
  ) {}

  /** Position in the file. */
  get offset(): number {
    return this.start + this.position;
  }

  /** Bits above 2^53 are lost; only lengths and tags, which must be far smaller, are read this way. */
  varint(end: number): number {
    const byte = this.bytes[this.position] ?? 0;
    if (byte < 0x80 && this.position < end) {
      this.position++;
      return byte;
    }
    return this.#longVarint(end);
  }

  #longVarint(end: number): number {
    let value = 0;
    let scale = 1;
    const first = this.position;
    for (let count = 0; count < MAX_VARINT_BYTES; count++) {
      if (this.position >= end) throw truncated(this.start + first, this.offset + 1, this.start + end);
      const byte = this.bytes[this.position++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw badVarint(this.start + first);
  }

  /** Moves past the value of a field that is not of kind `bytes`. */
  skipNumber(field: number, wire: number, end: number): void {
    const first = this.position;
    if (wire === WIRE.varint) this.varint(end);
    else if (wire === WIRE.fixed64) this.position += 8;
    else if (wire === WIRE.fixed32) this.position += 4;
    else throw badTag(this.offset, field, wire);
    if (this.position > end) throw truncated(this.start + first, this.offset, this.start + end);
  }
}

/** Splits a tag. @throws LatheError `onnx.badField` for field numbers protobuf does not have. */
export function fieldOf(tag: number, offset: number): number {
  const field = Math.floor(tag / 8);
  if (field < 1 || field > LARGEST_FIELD) throw badTag(offset, field, tag % 8);
  return field;
}
