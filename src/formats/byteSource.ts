/** Ranged, read-only access to the bytes of one file, wherever it is. */
export interface ByteSource {
  /** File name for messages. */
  readonly name: string;
  readonly size: number;
  /**
   * Reads exactly `length` bytes at `offset`.
   * @throws LatheError `source.outOfRange` past the end, `source.changed` when the file is not what was opened.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The same into all of `target`, where that saves a new buffer for each of many reads. */
  readInto?(offset: number, target: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
