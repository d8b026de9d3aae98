import type { Host } from '../host';

/** What a command does; menus and the tree pass what was clicked, the Explorer also all that is selected. */
export type CommandRun = (host: Host, argument: unknown, selected: unknown) => Promise<unknown>;

interface CommandRow {
  /** What it does, for messages and the log: `Quantizing`. */
  readonly doing: string;
  /** Loaded when the command first runs, so that activation costs nothing. */
  load(): Promise<CommandRun>;
}

/** Every command by identifier: one file each and one row here. */
export const COMMANDS: Readonly<Record<string, CommandRow>> = {
  'modelLathe.quantizeInt8': {
    doing: 'Quantizing to INT8',
    load: async () => (await import('./quantizeInt8')).quantizeInt8,
  },
  'modelLathe.quantizeWithOptions': {
    doing: 'Quantizing with options',
    load: async () => (await import('./quantizeWithOptions')).quantizeWithOptions,
  },
  'modelLathe.simplify': {
    doing: 'Simplifying a graph',
    load: async () => (await import('./simplify')).simplify,
  },
  'modelLathe.extract': {
    doing: 'Extracting nodes',
    load: async () => (await import('./extract')).extract,
  },
  'modelLathe.exportPicture': {
    doing: 'Exporting a picture',
    load: async () => (await import('./exportPicture')).exportPicture,
  },
  'modelLathe.benchmarkLatency': {
    doing: 'Measuring latency',
    load: async () => (await import('./benchmarkLatency')).benchmarkLatency,
  },
  'modelLathe.benchmarkThroughput': {
    doing: 'Measuring throughput',
    load: async () => (await import('./benchmarkThroughput')).benchmarkThroughput,
  },
  'modelLathe.showWeights': {
    doing: 'Showing the heat map',
    load: async () => (await import('./showWeights')).showWeights,
  },
  'modelLathe.bindSizes': {
    doing: 'Setting input sizes',
    load: async () => (await import('./bindSizes')).bindSizes,
  },
  'modelLathe.compare': {
    doing: 'Comparing models',
    load: async () => (await import('./compare')).compare,
  },
  'modelLathe.compareWithOriginal': {
    doing: 'Comparing with the original',
    load: async () => (await import('./compareWithOriginal')).compareWithOriginal,
  },
  'modelLathe.showDifference': {
    doing: 'Showing the difference to another model',
    load: async () => (await import('./showDifference')).showDifference,
  },
  'modelLathe.lint': {
    doing: 'Checking a model',
    load: async () => (await import('./lint')).lint,
  },
  'modelLathe.showFindings': {
    doing: 'Showing the findings',
    load: async () => (await import('./showFindings')).showFindings,
  },
  'modelLathe.openModel': {
    doing: 'Opening a model',
    load: async () => (await import('./openModel')).openModel,
  },
  'modelLathe.openReport': {
    doing: 'Opening a report',
    load: async () => (await import('./openReport')).openReport,
  },
  'modelLathe.openSample': {
    doing: 'Opening the sample',
    load: async () => (await import('./openSample')).openSample,
  },
  'modelLathe.reopenAsText': {
    doing: 'Reopening as text',
    load: async () => (await import('./reopenAsText')).reopenAsText,
  },
  'modelLathe.revealNode': {
    doing: 'Going to a node',
    load: async () => (await import('./revealNode')).revealNode,
  },
  'modelLathe.selectNode': {
    doing: 'Selecting a node',
    load: async () => (await import('./selectNode')).selectNode,
  },
  'modelLathe.copyLink': {
    doing: 'Copying a link',
    load: async () => (await import('./copyLink')).copyLink,
  },
  'modelLathe.openLink': {
    doing: 'Opening a link',
    load: async () => (await import('./openLink')).openLink,
  },
  'modelLathe.refreshModels': {
    doing: 'Looking for models',
    load: async () => (await import('./refreshModels')).refreshModels,
  },
  'modelLathe.showLog': {
    doing: 'Showing the log',
    load: async () => (await import('./showLog')).showLog,
  },
};
