import type { ComparedFiles, ComparedSide } from '../../src/shared/protocol/compare';

/** What the parts of the page share. */
export interface CompareContext {
  readonly files: ComparedFiles;
  /** Opens a model beside the page at a node. */
  reveal(side: ComparedSide, graph: string, node: number): void;
  /** Compares again and runs both models on made-up inputs. */
  runSynthetic(): void;
  manageTrust(): void;
  announce(text: string): void;
}

/** One tab. */
export interface CompareView {
  readonly element: HTMLElement;
  /** It has become visible. */
  shown(): void;
  dispose?(): void;
}
