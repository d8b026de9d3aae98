import type { TextColumn } from '../nodeTable/nodeTable';
import { type PackedTexts, packTexts, unpackTexts } from './packedTexts';

/** A column of texts as it travels. */
export interface PackedTextColumn {
  readonly texts: PackedTexts;
  readonly index: Uint32Array;
}

export function* packTextColumn({ texts, index }: TextColumn): Generator<void, PackedTextColumn, void> {
  return { texts: yield* packTexts(texts), index };
}

export function unpackTextColumn({ texts, index }: PackedTextColumn): TextColumn {
  return { texts: unpackTexts(texts), index };
}
