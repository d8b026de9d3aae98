import { formatInteger } from '../../../src/shared/units';
import { element } from '../../dom';
import type { Inspected } from './inspector';
import { link, none } from './sections';

/** Links that are in the page at most; a mask of a language model is used by thousands. */
const MOST_LINKS = 50;

/** Links to items. */
export function itemLinks({ graph, events }: Inspected, items: readonly number[]): HTMLElement {
  if (items.length === 0) return none();
  const links = items.slice(0, MOST_LINKS).map(item => {
    const text = [graph.texts.title(item), graph.texts.name(item)].filter(
      (part, i, all) => part !== '' && part !== all[i - 1],
    );
    return link(text.join(' '), () => events.onItem(item));
  });
  const more = items.length - links.length;
  return element(
    'div',
    { class: 'links' },
    ...links,
    more > 0 ? element('span', { class: 'quiet', text: `and ${formatInteger(more)} more` }) : null,
  );
}
