import type { ErrorInfo } from '../errors';
import type { BenchmarkReport } from '../reports/benchmarkReport';
import type { CompareReport } from '../reports/compareReport';
import type { ExtractionReport } from '../reports/extractionReport';
import type { LintReport } from '../reports/lintReport';
import type { FreeDimension } from '../reports/measurement';
import type { QuantizationReport } from '../reports/quantizationReport';
import type { RankReport } from '../reports/rankReport';
import type { Simplification, SimplificationReport } from '../reports/simplificationReport';
import type { WeightReport } from '../reports/weightReport';

export interface WeightsRequest {
  readonly model: string;
  readonly bins: number;
  /** Fraction of a tensor's largest magnitude. */
  readonly nearZero: number;
  /** Measures one weight alone. */
  readonly only?: { readonly graph: string; readonly name: string };
}

export interface QuantizeRequest {
  readonly model: string;
  readonly method: 'auto' | 'dynamic' | 'static';
  /** Samples file or folder; `null` looks beside the model and falls back to synthetic input. */
  readonly data: string | null;
  /** Target; `null` is `NAME.int8.onnx` beside the model. */
  readonly out: string | null;
  /** Replace existing results. Without it an existing target is refused with code `job.targetExists`. */
  readonly force: boolean;
  readonly calibration: 'minmax' | 'entropy' | 'percentile' | 'mse';
  readonly perChannel: boolean;
  /** Keep a layer only where it is measurably faster; off quantizes everything that is supported. */
  readonly latencyGate: boolean;
  readonly exclude: readonly string[];
  /** Most samples that ranges of activations are taken from; answers are compared on more when there are more. */
  readonly samples: number;
  readonly threads: number;
  readonly freeDimensions: readonly FreeDimension[];
}

export interface QuantizeResult {
  /** Absolute paths of what was written. */
  readonly model: string;
  readonly markdown: string;
  readonly json: string;
  readonly report: QuantizationReport;
}

export interface SimplifyRequest {
  readonly model: string;
  /** Target; `null` is `NAME.simplified.onnx` beside the model. */
  readonly out: string | null;
  /** Replace existing results. Without it an existing target is refused with code `job.targetExists`. */
  readonly force: boolean;
  /** Identifiers of passes; empty runs all but those in `skip`. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Version that the default operator set is raised to; `null` leaves it. */
  readonly opset: number | null;
  /** Sizes that open dimensions of the inputs get for good. */
  readonly sizes: readonly FreeDimension[];
  /** Weights and arithmetic in float32 where they are in float64. */
  readonly float32: boolean;
  /** Samples file or folder; `null` looks beside the model and falls back to synthetic input. */
  readonly data: string | null;
  readonly threads: number;
  /** Sizes of open dimensions for the comparison; those of `sizes` included. */
  readonly freeDimensions: readonly FreeDimension[];
}

/** A model in which nothing could be simplified gives no files. */
export type SimplifyResult =
  | {
      readonly kind: 'written';
      /** Absolute paths of what was written. */
      readonly model: string;
      readonly markdown: string;
      readonly json: string;
      readonly report: SimplificationReport;
    }
  | {
      readonly kind: 'unchanged';
      /** File name without folder. */
      readonly file: string;
      readonly simplification: Simplification;
    };

export interface BenchmarkRequest {
  readonly model: string;
  readonly scenario: 'latency' | 'throughput';
  readonly batches: readonly number[];
  readonly threads: number;
  readonly data: string | null;
  readonly freeDimensions: readonly FreeDimension[];
  /** Half-width of the 95 % interval of the median to reach, as a fraction of the median. */
  readonly targetPrecision: number;
  /** Most seconds spent measuring one point. */
  readonly secondsPerPoint: number;
  /** Whether to find out where the time goes, node by node, in further runs. */
  readonly profile: boolean;
  /** Write `NAME.benchmark.report.md` and `.json` beside the model. */
  readonly write: boolean;
}

export interface BenchmarkResult {
  /** Absolute paths of what was written, empty when nothing was asked to be. */
  readonly written: readonly string[];
  readonly report: BenchmarkReport;
}

export interface CompareRequest {
  /** The reference, and what is compared with it. */
  readonly a: string;
  readonly b: string;
  /** Whether both are run: not at all, on samples if there are any, or else on made-up inputs. */
  readonly run: 'never' | 'samples' | 'synthetic';
  /** Samples file or folder; `null` looks beside A. */
  readonly data: string | null;
  readonly threads: number;
  /** Sizes of open dimensions, for costs and for runs. */
  readonly freeDimensions: readonly FreeDimension[];
  /** Relative error above which a tensor counts as different. */
  readonly tolerance: number;
}

/** How the nodes of a part are named. */
export type ExtractChoice =
  /** By name, or by place as `#3` and `#3-8`. */
  | { readonly kind: 'nodes'; readonly names: readonly string[] }
  | { readonly kind: 'indices'; readonly indices: readonly number[] }
  /** Whatever leads from these values to those; either may be empty, not both. */
  | { readonly kind: 'ends'; readonly inputs: readonly string[]; readonly outputs: readonly string[] }
  /** All nodes of a scope and of those in it: `encoder/layer.3`. */
  | { readonly kind: 'scope'; readonly path: string };

export interface ExtractRequest {
  readonly model: string;
  /** Graph that the nodes are in: `main`, a branch or loop body, a function. */
  readonly graph: string;
  readonly choice: ExtractChoice;
  /** What the name of the result adds; `null` makes it of the nodes. */
  readonly part: string | null;
  /** Target; `null` is `NAME.PART.onnx` beside the model. */
  readonly out: string | null;
  /** Replace existing results. Without it an existing target is refused with code `job.targetExists`. */
  readonly force: boolean;
  /** Whether nodes come along that work on constants alone, such as the DequantizeLinear of a weight. */
  readonly computed: boolean;
  /** Samples file or folder; `null` looks beside the model and falls back to synthetic input. */
  readonly data: string | null;
  readonly threads: number;
  readonly freeDimensions: readonly FreeDimension[];
  /** Why nothing may be run, one sentence; `null` when it may. */
  readonly withoutRuntime: string | null;
}

export interface ExtractResult {
  /** Absolute paths of what was written. */
  readonly model: string;
  readonly markdown: string;
  readonly json: string;
  readonly report: ExtractionReport;
}

export interface LintRequest {
  readonly model: string;
  /** Rules that are wanted; none means all. */
  readonly only: readonly string[];
  readonly ignore: readonly string[];
  /** Why the runtime may not be asked about operators, one sentence; `null` when it may. */
  readonly withoutRuntime: string | null;
}

export interface RanksRequest {
  readonly model: string;
  /** Names of weights; empty for every matrix. */
  readonly names: readonly string[];
}

/** Every job a child can run: its name, what it takes and what it gives. */
export interface Jobs {
  readonly weights: { readonly request: WeightsRequest; readonly result: WeightReport };
  readonly ranks: { readonly request: RanksRequest; readonly result: RankReport };
  readonly quantize: { readonly request: QuantizeRequest; readonly result: QuantizeResult };
  readonly extract: { readonly request: ExtractRequest; readonly result: ExtractResult };
  readonly simplify: { readonly request: SimplifyRequest; readonly result: SimplifyResult };
  readonly benchmark: { readonly request: BenchmarkRequest; readonly result: BenchmarkResult };
  readonly lint: { readonly request: LintRequest; readonly result: LintReport };
  readonly compare: { readonly request: CompareRequest; readonly result: CompareReport };
}

export type JobName = keyof Jobs;
export type JobRequest<N extends JobName> = Jobs[N]['request'];
export type JobResult<N extends JobName> = Jobs[N]['result'];

export interface JobProgress {
  /** What is being done, a short phrase: `Calibrating`. */
  readonly phase: string;
  /** 0 to 1 over the whole job; `null` when it cannot be told. */
  readonly fraction: number | null;
  /** For example `conv1 (3 of 21)`. */
  readonly detail?: string;
}

/** What a job gets besides its request. */
export interface JobContext {
  readonly signal: AbortSignal;
  progress(progress: JobProgress): void;
  /** Tells whoever started the job of a file or folder that must be removed should the job die; `ResultFiles` calls it. */
  announceTemporary(path: string): void;
}

/** Host to child: the one message a child receives. */
export interface JobStart<N extends JobName = JobName> {
  readonly name: N;
  readonly request: JobRequest<N>;
}

/** Child to host. `temporary` announces a file or folder that the host removes if the child dies. */
export type JobMessage<N extends JobName = JobName> =
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'temporary'; readonly path: string }
  | { readonly kind: 'done'; readonly result: JobResult<N> }
  | { readonly kind: 'failed'; readonly error: ErrorInfo };
