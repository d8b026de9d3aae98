import type { NodePlace } from '../state/selection';

/** One way to look at the figures in the heat map: a table of weights or of nodes, or the treemap. */
export interface HeatView {
  readonly element: HTMLElement;
  /** Filters and sorts anew; the row at `scroll` pixels comes to the top. Gives what there is now, as a text. */
  arrange(scroll: number): string;
  /** Marks the node and brings it into sight. */
  mark(place: NodePlace | null): void;
  /** Draws again: another theme, or visible for the first time. */
  refresh(): void;
  dispose(): void;
}
