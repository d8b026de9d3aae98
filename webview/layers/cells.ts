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

/** Narrowest and widest that a column is made for its contents, in pixels; text is cut beyond, and can be read in a tooltip. */
const LIMITS = { name: [150, 260], text: [64, 210], figure: [56, 320] } as const;
const SHARE_WIDTH = 112;
/** Rows whose contents are looked at for that, in characters of about this many pixels. */
const SAMPLED_ROWS = 2000;
const CHARACTER = 7.4;
const CELL_PADDING = 22;

/** What cells are drawn from: the data, and the groups while there are any. */
export interface Drawing {
  readonly data: ColumnData;
  readonly groups: () => GroupedRows | null;
  readonly isOpen: (group: string) => boolean;
}

/** Narrowest sensible width of each column, in pixels. */
export function columnWidths(
  columns: readonly NodeColumn[],
  data: ColumnData,
  totals: Totals,
): ReadonlyMap<string, number> {
  return new Map(columns.map(column => [column.id, contentWidth(column, data, totals)]));
}

function contentWidth(column: NodeColumn, { rows }: ColumnData, totals: Totals): number {
  if (column.id === 'share') return SHARE_WIDTH;
  // Totals are bold, and the title has room for an arrow.
  let longest = Math.max(column.title.length + 3, totalText(column, totals).length + 1);
  const step = Math.max(1, Math.floor(rows / SAMPLED_ROWS));
  for (let row = 0; row < rows; row += step) longest = Math.max(longest, column.print(row).length);
  const [least, most] = LIMITS[column.id === 'name' ? 'name' : column.kind === 'text' ? 'text' : 'figure'];
  return Math.max(least, Math.min(most, Math.round(longest * CHARACTER + CELL_PADDING)));
}

export function tableColumn(column: NodeColumn, width: number, drawing: Drawing): Column<number, string> {
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
  cell.classList.toggle('quiet', column.kind !== 'text' && column.value(row) === 0);
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
  const { weightBytes, unknownRows } = totals;
  if (column.id === 'share') {
    const all = data.table.weights.reduce((sum, { bytes }) => sum + bytes, 0);
    if (all > 0 && weightBytes > 0) cell.append(shareBar(weightBytes / all));
    return;
  }
  const text = totalText(column, totals);
  cell.textContent = text;
  cell.title = unknownRows > 0 && text.endsWith('?') ? `${text}: ${unknownNote(unknownRows)}` : text;
}

function totalText(column: NodeColumn, { parameters, weightBytes, macs, flops, unknownRows }: Totals): string {
  switch (column.id) {
    case 'parameters':
      return printCell(parameters, column.unit);
    case 'weightBytes':
      return printCell(weightBytes, column.unit);
    case 'macs':
      return withUnknown(printCell(macs, column.unit), unknownRows);
    case 'flops':
      return withUnknown(printCell(flops, column.unit), unknownRows);
    default:
      return '';
  }
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
