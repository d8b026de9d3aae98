import type { EditorTab } from '../../src/shared/protocol/editor';
import { flag, list, number, numberOrNull, oneOf, record, text } from './parse';

export interface Sort<C extends string> {
  readonly column: C;
  readonly descending: boolean;
}

/** What part of a graph is on screen: the drawing's point in the middle, and pixels per drawing unit. */
export interface CameraState {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const LAYER_COLUMNS = ['order', 'name', 'op', 'parameters', 'bytes', 'dtypes', 'outputType'] as const;
export type LayerColumn = (typeof LAYER_COLUMNS)[number];

export const METRICS = ['parameters', 'bytes', 'sparsity', 'nearZeros', 'std', 'maxAbs'] as const;
export type Metric = (typeof METRICS)[number];

export const HEAT_COLUMNS = ['order', 'layer', 'weight', ...METRICS, 'min', 'max', 'mean'] as const;
export type HeatColumn = (typeof HEAT_COLUMNS)[number];

export interface GraphState {
  /** Id of the graph on screen. */
  readonly graph: string;
  readonly cameras: readonly { readonly graph: string; readonly camera: CameraState }[];
  /** Selected vertex of that graph. */
  readonly selected: number | null;
  readonly inspector: boolean;
  readonly search: string;
  readonly regex: boolean;
}

/** Everything the page must remember while it is hidden, split or reloaded. Plain JSON. */
export interface ViewState {
  readonly tab: EditorTab;
  readonly overview: { readonly scroll: number };
  readonly graph: GraphState;
  readonly layers: { readonly sort: Sort<LayerColumn>; readonly filter: string; readonly scroll: number };
  readonly heatmap: {
    readonly mode: 'rows' | 'tiles';
    readonly metric: Metric;
    readonly sort: Sort<HeatColumn>;
    readonly filter: string;
    readonly scroll: number;
  };
  readonly benchmark: { readonly scroll: number };
}

const TABS = ['overview', 'graph', 'layers', 'heatmap', 'benchmark'] as const satisfies readonly EditorTab[];

/** Reads a stored state; whatever is missing or of another shape (an older version) takes its default. */
export function parseViewState(stored: unknown): ViewState {
  const state = record(stored);
  const overview = record(state.get('overview'));
  const graph = record(state.get('graph'));
  const layers = record(state.get('layers'));
  const heatmap = record(state.get('heatmap'));
  const benchmark = record(state.get('benchmark'));
  return {
    tab: oneOf(state.get('tab'), TABS, 'overview'),
    overview: { scroll: number(overview.get('scroll'), 0) },
    graph: {
      graph: text(graph.get('graph'), 'main'),
      cameras: list(graph.get('cameras')).map(entry => {
        const fields = record(entry);
        return { graph: text(fields.get('graph'), ''), camera: parseCamera(fields.get('camera')) };
      }),
      selected: numberOrNull(graph.get('selected')),
      inspector: flag(graph.get('inspector'), false),
      search: text(graph.get('search'), ''),
      regex: flag(graph.get('regex'), false),
    },
    layers: {
      sort: parseSort(layers.get('sort'), LAYER_COLUMNS, 'order'),
      filter: text(layers.get('filter'), ''),
      scroll: number(layers.get('scroll'), 0),
    },
    heatmap: {
      mode: oneOf(heatmap.get('mode'), ['rows', 'tiles'], 'rows'),
      metric: oneOf(heatmap.get('metric'), METRICS, 'parameters'),
      sort: parseSort(heatmap.get('sort'), HEAT_COLUMNS, 'order'),
      filter: text(heatmap.get('filter'), ''),
      scroll: number(heatmap.get('scroll'), 0),
    },
    benchmark: { scroll: number(benchmark.get('scroll'), 0) },
  };
}

function parseCamera(stored: unknown): CameraState {
  const camera = record(stored);
  const scale = number(camera.get('scale'), 1);
  return { x: number(camera.get('x'), 0), y: number(camera.get('y'), 0), scale: scale > 0 ? scale : 1 };
}

function parseSort<C extends string>(stored: unknown, columns: readonly C[], fallback: C): Sort<C> {
  const sort = record(stored);
  return { column: oneOf(sort.get('column'), columns, fallback), descending: flag(sort.get('descending'), false) };
}
