import type { Environment } from './environment';
import type { DataSource, FreeDimension, LatencySummary, RatioEstimate } from './measurement';

export interface FileFigures {
  /** File name without folder. */
  readonly file: string;
  /** Model file and its external data. */
  readonly bytes: number;
  /** The same, deflated: what a download costs. */
  readonly zippedBytes: number;
  /** Weights alone. */
  readonly weightBytes: number;
}

/** How one output of the result compares with the source's on the same samples. */
export interface OutputFidelity {
  readonly output: string;
  /** 10·log10(Σx² / Σ(x−y)²) in dB, at least −200; `null` when the outputs are identical. */
  readonly sqnrDb: number | null;
  /** Cosine of the angle between the outputs taken as one vector; `null` when one of them is all zeros. */
  readonly cosine: number | null;
  readonly largestError: number;
  /** Elements that are NaN or infinite in one output and something else in the other; the other figures leave them out. */
  readonly notFinite: number;
  /** Share of rows whose largest element is the same; `null` when the output is not shaped like scores. */
  readonly top1Agreement: number | null;
}

/** Run times of source and result in alternating rounds. */
export interface LatencyComparison {
  readonly source: LatencySummary;
  readonly target: LatencySummary;
  /** Source time over target time: above 1 the target is faster. */
  readonly speedup: RatioEstimate;
  readonly rounds: number;
  readonly threads: number;
  readonly batch: number | null;
}

/** Shares of right answers, 0 to 1. */
export interface AccuracyComparison {
  readonly samples: number;
  readonly source: number;
  readonly target: number;
  readonly output: string;
}

/** What every job that makes a model of a model says of the two: they ran on the same samples. */
export interface Evaluation {
  readonly source: FileFigures;
  readonly target: FileFigures;
  readonly data: DataSource;
  readonly freeDimensions: readonly FreeDimension[];
  /** What a reader must know before anything else; the first lines of the report. */
  readonly warnings: readonly string[];
  readonly latency: LatencyComparison | null;
  readonly fidelity: readonly OutputFidelity[];
  readonly fidelitySamples: number;
  readonly accuracy: AccuracyComparison | null;
  /** Shell command that repeats this job. */
  readonly command: string;
  readonly peakMemoryBytes: number;
  readonly seconds: number;
  readonly environment: Environment;
}
