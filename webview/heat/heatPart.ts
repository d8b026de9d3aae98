import type { PageContext } from '../state/pageContext';

/** What parts of pages that show heat need of the page. */
export type HeatContext = Pick<
  PageContext,
  'heat' | 'selection' | 'data' | 'run' | 'goToNode' | 'announce' | 'problem'
>;

/** A part of a page that follows the choice of heat until disposed. */
export interface HeatPart {
  readonly element: HTMLElement;
  dispose(): void;
}
