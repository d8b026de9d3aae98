/** A file that the page writes piece by piece: it appears complete when it is finished, or not at all. */
export interface FileSaving {
  /** Asks where to; gives what names the file in later calls, `null` when the person gave up. */
  beginFile(suggestedName: string): number | null;
  /** Adds bytes. After an error the file is gone. */
  writeFile(file: number, bytes: Uint8Array): void;
  /** Gives the file its name, and tells that. */
  finishFile(file: number): string;
  /** Leaves nothing behind. */
  discardFile(file: number): void;
}
