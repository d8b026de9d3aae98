import type { EditorTab } from '../../src/shared/protocol/editor';
import type { HeatChoice } from '../heat/heat';
import { type GraphState, parseGraphState } from './graphState';
import { flag, number, oneOf, record, text } from './parse';

export interface Sort<C extends string> {
  readonly column: C;
  readonly descending: boolean;
}

export const LAYER_VIEWS = ['nodes', 'operator', 'scope'] as const;
export type LayerView = (typeof LAYER_VIEWS)[number];

export const SEVERITIES = ['all', 'error', 'warning', 'info'] as const;

export const HEAT_AREAS = ['parameters', 'bytes', 'macs'] as const;

export interface LayersState {
  /** Identifiers of the columns shown; `null` shows the usual ones. */
  readonly columns: readonly string[] | null;
  /** `order` is the order of the model. */
  readonly sort: Sort<string>;
  readonly filter: string;
  readonly scroll: number;
  readonly view: LayerView;
  /** Only nodes that own weights. */
  readonly layersOnly: boolean;
  /** Groups that are open. */
  readonly open: readonly string[];
  /** Whether somebody asked for the columns of the weights. */
  readonly measured: boolean;
}

/** Everything the page must remember while it is hidden, split or reloaded. Plain JSON. */
export interface ViewState {
  readonly tab: EditorTab;
  readonly overview: { readonly scroll: number };
  readonly graph: GraphState;
  readonly layers: LayersState;
  /** What colours graph, heat map, treemap and strip. */
  readonly heat: HeatChoice;
  readonly heatmap: {
    readonly mode: 'rows' | 'treemap';
    /** `order` is the order of the model. */
    readonly sort: Sort<string>;
    /** What the tiles' areas are in proportion to. */
    readonly area: (typeof HEAT_AREAS)[number];
    /** Titles of the groups that lead to the one on screen; empty for the whole model. */
    readonly zoom: readonly string[];
    readonly filter: string;
    readonly scroll: number;
  };
  readonly benchmark: { readonly scroll: number };
  readonly findings: {
    readonly severity: (typeof SEVERITIES)[number];
    /** Identifier of the one rule shown; empty shows all. */
    readonly rule: string;
    readonly scroll: number;
  };
}

/** Ids of figures are short; a stored text that is longer was never one. */
const LONGEST_FIGURE = 1000;
const DEEPEST_ZOOM = 64;

const TABS = [
  'overview',
  'graph',
  'layers',
  'heatmap',
  'findings',
  'benchmark',
] as const satisfies readonly EditorTab[];

/** Reads a stored state; whatever is missing or of another shape (an older version) takes its default. */
export function parseViewState(stored: unknown): ViewState {
  const state = record(stored);
  const overview = record(state.get('overview'));
  const layers = record(state.get('layers'));
  const layerSort = record(layers.get('sort'));
  const heat = record(state.get('heat'));
  const heatmap = record(state.get('heatmap'));
  const heatSort = record(heatmap.get('sort'));
  const findings = record(state.get('findings'));
  const benchmark = record(state.get('benchmark'));
  return {
    tab: oneOf(state.get('tab'), TABS, 'overview'),
    overview: { scroll: number(overview.get('scroll'), 0) },
    graph: parseGraphState(state.get('graph')),
    layers: {
      columns: texts(layers.get('columns')),
      sort: { column: text(layerSort.get('column'), 'order'), descending: flag(layerSort.get('descending'), false) },
      filter: text(layers.get('filter'), ''),
      scroll: number(layers.get('scroll'), 0),
      view: oneOf(layers.get('view'), LAYER_VIEWS, 'nodes'),
      layersOnly: flag(layers.get('layersOnly'), false),
      open: texts(layers.get('open')) ?? [],
      measured: flag(layers.get('measured'), false),
    },
    heat: {
      figure: text(heat.get('figure'), '').slice(0, LONGEST_FIGURE),
      scale: oneOf(heat.get('scale'), ['auto', 'linear', 'log'], 'auto'),
    },
    heatmap: {
      // `tiles` was the treemap's name before it had groups.
      mode: ['treemap', 'tiles'].includes(text(heatmap.get('mode'), 'rows')) ? 'treemap' : 'rows',
      sort: { column: text(heatSort.get('column'), 'order'), descending: flag(heatSort.get('descending'), false) },
      area: oneOf(heatmap.get('area'), HEAT_AREAS, 'parameters'),
      zoom: (texts(heatmap.get('zoom')) ?? []).slice(0, DEEPEST_ZOOM),
      filter: text(heatmap.get('filter'), ''),
      scroll: number(heatmap.get('scroll'), 0),
    },
    benchmark: { scroll: number(benchmark.get('scroll'), 0) },
    findings: {
      severity: oneOf(findings.get('severity'), SEVERITIES, 'all'),
      rule: text(findings.get('rule'), ''),
      scroll: number(findings.get('scroll'), 0),
    },
  };
}

/** `null` for what is no list. */
function texts(stored: unknown): readonly string[] | null {
  return Array.isArray(stored) ? stored.filter(entry => typeof entry === 'string') : null;
}
