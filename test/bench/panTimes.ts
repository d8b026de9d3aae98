/** What panning cost, one entry for each frame in which the drawing moved. Milliseconds. */
export interface PanTimes {
  /** Script in the frame. */
  readonly work: readonly number[];
  /** From the beginning of the frame to the next: script, painting and copying to the screen. */
  readonly frame: readonly number[];
  /** How many of them showed every pixel at its own scale. */
  readonly sharp: number;
}
