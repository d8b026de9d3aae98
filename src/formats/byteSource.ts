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
  /**
   * The same into all of `target`, for many reads into one buffer. Holds the thread until it is done, which halves what a
   * read from the page cache costs: for processes that have nothing else to do.
   */
  readInto?(offset: number, target: Uint8Array): void;
  /** The same while the thread may do something else: until it is done, `target` holds nothing of use. */
  fill?(offset: number, target: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
