import type { Model } from '../model/model';
import type { ByteSource } from './byteSource';

/** One serialization that can be opened. Adding one is a new file and a line in `registry.ts`. */
export interface Format {
  readonly name: string;
  /** Decides by content, never by name. `head` is the beginning of the file. */
  match(head: Uint8Array, source: ByteSource): Promise<boolean>;
  /** @throws LatheError with the place in the file. */
  open(source: ByteSource): Promise<Model>;
}
