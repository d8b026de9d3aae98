import * as vscode from 'vscode';

/** The settings as numbers within their bounds, whatever somebody wrote into `settings.json`. */
export interface Settings {
  /** 0: the runtime's choice. */
  readonly threads: number;
  readonly calibrationSamples: number;
  /** Fraction of a tensor's largest magnitude. */
  readonly nearZeroThreshold: number;
  readonly benchmarkSeconds: number;
  /** Whether a benchmark finds out where the time goes, node by node. */
  readonly benchmarkProfile: boolean;
  readonly batchSizes: readonly number[];
  /** Whether opening a model looks for findings. */
  readonly lintOnOpen: boolean;
  /** Identifiers of rules whose findings are not wanted. */
  readonly lintIgnore: readonly string[];
}

const LARGEST_BATCH = 65_536;

export function settings(scope: vscode.Uri): Settings {
  const values = vscode.workspace.getConfiguration('modelLathe', scope);
  const number = (key: string, low: number, high: number): number => {
    const usable = [values.get<unknown>(key), values.inspect<unknown>(key)?.defaultValue];
    return Math.min(high, Math.max(low, usable.find(isNumber) ?? low));
  };
  const listed = batchSizes(values.get<unknown>('benchmark.batchSizes'));
  return {
    threads: Math.trunc(number('threads', 0, 256)),
    calibrationSamples: Math.trunc(number('calibrationSamples', 1, 100_000)),
    nearZeroThreshold: number('nearZeroThreshold', 0, 1),
    benchmarkSeconds: number('benchmark.seconds', 0.1, 3600),
    benchmarkProfile: values.get<unknown>('benchmark.profile') !== false,
    lintOnOpen: values.get<unknown>('lint.onOpen') !== false,
    lintIgnore: texts(values.get<unknown>('lint.ignore')),
    batchSizes: listed.length > 0 ? listed : batchSizes(values.inspect('benchmark.batchSizes')?.defaultValue),
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function texts(value: unknown): readonly string[] {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [];
  return listed.filter(entry => typeof entry === 'string');
}

function batchSizes(value: unknown): readonly number[] {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [];
  const sizes = listed.filter(isNumber).filter(size => Number.isInteger(size) && size >= 1 && size <= LARGEST_BATCH);
  return [...new Set(sizes)].sort((a, b) => a - b);
}
