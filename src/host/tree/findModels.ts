import * as vscode from 'vscode';

/** More files than anybody can look through; finding them all in a data lake would take minutes. */
const MOST_FILES = 5000;
const EXCLUDED = '**/{node_modules,.git,.venv,venv,__pycache__}/**';
const MODELS = '**/*.[oO][nN][nN][xX]';

/** Patterns of the files that the Models view shows. */
export const WATCHED = { models: MODELS, reports: '**/*.report.md' } as const;

/** The model files of the workspace by path. */
export async function findModels(): Promise<readonly vscode.Uri[]> {
  return sorted(await vscode.workspace.findFiles(MODELS, EXCLUDED, MOST_FILES));
}

export async function findReports(): Promise<readonly vscode.Uri[]> {
  return sorted(await vscode.workspace.findFiles(WATCHED.reports, EXCLUDED, MOST_FILES));
}

function sorted(uris: readonly vscode.Uri[]): readonly vscode.Uri[] {
  return [...uris].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
}
