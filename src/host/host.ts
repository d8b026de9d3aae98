import type * as vscode from 'vscode';
import type { BoundSizes } from './boundSizes';
import type { Comparisons } from './compare/comparisons';
import type { Findings } from './diagnostics/findings';
import type { ModelDocuments } from './editor/modelDocuments';
import type { Figures } from './figures/figures';
import type { RunningJobs } from './jobs/runningJobs';
import type { WeightReports } from './jobs/weightReports';
import type { NewResults } from './tree/newResults';

/** What the parts of the extension share; made once by `activate`. */
export interface Host {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly documents: ModelDocuments;
  readonly jobs: RunningJobs;
  readonly weights: WeightReports;
  readonly findings: Findings;
  readonly figures: Figures;
  readonly comparisons: Comparisons;
  readonly newResults: NewResults;
  readonly sizes: BoundSizes;
  /** The model chosen in the Models view, `null` when none is. */
  selectedModel(): vscode.Uri | null;
  refreshModels(): void;
}
