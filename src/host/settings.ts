import * as vscode from 'vscode';

/** The settings as numbers within their bounds, whatever somebody wrote into `settings.json`. */
export interface Settings {
  /** 0: the runtime's choice. */
  readonly threads: number;
  readonly calibrationSamples: number;
  /** Fraction of a tensor's largest magnitude. */
  readonly nearZeroThreshold: number;
  readonly benchmarkSeconds: number;
  readonly batchSizes: readonly number[];
}

const DEFAULT_BATCH_SIZES = [1, 2, 4, 8, 16, 32];
const LARGEST_BATCH = 65_536;

export function settings(scope: vscode.Uri): Settings {
  const values = vscode.workspace.getConfiguration('modelLathe', scope);
  const number = (key: string, fallback: number, low: number, high: number): number => {
    const value = values.get<unknown>(key);
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : fallback;
  };
  return {
    threads: Math.trunc(number('threads', 0, 0, 256)),
    calibrationSamples: Math.trunc(number('calibrationSamples', 128, 1, 100_000)),
    nearZeroThreshold: number('nearZeroThreshold', 0.001, 0, 1),
    benchmarkSeconds: number('benchmark.seconds', 10, 0.1, 3600),
    batchSizes: batchSizes(values.get<unknown>('benchmark.batchSizes')),
  };
}

function batchSizes(value: unknown): readonly number[] {
  const listed = Array.isArray(value) ? value : [];
  const sizes = listed.filter(size => Number.isInteger(size) && size >= 1 && size <= LARGEST_BATCH);
  return sizes.length === 0 ? DEFAULT_BATCH_SIZES : [...new Set<number>(sizes)].sort((a, b) => a - b);
}
