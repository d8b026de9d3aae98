import type { PackedGraphPage } from '../../../src/shared/packing/packedGraphPage';
import type { GlyphWidths } from '../drawing/glyphWidths';
import type { Hierarchy } from '../hierarchy/hierarchy';
import type { Drawing } from '../layout/drawing';
import type { ArrangementRequest } from './arrangement';

/** What the page asks of its worker. */
export interface GraphWorkerMethods {
  /** `null` when a later request took over. Rejects with what the page said of a graph. */
  arrange(request: WorkerRequest): Promise<ArrangedMessage | null>;
  /** Fetches and arranges the same without an answer, to be quick when it is asked for. */
  prepare(request: WorkerRequest): Promise<void>;
  /** Forgets all graphs. */
  clear(): void;
}

/** What the worker asks of the page. */
export interface GraphPageMethods {
  page(graph: string): Promise<PackedGraphPage>;
}

export interface WorkerRequest extends ArrangementRequest {
  readonly glyphs: GlyphWidths;
  /** The hierarchy that the page has already, by the number it came with; 0 for none. */
  readonly known: number;
}

/** A hierarchy as it travels: its pages are where it goes already. */
export type HierarchyMessage = Omit<Hierarchy, 'instances'> & {
  readonly instances: readonly { readonly graph: string; readonly body: number }[];
};

export interface ArrangedMessage {
  /** Number of the hierarchy; two hierarchies of one worker never have the same. */
  readonly number: number;
  /** `null` when it is the one that the page has. */
  readonly hierarchy: HierarchyMessage | null;
  readonly open: Uint8Array;
  readonly drawing: Drawing;
}

/** The worker as the page sees it. */
export interface GraphWorker {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the worker ends by itself, with what is known of why. */
  onFailure(listener: (reason: string) => void): void;
  terminate(): void;
}
