import { FOLDED_BY_DEFAULT, type Folding } from '../graph/arrange/arrangement';
import type { Direction } from '../graph/layout/drawing';
import { flag, list, number, numberOrNull, oneOf, record, text } from './parse';
import type { NodePlace } from './selection';

/** What part of a graph is on screen: the drawing's point in the middle, and pixels per drawing unit. */
export interface CameraState {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Something that can be selected in the graph: a node or an end by its place, a group by its key. */
export type GraphTarget = ({ readonly kind: 'place' } & NodePlace) | { readonly kind: 'group'; readonly key: string };

/** How somebody left a graph at the root. */
export interface RootView {
  readonly root: string;
  readonly folding: Folding;
  readonly camera: CameraState | null;
}

/** Where somebody was: a step of the way back. */
export interface Position {
  readonly root: string;
  readonly target: GraphTarget | null;
  readonly camera: CameraState | null;
}

export interface PositionList {
  readonly positions: readonly Position[];
  /** Which of them is on screen; -1 without any. */
  readonly at: number;
}

export interface GraphState {
  /** Id of the graph at the root. */
  readonly graph: string;
  /** Graphs looked at, the last one first. */
  readonly views: readonly RootView[];
  readonly direction: Direction;
  /** What is selected, the item that was selected last at the end. */
  readonly selection: readonly GraphTarget[];
  readonly history: PositionList;
  readonly treeGrid: boolean;
  readonly inspector: boolean;
  readonly search: string;
  readonly regex: boolean;
}

const MOST_VIEWS = 20;
const MOST_KEYS = 1000;
/** Keys are made of names from the file, which may be long. */
const MOST_KEY_CHARACTERS = 50_000;
const MOST_SELECTED = 200;
const MOST_POSITIONS = 50;

/** Reads what was stored of the graph; whatever is missing or of another shape takes its default. */
export function parseGraphState(stored: unknown): GraphState {
  const state = record(stored);
  const root = text(state.get('graph'), 'main');
  const history = record(state.get('history'));
  const positions = list(history.get('positions')).map(parsePosition).slice(-MOST_POSITIONS);
  return {
    graph: root,
    views: list(state.get('views')).map(parseView).slice(0, MOST_VIEWS),
    direction: oneOf(state.get('direction'), ['down', 'right'], 'down'),
    selection: list(state.get('selection'))
      .map(parseTarget)
      .filter(target => target !== null)
      .slice(-MOST_SELECTED),
    history: {
      positions,
      at: Math.max(-1, Math.min(positions.length - 1, Math.trunc(number(history.get('at'), positions.length - 1)))),
    },
    treeGrid: flag(state.get('treeGrid'), false),
    inspector: flag(state.get('inspector'), false),
    search: text(state.get('search'), ''),
    regex: flag(state.get('regex'), false),
  };
}

/** Puts what changed of a view in front and forgets the oldest. */
export function withView(
  views: readonly RootView[],
  root: string,
  change: Partial<Omit<RootView, 'root'>>,
): readonly RootView[] {
  const known = viewOf(views, root);
  const view = { ...known, ...change };
  const stored = { ...view, folding: boundedFolding(view.folding) };
  return [stored, ...views.filter(other => other.root !== root)].slice(0, MOST_VIEWS);
}

export function viewOf(views: readonly RootView[], root: string): RootView {
  return views.find(view => view.root === root) ?? { root, folding: FOLDED_BY_DEFAULT, camera: null };
}

export function boundedSelection(targets: readonly GraphTarget[]): readonly GraphTarget[] {
  return targets.slice(-MOST_SELECTED);
}

/** The way with its oldest steps left out. */
export function boundedHistory({ positions, at }: PositionList): PositionList {
  const left = Math.max(0, positions.length - MOST_POSITIONS);
  return { positions: positions.slice(left), at: Math.max(-1, at - left) };
}

export function sameTarget(a: GraphTarget | null, b: GraphTarget | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'group' || b.kind === 'group') return a.kind === 'group' && b.kind === 'group' && a.key === b.key;
  return a.graph === b.graph && a.index === b.index;
}

/** The groups touched last, as many as are worth remembering. */
function boundedFolding({ rest, opened, closed }: Folding): Folding {
  return { rest, opened: boundedKeys(opened), closed: boundedKeys(closed) };
}

function boundedKeys(keys: readonly string[]): readonly string[] {
  let first = keys.length;
  for (let room = MOST_KEY_CHARACTERS; first > 0 && keys.length - first < MOST_KEYS; first--) {
    room -= keys[first - 1]?.length ?? 0;
    if (room < 0) break;
  }
  return first === 0 ? keys : keys.slice(first);
}

function parseView(stored: unknown): RootView {
  const view = record(stored);
  const folding = record(view.get('folding'));
  return {
    root: text(view.get('root'), ''),
    folding: boundedFolding({
      rest: oneOf(folding.get('rest'), ['default', 'open', 'closed'], 'default'),
      opened: texts(folding.get('opened')),
      closed: texts(folding.get('closed')),
    }),
    camera: parseCamera(view.get('camera')),
  };
}

function parsePosition(stored: unknown): Position {
  const position = record(stored);
  return {
    root: text(position.get('root'), 'main'),
    target: parseTarget(position.get('target')),
    camera: parseCamera(position.get('camera')),
  };
}

function parseTarget(stored: unknown): GraphTarget | null {
  const target = record(stored);
  const key = target.get('key');
  if (target.get('kind') === 'group') return typeof key === 'string' ? { kind: 'group', key } : null;
  const graph = target.get('graph');
  const index = numberOrNull(target.get('index'));
  return typeof graph === 'string' && index !== null ? { kind: 'place', graph, index } : null;
}

function parseCamera(stored: unknown): CameraState | null {
  const camera = record(stored);
  const x = numberOrNull(camera.get('x'));
  const y = numberOrNull(camera.get('y'));
  const scale = numberOrNull(camera.get('scale'));
  return x === null || y === null || scale === null || scale <= 0 ? null : { x, y, scale };
}

function texts(stored: unknown): readonly string[] {
  return list(stored).filter(entry => typeof entry === 'string');
}
