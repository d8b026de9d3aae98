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

export interface LayerOutcome {
  readonly node: string;
  readonly op: string;
  /** `null` when the node has no constant weight. */
  readonly weight: string | null;
  readonly action: 'quantized' | 'kept';
  /** Why it was kept, or in what form it was quantized. */
  readonly reason: string;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** 10·log10(Σw² / Σ(w−ŵ)²) of the weight in dB; `null` when kept or exact. */
  readonly weightSqnrDb: number | null;
}

/** What `quantize` did and what it cost, in full. */
export interface QuantizationReport {
  readonly kind: 'quantization';
  readonly schema: 1;
  readonly source: FileFigures;
  readonly target: FileFigures;
  readonly method: 'dynamic' | 'static';
  /** Why this method, in one sentence. */
  readonly methodReason: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly data: DataSource;
  readonly freeDimensions: readonly FreeDimension[];
  /** What a reader must know before anything else; the first lines of the report. */
  readonly warnings: readonly string[];
  readonly latency: {
    readonly source: LatencySummary;
    readonly target: LatencySummary;
    /** Source time over target time: above 1 the target is faster. */
    readonly speedup: RatioEstimate;
    readonly rounds: number;
    readonly threads: number;
    readonly batch: number | null;
  } | null;
  readonly fidelity: readonly OutputFidelity[];
  readonly fidelitySamples: number;
  readonly accuracy: {
    readonly samples: number;
    readonly source: number;
    readonly target: number;
    readonly output: string;
  } | null;
  readonly layers: readonly LayerOutcome[];
  /** Shell command that repeats this job. */
  readonly command: string;
  readonly peakMemoryBytes: number;
  readonly seconds: number;
  readonly environment: Environment;
}
