import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { batchDimension } from '../analysis/inputs/batchDimension';
import { type OpenDimension, openDimensions } from '../analysis/inputs/freeDimensions';
import type { Model } from '../model/model';
import { freeInputs } from '../model/valueTypes';
import type { FreeDimension } from '../shared/reports/measurement';
import { isTestDataSet, samplesFileNames } from '../shared/sampleNames';
import type { Host } from './host';
import { parseSizes } from './parseSizes';

/** Sizes a person gave to a model's free dimensions earlier. */
export function rememberedDimensions(host: Host, model: vscode.Uri): readonly FreeDimension[] {
  return host.extension.workspaceState.get<readonly FreeDimension[]>(key(model), []);
}

export async function forgetDimensions(host: Host, model: vscode.Uri): Promise<void> {
  await host.extension.workspaceState.update(key(model), undefined);
}

/**
 * Sizes for the dimensions that neither samples nor the batch decide; asked for once per model and remembered. `null`
 * when the person gave up.
 */
export async function sizesToRun(host: Host, uri: vscode.Uri): Promise<readonly FreeDimension[] | null> {
  if (await hasSamples(uri.fsPath)) return [];
  const open = dimensionsToAsk(await host.documents.read(uri));
  const remembered = rememberedDimensions(host, uri);
  if (open.every(({ name }) => remembered.some(known => known.name === name))) return remembered;
  const sizes = await ask(open);
  if (sizes !== null) await host.extension.workspaceState.update(key(uri), sizes);
  return sizes;
}

function key(model: vscode.Uri): string {
  return `dimensions:${model.toString()}`;
}

/** Samples beside the model have sizes of their own. */
async function hasSamples(model: string): Promise<boolean> {
  const known = samplesFileNames(path.basename(model));
  const names = await readdir(path.dirname(model));
  return names.some(name => known.includes(name) || isTestDataSet(name));
}

/** The batch is what a benchmark varies; the others are the person's to choose. */
function dimensionsToAsk(model: Model): readonly OpenDimension[] {
  const inputs = freeInputs(model.graph);
  const batch = batchDimension(inputs);
  const names = batch.kind === 'free' ? batch.names : [];
  return openDimensions(inputs).filter(({ name }) => !names.includes(name));
}

async function ask(open: readonly OpenDimension[]): Promise<readonly FreeDimension[] | null> {
  const text = await vscode.window.showInputBox({
    title: 'Input Sizes',
    prompt: 'The model leaves these sizes open. They are remembered for this model.',
    value: open.map(dimension => `${dimension.name}=${dimension.default}`).join(', '),
    ignoreFocusOut: true,
    validateInput: value => {
      const parsed = parseSizes(value, open);
      return typeof parsed === 'string' ? parsed : undefined;
    },
  });
  const sizes = text === undefined ? '' : parseSizes(text, open);
  return typeof sizes === 'string' ? null : sizes;
}
