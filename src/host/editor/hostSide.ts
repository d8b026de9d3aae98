import * as vscode from 'vscode';
import type { HostMethods, PageCommand, PageMethods } from '../../shared/protocol/editor';
import type { Remote } from '../../shared/protocol/rpc';
import { sizesOfInputs } from '../dimensions';
import type { Host } from '../host';
import type { Served } from '../served';
import { cannotRun } from '../trust';
import { weightSide } from '../weights/weightSide';
import { readBenchmark } from './benchmarkFile';
import type { FileSaves } from './fileSaves';
import type { ModelDocument } from './modelDocument';

interface PageSide {
  /** The page has drawn its first answer and takes calls. */
  loaded(): void;
  tell(call: (page: Remote<PageMethods>) => Promise<unknown>): void;
  readonly saves: FileSaves;
}

const COMMANDS: Readonly<Record<PageCommand, string>> = {
  quantizeInt8: 'modelLathe.quantizeInt8',
  benchmarkLatency: 'modelLathe.benchmarkLatency',
  benchmarkThroughput: 'modelLathe.benchmarkThroughput',
  showDifference: 'modelLathe.showDifference',
  manageTrust: 'workbench.trust.manage',
  reopenAsText: 'modelLathe.reopenAsText',
};

/** What one page may ask of its model. */
export function hostSide(host: Host, document: ModelDocument, page: PageSide): Served<HostMethods> {
  return {
    ...weightSide(host, document),
    overview: async () => {
      try {
        return (await document.load()).overview(cannotRun(host, document.uri));
      } finally {
        // The answer goes out first.
        setImmediate(() => page.loaded());
      }
    },
    graph: async id => (await document.load()).graph(id),
    node: async (graph, index) => (await document.load()).node(graph, index),
    nodes: async () => (await document.load()).nodes(),
    cost: async () => (await document.load()).cost(),
    searchTexts: async () => (await document.load()).searchTexts(),
    bindSizes: async sizes => {
      const { model } = await document.load();
      const given = sizes.flatMap(({ name, size }) => (size === null ? [] : [{ name, value: size }]));
      await host.sizes.bind(document.uri, sizesOfInputs(model, given));
    },
    saveText: (suggestedName, utf8) => page.saves.saveText(suggestedName, utf8),
    ...page.saves.methods(),
    tensor: async (graph, weight, start, count) => (await document.load()).tensor(graph, weight, start, count),
    weights: () => host.weights.of(document, progress => page.tell(remote => remote.weightsProgress(progress))),
    cancelWeights: () => host.weights.cancel(document),
    ranks: async names => (await import('../jobs/weightRanks')).weightRanks(host.jobs, document, names),
    lint: full =>
      full
        ? host.findings.everything(document, progress => page.tell(remote => remote.lintProgress(progress)))
        : host.findings.known(document),
    cancelLint: () => host.findings.cancel(document.uri),
    mend: async rule => (await import('../diagnostics/mend')).mend(document.uri, rule),
    benchmark: () => readBenchmark(document.uri),
    figures: () => host.figures.of(document),
    run: command => {
      if (!Object.hasOwn(COMMANDS, command)) return;
      // Not awaited: the page is answered now, the command reports for itself.
      void vscode.commands.executeCommand(COMMANDS[command], document.uri);
    },
    extract: (graph, indices) => {
      void vscode.commands.executeCommand('modelLathe.extract', { uri: document.uri, graph, indices });
    },
    reopen: () => document.reopen(),
    selected: (graph, index) => host.documents.select({ document, graph, index }),
    copyLink: async (graph, index) => (await import('../link/copyLink')).copyLink(document, { graph, index }),
  };
}
