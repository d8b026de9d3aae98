import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { batchDimension } from '../analysis/inputs/batchDimension';
import { chooseDimensions, type OpenDimension, openDimensions } from '../analysis/inputs/freeDimensions';
import type { Model } from '../model/model';
import { freeInputs } from '../model/valueTypes';
import type { FreeDimension } from '../shared/reports/measurement';
import { isTestDataSet, samplesFileNames } from '../shared/sampleNames';
import type { Host } from './host';
import { parseSizes, parseSomeSizes } from './parseSizes';

/** Sizes for a run as they were given earlier. The batch is not among them: what runs a model chooses it. */
export async function rememberedDimensions(host: Host, uri: vscode.Uri): Promise<readonly FreeDimension[]> {
  const known = host.sizes.of(uri);
  if (known.length === 0) return [];
  const open = dimensionsToAsk(await host.documents.read(uri));
  return known.filter(({ name }) => open.some(dimension => dimension.name === name));
}

/**
 * Sizes for the dimensions that neither samples nor the batch decide; asked for once per model and remembered. `null`
 * when the person gave up.
 */
export async function sizesToRun(host: Host, uri: vscode.Uri): Promise<readonly FreeDimension[] | null> {
  if (await hasSamples(uri.fsPath)) return [];
  const open = dimensionsToAsk(await host.documents.read(uri));
  const remembered = await rememberedDimensions(host, uri);
  return remembered.length === open.length ? remembered : askSizesToRun(host, uri);
}

/** Asks for them whether they are known or not, and remembers the answer. `null` when the person gave up. */
export async function askSizesToRun(host: Host, uri: vscode.Uri): Promise<readonly FreeDimension[] | null> {
  const open = dimensionsToAsk(await host.documents.read(uri));
  const known = host.sizes.of(uri);
  const sizes = await ask({
    prompt: 'The model leaves these sizes open. They are remembered for this model.',
    value: withSizes(open, ({ name, default: usual }) => known.find(each => each.name === name)?.value ?? usual),
    parse: text => parseSizes(text, open),
  });
  if (sizes === null) return null;
  const others = known.filter(({ name }) => !sizes.some(each => each.name === name));
  await host.sizes.bind(uri, [...others, ...sizes]);
  return sizes;
}

/** Asks for sizes of anything the inputs leave open, the batch included. `null` when the person gave up. */
export async function askSizesToShow(
  host: Host,
  uri: vscode.Uri,
  model: Model,
): Promise<readonly FreeDimension[] | null> {
  const open = openDimensions(freeInputs(model.graph));
  const known = host.sizes.of(uri);
  return ask({
    prompt: `Sizes of ${open.map(({ name }) => name).join(', ')}, as NAME=SIZE with commas between. What is left out stays a symbol.`,
    value: withSizes(open, ({ name }) => known.find(each => each.name === name)?.value ?? null),
    parse: text => parseSomeSizes(text, open),
  });
}

/**
 * The sizes of a model's inputs that are given, in the order of the inputs. Names that the file no longer has are left out.
 * @throws LatheError `dimension.value` for a size that is none.
 */
export function sizesOfInputs(model: Model, given: readonly FreeDimension[]): readonly FreeDimension[] {
  const inputs = freeInputs(model.graph);
  const known = openDimensions(inputs).flatMap(({ name }) => given.filter(each => each.name === name).slice(-1));
  chooseDimensions(inputs, known);
  return known;
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

function withSizes(open: readonly OpenDimension[], sizeOf: (dimension: OpenDimension) => number | null): string {
  return open
    .flatMap(dimension => {
      const size = sizeOf(dimension);
      return size === null ? [] : [`${dimension.name}=${size}`];
    })
    .join(', ');
}

interface Question {
  readonly prompt: string;
  readonly value: string;
  /** The sizes, or what is wrong with the text. */
  readonly parse: (text: string) => FreeDimension[] | string;
}

async function ask({ prompt, value, parse }: Question): Promise<readonly FreeDimension[] | null> {
  const text = await vscode.window.showInputBox({
    title: 'Input Sizes',
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: typed => {
      const parsed = parse(typed);
      return typeof parsed === 'string' ? parsed : undefined;
    },
  });
  const sizes = text === undefined ? null : parse(text);
  return typeof sizes === 'string' ? null : sizes;
}
