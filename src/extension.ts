import * as vscode from 'vscode';
import { BoundSizes } from './host/boundSizes';
import { registerCommands } from './host/commands/register';
import { Comparisons } from './host/compare/comparisons';
import { registerEditor } from './host/editor/editorProvider';
import { ModelDocuments } from './host/editor/modelDocuments';
import type { Host } from './host/host';
import { LintReports } from './host/jobs/lintReports';
import { ReportCache } from './host/jobs/reportCache';
import { RunningJobs } from './host/jobs/runningJobs';
import { WeightReports } from './host/jobs/weightReports';
import { createLog } from './host/log';
import { ModelsView } from './host/tree/modelsView';
import { NewResults } from './host/tree/newResults';
import { StructureView } from './host/tree/structureView';
import { WorkerClient } from './jobs/workerClient';

let worker: WorkerClient | null = null;

/** Builds what the parts share and registers them. What reads, runs or draws models is loaded when first used. */
export function activate(extension: vscode.ExtensionContext): void {
  const started = performance.now();
  const log = createLog();
  worker = new WorkerClient(extension.asAbsolutePath('dist/worker.js'), log);
  const cache = new ReportCache(vscode.Uri.joinPath(extension.globalStorageUri, 'weights').fsPath);
  const documents = new ModelDocuments();
  const newResults = new NewResults(extension.workspaceState);
  const models = new ModelsView(newResults);
  const sizes = new BoundSizes(extension.workspaceState);
  const host: Host = {
    extension,
    log,
    documents,
    newResults,
    sizes,
    jobs: new RunningJobs(worker, log),
    comparisons: new Comparisons(worker),
    weights: new WeightReports(worker, cache, log),
    lint: new LintReports(worker),
    selectedModel: () => models.selected,
    refreshModels: () => models.refresh(),
  };
  const structure = new StructureView(documents, log);
  extension.subscriptions.push(
    log,
    documents,
    newResults,
    sizes,
    models,
    structure,
    registerEditor(host),
    registerCommands(host),
  );
  log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms`);
}

/** Ends the children, so that none works on for nobody. */
export async function deactivate(): Promise<void> {
  await worker?.dispose();
}
