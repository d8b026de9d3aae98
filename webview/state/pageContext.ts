import type { PageCommand } from '../../src/shared/protocol/editor';
import type { JobProgress } from '../../src/shared/protocol/jobs';
import type { Arranges } from '../graph/arrange/arrangement';
import type { HeatStore } from '../heat/heatStore';
import type { ModelData } from './modelData';
import type { NodePlace, Selection } from './selection';
import type { ViewStore } from './viewStore';

/** What every tab gets. */
export interface PageContext {
  readonly data: ModelData;
  readonly store: ViewStore;
  /** What is selected, one for all tabs. */
  readonly selection: Selection;
  /** Arranges the graphs of the model; belongs to the page. */
  readonly arranger: Arranges;
  /** What colours graph, heat map, treemap and strip, one choice for all. */
  readonly heat: HeatStore;
  run(command: PageCommand): void;
  /** Makes nodes a model of their own; without them what is selected. */
  extract(nodes?: ChosenNodes): void;
  /** Opens the graph tab and selects the node. */
  goToNode(graph: string, index: number): void;
  /** Opens the graph tab with a search. */
  searchGraph(query: string): void;
  openGraph(graph: string): void;
  /** Shows that something went wrong, above what is there. */
  problem(thrown: unknown): void;
  /** Says in the title of their tab how many findings there are. */
  showFindings(count: number): void;
  /** Tells screen readers. */
  announce(text: string): void;
}

/** Nodes of one graph. */
export interface ChosenNodes {
  readonly graph: string;
  readonly indices: readonly number[];
}

/** The contents of a tab, built when it is first shown. */
export interface TabView {
  readonly element: HTMLElement;
  /** Called each time the tab becomes visible. */
  shown(): void;
  /** Nodes that are selected, those in selected groups included; `null` without any. */
  chosenNodes?(): ChosenNodes | null;
  /** The weights are being measured for somebody. */
  weightsProgress?(progress: JobProgress): void;
  /** The model is being checked for somebody. */
  lintProgress?(progress: JobProgress): void;
  /** What was found in the model is something else now. */
  findingsChanged?(): void;
  /** Reports beside the model changed: `data.figures` has another answer. */
  figuresChanged?(): void;
  /** Brings a node into sight, which was selected outside of the page. Without it the graph does. */
  showNode?(place: NodePlace): void;
  /** Ends what the view still has under way, before it is replaced. */
  dispose(): void;
}
