import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { button } from '../ui/controls';
import { fill } from '../ui/fill';
import type { WeightSource } from './weightSource';

const PAGE = 100;

/** Elements that a sparse tensor stores and where they belong, a page at a time when opened. */
export function storedEntries({ host, facts }: WeightSource): HTMLElement {
  const holder = element('div');
  const details = element(
    'details',
    { class: 'weight-entries', testId: 'stored-entries' },
    element('summary', { text: `${formatInteger(facts.stored ?? 0)} stored elements and their places` }),
    holder,
  );
  const show = (start: number): void => {
    void fill(
      holder,
      'Reading stored elements',
      () => host.weightEntries(facts.graph, facts.name, start, PAGE),
      ({ start: first, stored, entries }) => {
        const end = first + entries.length;
        return [
          element(
            'ul',
            { class: 'plain-list mono' },
            ...entries.map(({ index, value }) => element('li', { text: `[${index.join(', ')}]  ${value}` })),
          ),
          element(
            'div',
            { class: 'tensor-pager' },
            button({
              label: '‹',
              title: 'Elements before',
              disabled: first === 0,
              onClick: () => show(Math.max(0, first - PAGE)),
            }),
            element('span', {
              class: 'quiet',
              text: `${formatInteger(first)} to ${formatInteger(Math.max(first, end - 1))} of ${formatInteger(stored)}`,
            }),
            button({ label: '›', title: 'Elements after', disabled: end >= stored, onClick: () => show(end) }),
          ),
        ];
      },
    );
  };
  details.addEventListener('toggle', () => {
    if (details.open && holder.childElementCount === 0) show(0);
  });
  return details;
}
