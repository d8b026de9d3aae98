import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { nodeTable } from '../../../src/analysis/cost/nodeTable';
import { inferTypes } from '../../../src/analysis/shapes/inferTypes';
import { openFileSource } from '../../../src/formats/fileSource';
import { openModel } from '../../../src/formats/registry';
import { graphPage } from '../../../src/model/graphPage';
import { overview } from '../../../src/model/overview';
import { type Hold, LoopHolds } from './loopHolds';
import { OPENING, type OpeningHolds } from './openingSignals';

const IDLE_MS = 2000;

/** Opens the model when VS Code has started and is quiet, and watches until the bench says that everything is shown. */
export async function activate(): Promise<void> {
  const { MODEL_LATHE_OPENING: folder, MODEL_LATHE_MODEL: model } = process.env;
  if (folder === undefined || model === undefined) throw new Error('The environment names no folder or no model.');
  await vscode.extensions.getExtension('model-lathe.model-lathe')?.activate();
  await sleep(IDLE_MS);
  const idle = await watched(() => sleep(IDLE_MS));
  const opening = await watched(async () => {
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(model), 'modelLathe.editor');
    while (!existsSync(path.join(folder, OPENING.shown))) await sleep(50);
  });
  const atOnce = await watched(() => viewsAtOnce(model));
  writeFileSync(path.join(folder, OPENING.holds), JSON.stringify({ idle, opening, atOnce } satisfies OpeningHolds));
}

async function watched(work: () => Promise<void>): Promise<Hold> {
  const holds = new LoopHolds();
  await work();
  return holds.stop();
}

async function viewsAtOnce(file: string): Promise<void> {
  const source = await openFileSource(file);
  const { model } = await openModel(source);
  const types = inferTypes(model);
  overview(model, { file, canRun: true, cannotRunReason: '', types });
  graphPage(model, model.graph.id, types);
  nodeTable(model, types);
  await source.close();
}
