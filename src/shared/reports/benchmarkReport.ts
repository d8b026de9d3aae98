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

export interface BenchmarkReport {
  readonly kind: 'benchmark';
  readonly schema: 1;
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
  /** CPU used by other processes during the measurement, in cores; `null` when it cannot be read. */
  readonly foreignCores: number | null;
  readonly command: string;
  readonly environment: Environment;
}
