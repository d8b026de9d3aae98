import { Writer } from 'protobufjs/minimal';

/** Bytes of the target that are read only when they are written. */
export interface LazyBytes {
  readonly length: number;
  read(): AsyncIterable<Uint8Array>;
}

export type Piece = Uint8Array | LazyBytes;

/** A stretch of the target, as pieces in order. */
export class Section {
  readonly pieces: Piece[] = [];
  length = 0;

  add(piece: Piece): void {
    if (piece.length === 0) return;
    this.pieces.push(piece);
    this.length += piece.length;
  }

  /** Adds a field of kind `bytes` with the section as its value. */
  addField(field: number, value: Section | LazyBytes): void {
    this.add(fieldHeader(field, value.length));
    if (!(value instanceof Section)) {
      this.add(value);
      return;
    }
    for (const piece of value.pieces) this.add(piece);
  }
}

function fieldHeader(field: number, length: number): Uint8Array {
  return Writer.create()
    .uint32(field * 8 + 2)
    .uint64(length)
    .finish();
}
