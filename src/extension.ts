import * as vscode from 'vscode';
import { BoundSizes } from './host/boundSizes';
import { registerCommands } from './host/commands/register';
import { Comparisons } from './host/compare/comparisons';
import { registerComparisons } from './host/compare/restoreComparison';
import { Findings } from './host/diagnostics/findings';
import { Problems } from './host/diagnostics/problems';
import { registerEditor } from './host/editor/editorProvider';
import { ModelDocuments } from './host/editor/modelDocuments';
import { Figures } from './host/figures/figures';
import type { Host } from './host/host';
import { ReportCache } from './host/jobs/reportCache';
import { RunningJobs } from './host/jobs/runningJobs';
import { WeightReports } from './host/jobs/weightReports';
import { registerLinks } from './host/link/registerLinks';
import { createLog } from './host/log';
import { ModelsView } from './host/tree/modelsView';
import { NewResults } from './host/tree/newResults';
import { StructureView } from './host/tree/structureView';
import { cannotRun } from './host/trust';
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
  const findings = new Findings(worker, model => cannotRun({ extension }, model)?.info.message ?? null);
  const reference = vscode.Uri.joinPath(extension.extensionUri, 'media/reference/lint.md');
  const figures = new Figures(log);
  const host: Host = {
    extension,
    log,
    documents,
    newResults,
    sizes,
    jobs: new RunningJobs(worker, log),
    comparisons: new Comparisons(worker),
    weights: new WeightReports(worker, cache, log),
    findings,
    figures,
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
    findings,
    figures,
    new Problems(documents, findings, reference, log),
    registerEditor(host),
    registerComparisons(host),
    registerLinks(host),
    registerCommands(host),
  );
  log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms`);
}

/** Ends the children, so that none works on for nobody. */
export async function deactivate(): Promise<void> {
  await worker?.dispose();
}
