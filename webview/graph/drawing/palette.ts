/** Colours of the drawing in the theme in force. */
export interface Palette {
  readonly background: string;
  readonly box: string;
  readonly text: string;
  readonly quiet: string;
  readonly edge: string;
  /** Borders of frames and folded groups. */
  readonly group: string;
  readonly selection: string;
  readonly match: string;
  readonly categories: readonly string[];
  readonly font: string;
  readonly highContrast: boolean;
}
