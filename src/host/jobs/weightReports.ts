import { stat } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { WorkerClient } from '../../jobs/workerClient';
import { allWeights } from '../../model/queries';
import type { JobProgress } from '../../shared/protocol/jobs';
import type { WeightReport } from '../../shared/reports/weightReport';
import { VERSION } from '../../shared/version';
import type { ModelDocument } from '../editor/modelDocument';
import { needsLocalFile } from '../errors';
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

  async #compute(document: ModelDocument, signal: AbortSignal, progress: Listener): Promise<WeightReport> {
    const { uri } = document;
    if (uri.scheme !== 'file') throw needsLocalFile(uri.scheme);
    const nearZero = settings(uri).nearZeroThreshold;
    const { model } = await document.load();
    const locations = new Set<string>();
    for (const { weight } of allWeights(model)) {
      if (weight.payload.kind === 'external') locations.add(weight.payload.location);
    }
    const key = JSON.stringify([VERSION, SCHEMA, BINS, nearZero, await identity(uri.fsPath, [...locations])]);
    const known = await this.cache.get(key);
    if (isWeightReport(known)) return known;
    const request = { model: uri.fsPath, bins: BINS, nearZero };
    const report = await this.worker.run('weights', request, { signal, progress });
    await this.cache.set(key, report).catch(thrown => logFailure(this.log, 'Keeping weight statistics', thrown));
    return report;
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
