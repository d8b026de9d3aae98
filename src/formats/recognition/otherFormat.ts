import type { ByteSource } from '../byteSource';

/** A kind of file that is recognised in order to be refused with a reason. Adding one is one entry in a table. */
export interface OtherFormat {
  /** Last part of the error's code: `format.pytorch`. */
  readonly code: string;
  /** What the file is, as the end of "This is …". */
  readonly what: string;
  /** What to do about it, one sentence. */
  readonly next: string;
  match(head: Uint8Array, source: ByteSource): boolean | Promise<boolean>;
}

/** Whether `head` has these bytes at `offset`. */
export function hasBytes(head: Uint8Array, offset: number, bytes: readonly number[]): boolean {
  return offset + bytes.length <= head.length && bytes.every((byte, index) => head[offset + index] === byte);
}

/** Whether `head` has this ASCII text at `offset`. */
export function hasText(head: Uint8Array, offset: number, text: string): boolean {
  return hasBytes(
    head,
    offset,
    Array.from(text, letter => letter.charCodeAt(0)),
  );
}
