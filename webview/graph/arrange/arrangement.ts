import type { Hierarchy } from '../hierarchy/hierarchy';
import type { Direction, Drawing } from '../layout/drawing';

/** Which groups are open, by key (`groupKey` in `hierarchy/groupKeys.ts`), the same in every session. */
export interface Folding {
  /** What counts for groups that nobody touched. */
  readonly rest: 'default' | 'open' | 'closed';
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

export const FOLDED_BY_DEFAULT: Folding = { rest: 'default', opened: [], closed: [] };

export interface ArrangementRequest {
  /** Id of the graph at the root. */
  readonly root: string;
  readonly folding: Folding;
  readonly direction: Direction;
}

/** A hierarchy and its drawing, as the worker gives them. */
export interface Arrangement {
  readonly hierarchy: Hierarchy;
  /** 1 for open groups, by item. */
  readonly open: Uint8Array;
  readonly drawing: Drawing;
}

/** Arranges graphs off the page's thread; `arranger.ts` is the one there is. */
export interface Arranges {
  /**
   * Fetches the graphs that are needed (bodies of open holders included) and arranges them. A later request ends an earlier one.
   * @returns `null` when a later request took over.
   * @throws LatheError what the host said of a graph.
   */
  arrange(request: ArrangementRequest): Promise<Arrangement | null>;
  /** Forgets all graphs: the types in them are others now. */
  clear(): void;
  dispose(): void;
}
