import { amountAt, titleAt } from '../../src/shared/nodeTable/cells';
import { type NodeColumn, printCell } from '../../src/shared/nodeTable/columns';
import type { Totals } from '../../src/shared/nodeTable/totals';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { shareBar } from '../ui/shareBar';
import type { Column } from '../ui/tableOptions';
import type { ColumnData } from './columnData';
import type { GroupedRows } from './groups';

/** Pixels that a level of the tree moves in. */
const INDENT = 16;

/** Least widths in pixels. */
const WIDTHS: ReadonlyMap<string, number> = new Map([
  ['name', 220],
  ['op', 130],
  ['scope', 160],
  ['attributes', 150],
  ['inputs', 180],
  ['outputs', 180],
  ['weightNames', 180],
  ['unknown', 180],
  ['share', 120],
  ['node', 64],
]);
const TEXT_WIDTH = 96;
const FIGURE_WIDTH = 92;
const AMOUNT_WIDTH = 104;

/** What cells are drawn from: the data, and the groups while there are any. */
export interface Drawing {
  readonly data: ColumnData;
  readonly groups: () => GroupedRows | null;
  readonly isOpen: (group: string) => boolean;
}

export function leastWidth(columns: readonly NodeColumn[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column), 32);
}

function widthOf({ id, kind }: NodeColumn): number {
  return WIDTHS.get(id) ?? (kind === 'text' ? TEXT_WIDTH : kind === 'amount' ? AMOUNT_WIDTH : FIGURE_WIDTH);
}

export function tableColumn(column: NodeColumn, drawing: Drawing): Column<number, string> {
  const width = widthOf(column);
  return {
    id: column.id,
    title: column.title,
    hint: column.hint,
    // On a narrow page the column that stays must leave room for the others.
    track:
      column.id === 'name'
        ? `minmax(min(${width}px, 42vw), 3fr)`
        : `minmax(${width}px, ${column.kind === 'text' ? '2fr' : '1fr'})`,
    ...(column.kind === 'text' ? {} : { align: 'right' as const }),
    render: (line, cell) => {
      const groups = drawing.groups();
      const group = groups?.groupOf(line) ?? null;
      if (column.id === 'name') renderName(drawing, line, cell);
      else if (groups !== null && group !== null) renderTotal(column, groups.totals(group), drawing.data, cell);
      else renderCell(column, line, cell);
    },
  };
}

function renderCell(column: NodeColumn, row: number, cell: HTMLElement): void {
  const text = column.print(row);
  const share = column.id === 'share' ? column.value(row) : null;
  if (typeof share === 'number') {
    if (share > 0) cell.append(shareBar(share));
    return;
  }
  cell.textContent = text;
  cell.title = text;
}

function renderName({ data, groups, isOpen }: Drawing, line: number, cell: HTMLElement): void {
  const grouped = groups();
  const group = grouped?.groupOf(line) ?? null;
  if (grouped !== null) cell.style.setProperty('--indent', `${(grouped.levelOf(line) - 1) * INDENT}px`);
  cell.classList.toggle('indented', grouped !== null);
  if (grouped === null || group === null) {
    const title = titleAt(data.table, line);
    cell.title = title;
    cell.append(element('span', { class: `ellipsis${data.table.names[line] === '' ? ' quiet' : ''}`, text: title }));
    return;
  }
  const title = group.title === '' ? '(no scope)' : group.title;
  cell.title = group.id;
  cell.append(
    element('span', { class: `twistie${isOpen(group.id) ? ' open' : ''}`, attributes: { 'aria-hidden': 'true' } }),
    element('span', { class: 'ellipsis group-title', text: title }),
    element('span', { class: 'quiet', text: formatInteger(grouped.totals(group).rows) }),
  );
}

/** A figure of several rows together; columns that do not add up stay empty. */
export function renderTotal(column: NodeColumn, totals: Totals, data: ColumnData, cell: HTMLElement): void {
  const { parameters, weightBytes, macs, flops, unknownRows } = totals;
  const figures = new Map([
    ['parameters', () => printCell(parameters, column.unit)],
    ['weightBytes', () => printCell(weightBytes, column.unit)],
    ['macs', () => withUnknown(printCell(macs, column.unit), unknownRows)],
    ['flops', () => withUnknown(printCell(flops, column.unit), unknownRows)],
  ]);
  if (column.id === 'share') {
    const all = data.table.weights.reduce((sum, { bytes }) => sum + bytes, 0);
    if (all > 0 && weightBytes > 0) cell.append(shareBar(weightBytes / all));
    return;
  }
  const text = figures.get(column.id)?.() ?? '';
  cell.textContent = text;
  cell.title = unknownRows > 0 && text.endsWith('?') ? `${text}: ${unknownNote(unknownRows)}` : text;
}

function withUnknown(text: string, unknownRows: number): string {
  return unknownRows === 0 ? text : `${text} + ?`;
}

export function unknownNote(rows: number): string {
  return `${formatInteger(rows)} ${rows === 1 ? 'node' : 'nodes'} of unknown cost not counted`;
}

/** A line in words, for screen readers. */
export function lineLabel({ data, groups }: Drawing, line: number): string {
  const grouped = groups();
  const group = grouped?.groupOf(line) ?? null;
  if (grouped !== null && group !== null) {
    const { rows, parameters, macs } = grouped.totals(group);
    const name = group.title === '' ? 'no scope' : group.title;
    return `${name}, ${formatInteger(rows)} nodes, ${printCell(parameters, 'count')} parameters, ${printCell(macs, 'count')} MACs`;
  }
  const figures = ['op', 'parameters', 'weightBytes', 'macs'].flatMap(id => {
    const column = data.column(id);
    if (column === undefined) return [];
    return [id === 'op' ? column.print(line) : `${column.title} ${column.print(line)}`];
  });
  const why = amountAt(data.table.flops, line) === null ? ['cost unknown'] : [];
  return [titleAt(data.table, line), ...figures, ...why].join(', ');
}
