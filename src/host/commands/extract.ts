import path from 'node:path';
import * as vscode from 'vscode';
import type { Graph } from '../../model/model';
import { partNameOf, plainName } from '../../model/partName';
import { graphById } from '../../model/queries';
import type { ExtractResult } from '../../shared/protocol/jobs';
import { formatInteger } from '../../shared/units';
import { rememberedDimensions } from '../dimensions';
import { needsLocalFile } from '../errors';
import type { Host } from '../host';
import { inform } from '../notify';
import { variantPaths } from '../results';
import { settings } from '../settings';
import { extractionSummary } from '../summaries';
import { cannotRun } from '../trust';
import { makeVariant, presentVariant } from './makeVariant';

/** Nodes of one graph of a model. */
export interface ChosenNodes {
  readonly uri: vscode.Uri;
  readonly graph: string;
  readonly indices: readonly number[];
}

/**
 * Writes nodes of a graph as a model of their own, opens the report and says what came of it; without an argument those that are
 * selected in the page. Works where models may not be run too: then the report says that it was not. Gives what was written.
 */
export async function extract(host: Host, argument: unknown): Promise<ExtractResult | null> {
  if (!isChosenNodes(argument)) {
    const page = host.documents.activePage;
    if (page === null) inform(host.log, 'Open a model and select the nodes to extract in its graph first.');
    else page.tell(remote => remote.extract());
    return null;
  }
  const { uri, graph } = argument;
  if (uri.scheme !== 'file') throw needsLocalFile(uri.scheme);
  const found = graphById(await host.documents.read(uri), graph);
  // Inputs and outputs of the graph, which can be selected as well, follow on the nodes.
  const indices = argument.indices.filter(index => found?.nodes[index] !== undefined);
  if (found === undefined || indices.length === 0) {
    inform(host.log, 'Select the nodes or groups to extract in the graph first.');
    return null;
  }
  const part = await askPart(uri, found, indices);
  if (part === null) return null;
  const freeDimensions = await rememberedDimensions(host, uri);
  const result = await makeVariant(host, uri, {
    doing: 'Extracting from',
    variant: part,
    job: (run, force) =>
      run('extract', {
        model: uri.fsPath,
        graph,
        choice: { kind: 'indices', indices },
        part,
        out: null,
        force,
        computed: true,
        data: null,
        threads: settings(uri).threads,
        freeDimensions,
        withoutRuntime: cannotRun(host, uri)?.info.message ?? null,
      }),
  });
  if (result !== null) await presentVariant(host, result, extractionSummary(result.report));
  return result;
}

/** What the part is called; `null` when the person gave up. */
async function askPart(uri: vscode.Uri, graph: Graph, indices: readonly number[]): Promise<string | null> {
  const named = await vscode.window.showInputBox({
    title: indices.length === 1 ? 'Extract 1 Node' : `Extract ${formatInteger(indices.length)} Nodes`,
    prompt: `What to call the part: it becomes ${path.basename(variantPaths(uri.fsPath, 'PART').model)} beside the model.`,
    value: partNameOf(graph, indices),
    validateInput: text => (plainName(text) === '' ? 'Letters, digits, points, dashes and underscores.' : null),
  });
  return named === undefined ? null : plainName(named);
}

function isChosenNodes(argument: unknown): argument is ChosenNodes {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'uri' in argument &&
    argument.uri instanceof vscode.Uri &&
    'graph' in argument &&
    typeof argument.graph === 'string' &&
    'indices' in argument &&
    Array.isArray(argument.indices) &&
    argument.indices.every(index => Number.isSafeInteger(index))
  );
}
