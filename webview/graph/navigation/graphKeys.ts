/** What a key of the graph does. */
export type GraphAction =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'extendUp'
  | 'extendDown'
  | 'extendLeft'
  | 'extendRight'
  | 'panUp'
  | 'panDown'
  | 'panLeft'
  | 'panRight'
  | 'around'
  | 'inside'
  | 'back'
  | 'forward'
  | 'open'
  | 'toggle'
  | 'foldOthers'
  | 'expandAll'
  | 'foldAll'
  | 'zoomIn'
  | 'zoomOut'
  | 'fit'
  | 'zoomToSelected'
  | 'first'
  | 'last'
  | 'search'
  | 'nextMatch'
  | 'previousMatch'
  | 'upstream'
  | 'downstream'
  | 'between'
  | 'turn'
  | 'treeGrid'
  | 'menu'
  | 'clear'
  | 'help';

interface KeyLine {
  /** As people read it. */
  readonly keys: string;
  readonly does: string;
  /** By chord: `Alt+ArrowUp`, `+`. Modifiers in the order Ctrl (or Command), Alt, Shift; Shift only where no character tells. */
  readonly chords: Readonly<Record<string, GraphAction>>;
}

/** Every key of the drawing, with what the help says of it. */
export const GRAPH_KEYS: readonly KeyLine[] = [
  {
    keys: 'Arrow keys',
    does: 'Follow edges with and against the flow, go to neighbours across it; with nothing selected move the view',
    chords: { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' },
  },
  {
    keys: 'Shift+arrow keys',
    does: 'Move the view',
    chords: {
      'Shift+ArrowUp': 'panUp',
      'Shift+ArrowDown': 'panDown',
      'Shift+ArrowLeft': 'panLeft',
      'Shift+ArrowRight': 'panRight',
    },
  },
  {
    keys: 'Ctrl+Shift+arrow keys, Ctrl+click',
    does: 'Select one more',
    chords: {
      'Ctrl+Shift+ArrowUp': 'extendUp',
      'Ctrl+Shift+ArrowDown': 'extendDown',
      'Ctrl+Shift+ArrowLeft': 'extendLeft',
      'Ctrl+Shift+ArrowRight': 'extendRight',
    },
  },
  { keys: 'Enter', does: 'Opens or folds a group; the inspector of a node', chords: { Enter: 'open' } },
  { keys: 'Space', does: 'Opens or folds a group', chords: { ' ': 'toggle' } },
  {
    keys: 'Alt+↑, Alt+↓',
    does: 'Selects the group around, the first item inside',
    chords: { 'Alt+ArrowUp': 'around', 'Alt+ArrowDown': 'inside' },
  },
  {
    keys: 'Alt+←, Alt+→',
    does: 'Back and forward',
    chords: { 'Alt+ArrowLeft': 'back', 'Alt+ArrowRight': 'forward' },
  },
  {
    keys: 'o, e, f',
    does: 'Folds all other groups, expands all, folds all',
    chords: { o: 'foldOthers', e: 'expandAll', f: 'foldAll' },
  },
  { keys: '+, −', does: 'Zoom', chords: { '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut' } },
  { keys: '0, z', does: 'Shows everything, what is selected', chords: { '0': 'fit', z: 'zoomToSelected' } },
  { keys: 'Home, End', does: 'First and last item', chords: { Home: 'first', End: 'last' } },
  { keys: '/, Ctrl+F', does: 'Searches', chords: { '/': 'search', 'Ctrl+f': 'search' } },
  { keys: 'n, N', does: 'Next and previous match', chords: { n: 'nextMatch', N: 'previousMatch' } },
  {
    keys: 'u, v, p',
    does: 'Lights all that comes before what is selected, all that comes after it, what leads from one of two to the other',
    chords: { u: 'upstream', v: 'downstream', p: 'between' },
  },
  { keys: 'd', does: 'Lets the graph run down or to the right', chords: { d: 'turn' } },
  { keys: 't', does: 'Shows and hides the tree beside the drawing', chords: { t: 'treeGrid' } },
  {
    keys: 'Shift+F10, m',
    does: 'What can be done with what is selected',
    chords: { 'Shift+F10': 'menu', ContextMenu: 'menu', m: 'menu' },
  },
  { keys: 'Escape', does: 'Ends following, then selects nothing', chords: { Escape: 'clear' } },
  { keys: '?', does: 'Shows these keys', chords: { '?': 'help' } },
];

const BY_CHORD = new Map<string, GraphAction>(GRAPH_KEYS.flatMap(({ chords }) => Object.entries(chords)));

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What the keys that are pressed stand for; `null` for keys of somebody else. */
export function graphAction({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): GraphAction | null {
  const modifiers = [
    ctrlKey || metaKey ? 'Ctrl+' : '',
    altKey ? 'Alt+' : '',
    // A character already is what Shift made of it.
    shiftKey && key.length > 1 ? 'Shift+' : '',
  ];
  return BY_CHORD.get(modifiers.join('') + key) ?? null;
}
