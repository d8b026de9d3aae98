import { element } from '../dom';
import { CATEGORIES, CATEGORY_NAMES } from './categories';

/** Signs of the drawing that no colour tells. */
const SIGNS = [
  'Rounded: input or output of the graph',
  'Frame: an open group; the arrow at its title folds it',
  'Cards behind a box: a stack of equal parts',
  'Square in a square: holds graphs or calls a function',
  'Dashed frame: a graph inside a node',
  'Bar at the bottom: bytes of weights, square-root scale',
  'Dashed outline: search match',
  'Double outline: selected',
  'Dashed stub: an edge too long to draw, named at both ends',
] as const;

/** What the colours and marks of the drawing mean. */
export function graphLegend(): HTMLElement {
  return element(
    'details',
    { class: 'legend', testId: 'graph-legend' },
    element('summary', { text: 'Legend' }),
    element(
      'ul',
      {},
      ...CATEGORY_NAMES.map(name =>
        element(
          'li',
          {},
          element('span', { class: `swatch swatch-${name}`, attributes: { 'aria-hidden': 'true' } }),
          element('span', { text: CATEGORIES[name].label }),
        ),
      ),
      ...SIGNS.map(text => element('li', { text })),
    ),
    element(
      'p',
      { class: 'quiet', attributes: { id: 'graph-help' } },
      'Arrow keys follow edges, Enter opens and folds groups and opens the inspector of nodes, slash searches, T shows the ' +
        'graph as a tree, question mark shows all keys.',
    ),
  );
}
