import type { ErrorInfo } from '../errors';
import type { NodeFigures } from '../figures/nodeFigures';
import type { CostSummary } from '../nodeTable/costSummary';
import type { OpenSize, TextColumn } from '../nodeTable/nodeTable';
import type { PackedGraphPage } from '../packing/packedGraphPage';
import type { PackedNodeTable } from '../packing/packedNodeTable';
import type { PackedTexts } from '../packing/packedTexts';
import type { BenchmarkReport } from '../reports/benchmarkReport';
import type { LintReport } from '../reports/lintReport';
import type { RankReport } from '../reports/rankReport';
import type { WeightReport } from '../reports/weightReport';
import type { FileSaving } from './fileSaving';
import type { JobProgress } from './jobs';
import type { WeightMethods } from './weights';

/** A name with its printed type, for example `input: float32[N,3,240,320]`. */
export interface TypedName {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

export interface GraphSummary {
  readonly id: string;
  /** What people call it: the graph's name, `then_branch of "If_3"`, `function Foo`. */
  readonly title: string;
  readonly nodes: number;
  /** The graph a node of which holds it; `null` for the main graph, functions and training graphs. */
  readonly parent: string | null;
}

/** The first page: everything a person asks of a model before opening a tab. */
export interface Overview {
  readonly file: string;
  readonly format: string;
  readonly formatVersion: string;
  readonly producer: string;
  readonly domain: string;
  readonly modelVersion: string;
  readonly doc: string;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly inputs: readonly TypedName[];
  readonly outputs: readonly TypedName[];
  readonly fileBytes: number;
  readonly externalBytes: number;
  readonly parameters: number;
  readonly weights: number;
  readonly bytesByDtype: readonly { readonly dtype: string; readonly bytes: number; readonly elements: number }[];
  readonly operators: readonly { readonly op: string; readonly domain: string; readonly count: number }[];
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  readonly graphs: readonly GraphSummary[];
  readonly notes: readonly string[];
  /** Sizes of the inputs that the model leaves open; figures are for those that are given. */
  readonly openSizes: readonly OpenSize[];
  /** What the extension may do here: running a model needs a trusted workspace and a supported platform. */
  readonly canRun: boolean;
  readonly cannotRunReason: string;
}

/** A graph in columns: element `i` of each list belongs to node `i`; vertices after the nodes are inputs, then outputs. */
export interface GraphPage {
  readonly id: string;
  readonly title: string;
  readonly names: readonly string[];
  /** Indices into `ops`. */
  readonly op: Uint16Array;
  readonly ops: readonly string[];
  /** One short line under the operator: kernel, attributes or weight shape that matter most. */
  readonly details: readonly string[];
  readonly inputs: readonly TypedName[];
  readonly outputs: readonly TypedName[];
  /** Edges: vertex numbers (node index, then `nodes + inputIndex`, then `nodes + inputs + outputIndex`) and a label index. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly value: Uint32Array;
  /** Value names and their printed types, indexed by `value`. */
  readonly values: readonly string[];
  readonly valueTypes: readonly string[];
  /** Bytes of the weights each node owns, for size marks; 0 when none. */
  readonly weightBytes: Float64Array;
  /** What each node's learned weights are, a line for each: `W float32[64,3,7,7]`, `B float32[64]`; empty when it owns none. */
  readonly weightLines: TextColumn;
  /** Where each node belongs: `encoder/layer.3/attention`; empty at the top. */
  readonly scope: TextColumn;
  /** The last so many of `inputs` are values of enclosing graphs that this one uses without declaring them. */
  readonly captured: number;
  /** Graphs that nodes hold and functions that they call. */
  readonly bodies: readonly HeldBody[];
}

/** A graph inside a node, and how its ends hang on the node's. */
export interface HeldBody {
  readonly node: number;
  /** `then_branch`, `body`, the function's name. */
  readonly title: string;
  readonly kind: 'subgraph' | 'function';
  readonly graph: string;
  /** For each input of the body, captured ones left out, the index into `values` of what enters it; -1 when nothing does. */
  readonly inputs: Int32Array;
  /** For each output of the body the index into `values` of what the node gives of it; -1 when nothing. */
  readonly outputs: Int32Array;
}

export interface WeightSummary {
  readonly graph: string;
  readonly name: string;
  /** `float32[64,3,7,7]` */
  readonly type: string;
  readonly elements: number;
  readonly bytes: number;
  /** Where the bytes are: `in the file`, `in weights.bin`, … */
  readonly where: string;
}

export interface NodeDetail {
  readonly graph: string;
  readonly index: number;
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  readonly doc: string;
  readonly attributes: readonly {
    readonly name: string;
    readonly kind: string;
    readonly text: string;
    /** Set when the attribute is a graph that can be opened. */
    readonly graph?: string;
  }[];
  readonly inputs: readonly PortDetail[];
  readonly outputs: readonly PortDetail[];
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
}

export interface PortDetail {
  readonly value: string;
  readonly type: string;
  /** Set when the value is a constant. */
  readonly weight: WeightSummary | null;
  /** Node indices at the other end, in the same graph. */
  readonly nodes: readonly number[];
}

export interface TensorPreview {
  readonly type: string;
  /** Printed elements from `start`, as many as were asked for and exist. */
  readonly values: readonly string[];
  readonly start: number;
  readonly elements: number;
}

export type EditorTab = 'overview' | 'graph' | 'layers' | 'heatmap' | 'findings' | 'benchmark';

/** Commands the page may ask the host to run on its model. */
export type PageCommand =
  | 'quantizeInt8'
  | 'benchmarkLatency'
  | 'benchmarkThroughput'
  | 'showDifference'
  | 'manageTrust'
  | 'reopenAsText';

/** For each row of the node table what a search looks at besides: every attribute, and the values read and written. */
export interface SearchTexts {
  readonly attributes: { readonly texts: PackedTexts; readonly index: Uint32Array };
  readonly values: { readonly texts: PackedTexts; readonly index: Uint32Array };
}

/** What the page calls in the extension host. */
export interface HostMethods extends WeightMethods, FileSaving {
  /** Rejects with the reason a file cannot be shown. */
  overview(): Overview;
  graph(id: string): PackedGraphPage;
  node(graph: string, index: number): NodeDetail;
  /** Every node with what it costs at the sizes that are given. */
  nodes(): PackedNodeTable;
  searchTexts(): SearchTexts;
  /** What the whole model costs at the sizes that are given; apart from `overview`, which does not wait for it. */
  cost(): CostSummary;
  /** Gives sizes to what the model leaves open, for everybody who shows it; `null` makes one a symbol again. */
  bindSizes(sizes: readonly OpenSize[]): void;
  /** Asks where to and writes a text file; gives its name, `null` when the person gave up. */
  saveText(suggestedName: string, utf8: Uint8Array): string | null;
  /** Runs in the child, or comes from the cache; progress arrives as `weightsProgress`. */
  weights(): WeightReport;
  cancelWeights(): void;
  /** Effective ranks of the weights of these names; `null` while something else is being done with the model. */
  ranks(names: readonly string[]): RankReport | null;
  /**
   * Everything that was found, if somebody looked at everything and the file is still the same; else what the structure
   * tells. With `full` looks at everything: that runs in the child, progress arrives as `lintProgress`.
   */
  lint(full: boolean): LintReport;
  cancelLint(): void;
  /** Runs the command that mends what a rule found, by the rule's identifier. */
  mend(rule: string): void;
  tensor(graph: string, weight: string, start: number, count: number): TensorPreview;
  /** The last benchmark report beside the model, `null` when there is none. */
  benchmark(): BenchmarkReport | null;
  /** Figures of nodes from reports beside the model and from comparisons; `figuresChanged` tells of others. */
  figures(): readonly NodeFigures[];
  run(command: PageCommand): void;
  /** Asks for a name and makes nodes of a graph a model of their own. */
  extract(graph: string, indices: readonly number[]): void;
  /** Opens the file on disk anew, then calls `reload` in every page that shows it. */
  reopen(): void;
  /** Tells the tree view what is selected. */
  selected(graph: string, index: number): void;
  /** Puts a link that opens the editor at a node on the clipboard. */
  copyLink(graph: string, index: number): void;
}

/** What the host calls in the page. */
export interface PageMethods {
  /** The file changed or vanished on disk; the page offers to reload or says what happened. */
  fileChanged(state: 'changed' | 'deleted'): void;
  /** Everything must be asked for again. */
  reload(): void;
  /** Open sizes were given or taken away: all types and costs are others now. */
  sizesChanged(): void;
  show(tab: EditorTab): void;
  /** Goes to a node of the graph. */
  reveal(graph: string, index: number): void;
  /** Selects a node in the tab that is open; where nodes are not shown, as `reveal`. */
  select(graph: string, index: number): void;
  /** Asks which picture of the graph is wanted. */
  exportPicture(): void;
  /** Asks the host to extract the nodes that are selected. */
  extract(): void;
  weightsProgress(progress: JobProgress): void;
  lintProgress(progress: JobProgress): void;
  /** Somebody looked at everything, or the file changed since: `lint` has another answer. */
  findingsChanged(): void;
  /** Reports came, changed or went: `figures` has another answer. */
  figuresChanged(): void;
  /** Colours by a figure, in the graph unless what is open shows heat. */
  showFigure(id: string): void;
  failed(error: ErrorInfo): void;
}
