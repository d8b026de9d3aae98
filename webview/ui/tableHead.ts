import { element } from '../dom';
import type { Column, TableSort } from './tableOptions';

interface HeadEvents<C extends string> {
  readonly tableId: string;
  readonly onSort: (column: C) => void;
}

/** The cell above a column; a click sorts by it. The keyboard gets here through the table's own arrows. */
export function headCell<R, C extends string>(
  column: Column<R, C>,
  index: number,
  sort: TableSort<C>,
  { tableId, onSort }: HeadEvents<C>,
): HTMLElement {
  const isSorted = sort.column === column.id;
  const arrow = isSorted ? (sort.descending ? ' ↓' : ' ↑') : '';
  const cell = element('div', {
    class: `vt-cell vt-title${column.align === 'right' ? ' right' : ''}`,
    role: 'columnheader',
    attributes: {
      id: headId(tableId, index),
      'aria-colindex': String(index + 1),
      ...(isSorted ? { 'aria-sort': sort.descending ? 'descending' : 'ascending' } : {}),
    },
    title: column.hint === undefined ? column.title : `${column.title}: ${column.hint}`,
  });
  if (column.sortable === false) {
    cell.textContent = column.title;
    return cell;
  }
  cell.append(
    element('button', {
      class: 'vt-sort',
      text: `${column.title}${arrow}`,
      testId: `${tableId}-sort-${column.id}`,
      attributes: { type: 'button', tabindex: '-1' },
      on: {
        // The button goes away with the sorting; the table keeps the focus.
        mousedown: event => event.preventDefault(),
        click: () => onSort(column.id),
      },
    }),
  );
  return cell;
}

export function headId(tableId: string, column: number): string {
  return `${tableId}-head-${column}`;
}
