import type { Environment } from './environment';
import type { DataSource, FreeDimension, LatencySummary } from './measurement';

export interface ValueSummary {
  readonly name: string;
  /** For example `float32[1,3,240,320]`. */
  readonly type: string;
}

/** One configuration that was measured. */
export interface BenchmarkPoint {
  /** Size of the batch dimension; `null` when the model has none. */
  readonly batch: number | null;
  readonly latency: LatencySummary;
  /** 95 % interval of the median, milliseconds, by block bootstrap. */
  readonly medianInterval: { readonly low: number; readonly high: number; readonly confidence: number };
  /** Batch over the median time, samples a second. */
  readonly samplesPerSecond: number;
  readonly firstRunMs: number;
  readonly loadMs: number;
  /** Peak resident memory of the child while this point was measured, and what the bare child used before. */
  readonly peakMemoryBytes: number;
  readonly baselineMemoryBytes: number;
  /** Whether the peak is of this point alone; else the system only tells that of the whole process so far. */
  readonly peakIsOfPoint: boolean;
  /** Up to 2,000 run times in order, milliseconds, for the chart. */
  readonly times: readonly number[];
  /** Runs that each time is the mean of: 1 unless a run is shorter than the clock can tell. */
  readonly runsPerTime: number;
  /** Whether the stated confidence was reached before the time limit. */
  readonly converged: boolean;
}

/** A node as a report names it. */
export interface ProfiledPlace {
  /** Id of its graph and position there. */
  readonly graph: string;
  readonly node: number;
  readonly name: string;
  readonly op: string;
}

/** What the kernels of one node took in a run, all calls together. Bodies of a node have nodes of their own. */
export interface ProfiledNode extends ProfiledPlace {
  /** Operator of the kernel that ran: `FusedConv`; several joined by `, `. */
  readonly kernel: string;
  readonly meanMs: number;
  readonly medianMs: number;
  /** Of the time of all kernels. */
  readonly share: number;
  /** In a run, on average; a loop's body runs more than once. */
  readonly calls: number;
}

/** A node that did not run by itself: the kernel of another node did its work as well. */
export interface AbsorbedNode extends ProfiledPlace {
  /** Index into `LayerProfile.nodes`. */
  readonly inside: number;
}

/** Where the time of a run goes, measured in runs of its own with the runtime's profiler. */
export interface LayerProfile {
  /** Size of the batch that was run; `null` when the model has none. */
  readonly batch: number | null;
  /** Runs that count: the quieter half of those that were profiled. */
  readonly runs: number;
  readonly profiledRuns: number;
  /** A run in the runtime, from outside, and all kernels in it. What is between them is the overhead. */
  readonly runMs: number;
  readonly kernelsMs: number;
  /** Median run with the profiler over the median without it. */
  readonly slowdown: number;
  /** The dearest first. */
  readonly nodes: readonly ProfiledNode[];
  /** Nodes that ran and are not listed, and their time. */
  readonly omitted: { readonly nodes: number; readonly meanMs: number };
  readonly absorbed: readonly AbsorbedNode[];
  /** Kernels by operator, the dearest first. */
  readonly operators: readonly {
    readonly op: string;
    readonly kernels: number;
    readonly meanMs: number;
    readonly share: number;
  }[];
  /** Kernels that belong to no one node of the model: copies in another layout, fusions that could not be told apart. */
  readonly unattributed: {
    readonly meanMs: number;
    readonly share: number;
    /** The dearest of them. */
    readonly kernels: readonly {
      readonly name: string;
      readonly op: string;
      readonly meanMs: number;
      readonly share: number;
    }[];
  };
  /** What a reader must know: full sentences. */
  readonly notes: readonly string[];
}

export interface BenchmarkReport {
  readonly kind: 'benchmark';
  /** Reports of schema 1 have no `profile` and are read as if it was `null`. */
  readonly schema: 2;
  readonly scenario: 'latency' | 'throughput';
  readonly model: { readonly file: string; readonly bytes: number };
  readonly inputs: readonly ValueSummary[];
  readonly outputs: readonly ValueSummary[];
  readonly data: DataSource;
  readonly freeDimensions: readonly FreeDimension[];
  /** 0: the runtime's default. */
  readonly threads: number;
  /** Half-width of the median's interval that runs were repeated for, as a fraction of the median. */
  readonly targetPrecision: number;
  readonly warnings: readonly string[];
  readonly points: readonly BenchmarkPoint[];
  /** `null` when none was asked for or none could be made, which a warning tells. */
  readonly profile: LayerProfile | null;
  /** CPU used by other processes during the measurement, in cores; `null` when it cannot be read. */
  readonly foreignCores: number | null;
  readonly command: string;
  readonly environment: Environment;
}
