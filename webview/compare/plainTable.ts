import { element } from '../dom';

export interface PlainColumn {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** A small table of texts, which scrolls sideways where it does not fit. */
export function plainTable(
  label: string,
  columns: readonly PlainColumn[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  const className = (i: number): string => (columns[i]?.isNumber === true ? 'compare-cell number' : 'compare-cell');
  const table = element(
    'table',
    { class: 'compare-figures', label },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...columns.map(({ title }, i) =>
          element('th', { class: className(i), text: title, attributes: { scope: 'col' } }),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows.map(row =>
        element(
          'tr',
          {},
          ...row.map((text, i) =>
            i === 0
              ? element('th', { class: className(i), text, attributes: { scope: 'row' } })
              : element('td', { class: className(i), text }),
          ),
        ),
      ),
    ),
  );
  return element('div', { class: 'compare-scroll' }, table);
}
