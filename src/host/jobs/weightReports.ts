import { stat } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { WorkerClient } from '../../jobs/workerClient';
import { allWeights } from '../../model/queries';
import type { JobProgress, WeightsRequest } from '../../shared/protocol/jobs';
import type { WeightFigures, WeightReport } from '../../shared/reports/weightReport';
import { VERSION } from '../../shared/version';
import type { ModelDocument } from '../editor/modelDocument';
import { needsLocalFile, noFigures } from '../errors';
import { logFailure } from '../log';
import { settings } from '../settings';
import type { ReportCache } from './reportCache';

const BINS = 64;
/** Of the reports that are kept: those of another schema are made again. */
const SCHEMA: WeightReport['schema'] = 2;

type Listener = (progress: JobProgress) => void;

interface Running {
  readonly abort: AbortController;
  readonly listeners: Set<Listener>;
  readonly report: Promise<WeightReport>;
}

/** Statistics of all weights of an open model: computed once for all its pages, then kept for as long as the file is the same. */
export class WeightReports {
  readonly #running = new Map<ModelDocument, Running>();

  constructor(
    private readonly worker: WorkerClient,
    private readonly cache: ReportCache,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** @throws LatheError what the job failed with; kind `cancelled` after `cancel` or when the document is closed. */
  async of(document: ModelDocument, listener: Listener): Promise<WeightReport> {
    const running = this.#running.get(document) ?? this.#start(document);
    running.listeners.add(listener);
    try {
      return await running.report;
    } finally {
      running.listeners.delete(listener);
    }
  }

  cancel(document: ModelDocument): void {
    this.#running.get(document)?.abort.abort();
  }

  #start(document: ModelDocument): Running {
    const abort = new AbortController();
    const listeners = new Set<Listener>();
    const closed = document.onDidDispose(() => abort.abort());
    const report = this.#compute(document, abort.signal, progress => {
      for (const listener of listeners) listener(progress);
    }).finally(() => {
      closed.dispose();
      this.#running.delete(document);
    });
    const running = { abort, listeners, report };
    this.#running.set(document, running);
    return running;
  }

  /**
   * Figures of one weight: from the report of all weights if there is one, else measured alone.
   * @throws LatheError `host.noFigures`, what the job failed with; kind `cancelled` after `signal`.
   */
  async one(
    document: ModelDocument,
    only: { readonly graph: string; readonly name: string },
    signal: AbortSignal,
    progress: Listener,
  ): Promise<WeightFigures> {
    const { key, request } = await this.#question(document);
    const known = await this.cache.get(key);
    const isIt = (each: { readonly graph: string; readonly name: string }): boolean =>
      each.graph === only.graph && each.name === only.name;
    const found = isWeightReport(known) ? known.weights.find(isIt) : undefined;
    if (found !== undefined) return found;
    const { weights, skipped } = await this.worker.run('weights', { ...request, only }, { signal, progress });
    const [measured] = weights;
    if (measured === undefined) throw noFigures(only.name, skipped[0]?.reason ?? 'the file has no such weight now');
    return measured;
  }

  async #compute(document: ModelDocument, signal: AbortSignal, progress: Listener): Promise<WeightReport> {
    const { key, request } = await this.#question(document);
    const known = await this.cache.get(key);
    if (isWeightReport(known)) return known;
    const report = await this.worker.run('weights', request, { signal, progress });
    await this.cache.set(key, report).catch(thrown => logFailure(this.log, 'Keeping weight statistics', thrown));
    return report;
  }

  /** What the child is asked, and the key of its answer. */
  async #question(document: ModelDocument): Promise<{ readonly key: string; readonly request: WeightsRequest }> {
    const { uri } = document;
    if (uri.scheme !== 'file') throw needsLocalFile(uri.scheme);
    const nearZero = settings(uri).nearZeroThreshold;
    const { model } = await document.load();
    const locations = new Set<string>();
    for (const { weight } of allWeights(model)) {
      if (weight.payload.kind === 'external') locations.add(weight.payload.location);
    }
    const key = JSON.stringify([VERSION, SCHEMA, BINS, nearZero, await identity(uri.fsPath, [...locations])]);
    return { key, request: { model: uri.fsPath, bins: BINS, nearZero } };
  }
}

/** What tells one state of a model's files from another: paths, sizes and times. */
async function identity(model: string, locations: readonly string[]): Promise<unknown> {
  const folder = path.dirname(model);
  const files = [model, ...locations.filter(isContained).map(location => path.join(folder, location))];
  return Promise.all(
    files.map(async file => {
      const found = await stat(file, { bigint: true }).catch(() => null);
      return [file, String(found?.size), String(found?.mtimeNs)];
    }),
  );
}

/** Locations come from the file: one that leads elsewhere is not looked at, and the job refuses it. */
function isContained(location: string): boolean {
  const normal = path.normalize(location);
  return !path.isAbsolute(normal) && normal.split(path.sep)[0] !== '..' && !location.includes('\0');
}

function isWeightReport(value: unknown): value is WeightReport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'weights' &&
    'schema' in value &&
    value.schema === SCHEMA
  );
}
