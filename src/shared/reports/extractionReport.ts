import type { Environment } from './environment';
import type { OutputFidelity } from './evaluation';
import type { DataSource, FreeDimension } from './measurement';

/** An input or output of a part. */
export interface ExtractedEnd {
  readonly name: string;
  /** `float32[N,64]` */
  readonly type: string;
}

/** What running a part beside the model it is from told. */
export type ExtractionCheck =
  | {
      /** Both ran on the same samples; the part was fed what the model has at those places. */
      readonly kind: 'compared';
      readonly data: DataSource;
      readonly freeDimensions: readonly FreeDimension[];
      readonly samples: number;
      readonly fidelity: readonly OutputFidelity[];
      /** Of any element of any output; 0 when all are the same. */
      readonly largestError: number;
      /** Whether shapes or texts differ, or elements that are not finite. */
      readonly isBroken: boolean;
    }
  | {
      /** The runtime takes the part, which could not be compared. */
      readonly kind: 'loaded';
      /** Whether it ran on made-up inputs. */
      readonly ran: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'unproven'; readonly reason: string };

/** What `extract` took out of a model, and how far it was seen to do the same. */
export interface ExtractionReport {
  readonly kind: 'extraction';
  readonly schema: 1;
  readonly source: { readonly file: string; readonly bytes: number; readonly nodes: number };
  readonly target: {
    readonly file: string;
    /** With external data. */
    readonly bytes: number;
    readonly weightBytes: number;
    readonly weights: number;
    readonly nodes: number;
  };
  /** Where the nodes are: the graph's identifier and what people call it. */
  readonly graph: { readonly id: string; readonly title: string };
  /** Nodes that were asked for. */
  readonly chosen: number;
  /** Nodes that hold or work out constants for them. */
  readonly brought: number;
  /** Names of functions that came along. */
  readonly functions: readonly string[];
  readonly operators: readonly { readonly op: string; readonly count: number }[];
  readonly inputs: readonly ExtractedEnd[];
  readonly outputs: readonly ExtractedEnd[];
  readonly check: ExtractionCheck;
  /** What a reader must know, full sentences. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  /** Shell command that repeats this job. */
  readonly command: string;
  readonly seconds: number;
  readonly environment: Environment;
}
