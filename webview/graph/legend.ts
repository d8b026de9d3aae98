import { element } from '../dom';
import { CATEGORIES, CATEGORY_NAMES } from './categories';

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
      element('li', { text: 'Rounded: input or output of the graph' }),
      element('li', { text: 'Bar at the bottom: bytes of weights, square-root scale' }),
      element('li', { text: 'Dashed outline: search match' }),
      element('li', { text: 'Dashed stub: an edge too long to draw, named at both ends' }),
    ),
    element(
      'p',
      { class: 'quiet', attributes: { id: 'graph-help' } },
      'Arrow keys follow edges, Enter opens and folds groups and opens the inspector of nodes, slash searches, T shows the ' +
        'graph as a tree, question mark shows all keys.',
    ),
  );
}
