import type { GraphCanvas } from '../drawing/graphCanvas';
import type { Following } from '../follow/following';
import type { FollowDirection } from '../follow/ways';
import type { GraphDesk } from './graphDesk';
import type { GraphAction } from './graphKeys';
import type { Way } from './moves';

/** CSS pixels that an arrow key moves the view by. */
const PAN_STEP = 60;
const ZOOM_STEP = 1.25;

/** What keys and buttons act on. */
export interface KeyTargets {
  readonly desk: GraphDesk;
  readonly canvas: GraphCanvas;
  readonly following: Following;
  focusSearch(): void;
  nextMatch(step: 1 | -1): void;
  /** Opens the inspector and gives it the keyboard. */
  inspect(): void;
  toggleTree(): void;
  showMenu(): void;
  showKeys(at?: HTMLElement): void;
}

type Run = (targets: KeyTargets) => void;

const ACTIONS: Readonly<Record<GraphAction, Run>> = {
  up: move('up'),
  down: move('down'),
  left: move('left'),
  right: move('right'),
  extendUp: extend('up'),
  extendDown: extend('down'),
  extendLeft: extend('left'),
  extendRight: extend('right'),
  panUp: pan('up'),
  panDown: pan('down'),
  panLeft: pan('left'),
  panRight: pan('right'),
  around: ({ desk }) => desk.selectAround(),
  inside: ({ desk }) => desk.selectInside(),
  back: ({ desk }) => void desk.step(-1),
  forward: ({ desk }) => void desk.step(1),
  open: targets => open(targets),
  toggle: ({ desk }) => {
    if (desk.item !== null) void desk.toggle(desk.item);
  },
  foldOthers: ({ desk }) => void desk.foldOthers(),
  expandAll: ({ desk }) => void desk.expandAll(),
  foldAll: ({ desk }) => void desk.foldAll(),
  zoomIn: ({ canvas }) => canvas.zoom(ZOOM_STEP),
  zoomOut: ({ canvas }) => canvas.zoom(1 / ZOOM_STEP),
  fit: ({ canvas }) => canvas.fitAll(),
  zoomToSelected: ({ canvas, desk }) => canvas.fit(desk.screen?.items ?? []),
  first: ({ desk }) => desk.selectOutermost(1),
  last: ({ desk }) => desk.selectOutermost(-1),
  search: targets => targets.focusSearch(),
  nextMatch: targets => targets.nextMatch(1),
  previousMatch: targets => targets.nextMatch(-1),
  turn: ({ desk }) => void desk.turn(),
  treeGrid: targets => targets.toggleTree(),
  menu: targets => targets.showMenu(),
  clear: ({ desk, following }) => (following.isActive ? following.stop() : desk.clear()),
  upstream: follow('upstream'),
  downstream: follow('downstream'),
  between: follow('between'),
  help: targets => targets.showKeys(),
};

/** Does what a key or a button asks for. */
export function runAction(action: GraphAction, targets: KeyTargets): void {
  ACTIONS[action](targets);
}

/** With nothing selected the arrows move the view. */
function move(way: Way): Run {
  return targets => {
    if (targets.desk.item === null) pan(way)(targets);
    else targets.desk.move(way, false);
  };
}

function follow(kind: FollowDirection | 'between'): Run {
  return ({ desk, following }) => following.start(kind, desk.screen?.items ?? []);
}

function extend(way: Way): Run {
  return ({ desk }) => desk.move(way, true);
}

function pan(way: Way): Run {
  const dx = way === 'left' ? -PAN_STEP : way === 'right' ? PAN_STEP : 0;
  const dy = way === 'up' ? -PAN_STEP : way === 'down' ? PAN_STEP : 0;
  return ({ canvas }) => canvas.panBy(dx, dy);
}

/** A group folds or opens, of everything else the inspector opens. */
function open(targets: KeyTargets): void {
  const { desk } = targets;
  if (desk.item === null) return;
  if (desk.screen?.graph.isGroup(desk.item) === true) void desk.toggle(desk.item);
  else targets.inspect();
}
