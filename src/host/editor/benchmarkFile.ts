import { readFile, stat } from 'node:fs/promises';
import type * as vscode from 'vscode';
import type { BenchmarkReport } from '../../shared/reports/benchmarkReport';
import { unreadableReport } from '../errors';
import { benchmarkPaths } from '../results';

/** A report of 64 batch sizes with all their times has one megabyte, a profile of 20,000 nodes six. */
const MOST_BYTES = 20_000_000;

/**
 * The benchmark report beside a model, `null` when there is none.
 * @throws LatheError `host.unreadableReport` when the file is something else.
 */
export async function readBenchmark(model: Pick<vscode.Uri, 'scheme' | 'fsPath'>): Promise<BenchmarkReport | null> {
  if (model.scheme !== 'file') return null;
  const file = benchmarkPaths(model.fsPath).json;
  const found = await stat(file).catch(() => null);
  if (found === null) return null;
  if (!found.isFile() || found.size > MOST_BYTES) throw unreadableReport(file, 'it is too large');
  return checked(file, await readFile(file, 'utf8'));
}

function checked(file: string, text: string): BenchmarkReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadableReport(file, cause instanceof Error ? cause.message : String(cause));
  }
  if (!isObject(value) || value.kind !== 'benchmark') throw unreadableReport(file, 'its kind is not "benchmark"');
  if (value.schema !== 1 && value.schema !== 2) {
    throw unreadableReport(file, `its schema is ${String(value.schema)}, not 1 or 2`);
  }
  const report = value.schema === 1 ? { ...value, schema: 2, profile: null } : value;
  const wrong =
    firstMismatch(report, SHAPE, '') ??
    (report.profile === null ? null : firstMismatch(report.profile, PROFILE, 'profile'));
  if (wrong !== null) throw unreadableReport(file, `${wrong} is missing or of another type`);
  return report as unknown as BenchmarkReport;
}

type Kind = 'string' | 'number' | 'boolean' | 'number?';
type Shape = Kind | { readonly [field: string]: Shape } | readonly [Shape];

const LATENCY = Object.fromEntries(
  ['runs', 'median', 'p10', 'p90', 'p99', 'min', 'max', 'mean', 'mad'].map(name => [name, 'number' as const]),
);
const VALUE = { name: 'string', type: 'string' } as const;

/** What the page reads of a report, as somebody else may have written the file. */
const SHAPE: Shape = {
  scenario: 'string',
  model: { file: 'string', bytes: 'number' },
  inputs: [VALUE],
  outputs: [VALUE],
  data: { kind: 'string', used: 'number' },
  freeDimensions: [{ name: 'string', value: 'number' }],
  threads: 'number',
  targetPrecision: 'number',
  warnings: ['string'],
  points: [
    {
      batch: 'number?',
      latency: LATENCY,
      medianInterval: { low: 'number', high: 'number', confidence: 'number' },
      samplesPerSecond: 'number',
      firstRunMs: 'number',
      loadMs: 'number',
      peakMemoryBytes: 'number',
      baselineMemoryBytes: 'number',
      peakIsOfPoint: 'boolean',
      times: ['number'],
      runsPerTime: 'number',
      converged: 'boolean',
    },
  ],
  foreignCores: 'number?',
  command: 'string',
  environment: {
    date: 'string',
    cpu: 'string',
    cores: 'number',
    memoryBytes: 'number',
    os: 'string',
    node: 'string',
    runtime: 'string',
    tool: 'string',
  },
};

const NODE = { graph: 'string', node: 'number', name: 'string', op: 'string' } as const;
const TIME = { meanMs: 'number', share: 'number' } as const;

const PROFILE: Shape = {
  batch: 'number?',
  runs: 'number',
  profiledRuns: 'number',
  runMs: 'number',
  kernelsMs: 'number',
  slowdown: 'number',
  nodes: [{ ...NODE, ...TIME, kernel: 'string', medianMs: 'number', calls: 'number' }],
  omitted: { nodes: 'number', meanMs: 'number' },
  absorbed: [{ ...NODE, inside: 'number' }],
  operators: [{ ...TIME, op: 'string', kernels: 'number' }],
  unattributed: { ...TIME, kernels: [{ ...TIME, name: 'string', op: 'string' }] },
  notes: ['string'],
};

/** The first place where a value does not have the shape, `null` when it has it everywhere. */
function firstMismatch(value: unknown, shape: Shape, place: string): string | null {
  if (typeof shape === 'string') return isKind(value, shape) ? null : place;
  if (isList(shape)) {
    if (!Array.isArray(value)) return place;
    return first(value.map((entry, index) => () => firstMismatch(entry, shape[0], `${place}[${index}]`)));
  }
  if (!isObject(value)) return place;
  return first(
    Object.entries(shape).map(([name, inner]) => () => {
      return firstMismatch(value[name], inner, place === '' ? name : `${place}.${name}`);
    }),
  );
}

function first(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const found = check();
    if (found !== null) return found;
  }
  return null;
}

function isKind(value: unknown, kind: Kind): boolean {
  return kind === 'number?' ? value === null || typeof value === 'number' : typeof value === kind;
}

function isList(shape: Exclude<Shape, Kind>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
