import { element } from '../dom';
import { headCell, headId } from './tableHead';
import { type TablePlace, tableMove } from './tableKeys';
import type { Column, TableSort, VirtualTableOptions } from './tableOptions';
import { TypeAhead } from './typeAhead';

const OVERSCAN = 6;

/**
 * A sortable table that keeps only the rows in view in the page. Arrow keys move through rows, header and cells, Enter
 * opens a row or sorts by a column, letters go to the row that begins with them.
 */
export class VirtualTable<R, C extends string> {
  readonly element: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #canvas = element('div', { class: 'vt-canvas', role: 'presentation' });
  readonly #head = element('div', { class: 'vt-head', role: 'row', attributes: { 'aria-rowindex': '1' } });
  readonly #foot = element('div', { class: 'vt-foot', role: 'row' });
  readonly #footGroup = element('div', { class: 'vt-foot-group', role: 'rowgroup', hidden: true }, this.#foot);
  readonly #drawn = new Map<number, HTMLElement>();
  readonly #id: string;
  readonly #sizes: ResizeObserver;
  #columns: readonly Column<R, C>[];
  #sort: TableSort<C>;
  #rows: ArrayLike<R> = [];
  #place: TablePlace = { row: -2, column: -1 };
  #pendingScroll: number | null = null;
  /** A row was marked while the table had no size. */
  #awaitsSize = false;
  readonly #typed = new TypeAhead();

  constructor(private readonly options: VirtualTableOptions<R, C>) {
    this.#id = options.testId;
    this.#columns = options.columns;
    this.#sort = options.sort;
    this.#viewport = element(
      'div',
      {
        class: `vt-viewport${options.sticky === true ? ' sticky' : ''}`,
        role: options.tree === undefined ? 'grid' : 'treegrid',
        label: options.label,
        testId: options.testId,
        attributes: { tabindex: '0' },
        on: {
          scroll: () => this.#scrolled(),
          keydown: event => this.#key(event),
          focus: () => this.#focused(),
          contextmenu: event => this.#menuAt(event),
        },
      },
      element('div', { class: 'vt-head-group', role: 'rowgroup' }, this.#head),
      element('div', { class: 'vt-body', role: 'rowgroup' }, this.#canvas),
      this.#footGroup,
    );
    this.#viewport.style.setProperty('--vt-row', `${options.rowHeight}px`);
    this.element = this.#viewport;
    this.setColumns(options.columns, options.minWidth);
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(this.#viewport);
  }

  dispose(): void {
    this.#sizes.disconnect();
  }

  /** Replaces the rows; the row at `scroll` pixels comes to the top. */
  setRows(rows: ArrayLike<R>, scroll: number): void {
    this.#rows = rows;
    this.#place = { ...this.#place, row: Math.min(this.#place.row, rows.length - 1) };
    this.#viewport.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#canvas.style.height = `${rows.length * this.options.rowHeight}px`;
    this.#pendingScroll = scroll;
    this.#clear();
    this.#resized();
  }

  /** Shows other columns. */
  setColumns(columns: readonly Column<R, C>[], minWidth: number): void {
    this.#columns = columns;
    this.#viewport.setAttribute('aria-colcount', String(columns.length));
    this.#viewport.style.setProperty('--vt-tracks', columns.map(({ track }) => track).join(' '));
    this.#viewport.style.setProperty('--vt-min-width', `${minWidth}px`);
    this.#place = { ...this.#place, column: Math.min(this.#place.column, columns.length - 1) };
    this.setSort(this.#sort);
    this.refresh();
  }

  setSort(sort: TableSort<C>): void {
    this.#sort = sort;
    const events = { tableId: this.#id, onSort: this.options.onSort };
    this.#head.replaceChildren(...this.#columns.map((column, i) => headCell(column, i, sort, events)));
    this.#markActive();
  }

  /** A last row that stays in sight, made anew each time; `null` takes it away. */
  setFoot(render: ((column: C, cell: HTMLElement) => void) | null): void {
    this.#footGroup.hidden = render === null;
    if (render === null) return;
    this.#foot.replaceChildren(
      ...this.#columns.map(column => {
        const cell = gridCell(column);
        render(column.id, cell);
        return cell;
      }),
    );
  }

  /** Draws the rows in view again, after a change of theme or of what they show. */
  refresh(): void {
    this.#clear();
    this.#draw();
  }

  /** Makes a row the active one, without telling anybody; `null` makes none active. Scrolls to it when it is out of sight. */
  mark(index: number | null, scroll: 'nearest' | 'none' = 'nearest'): void {
    if (index === null) {
      this.#place = { row: -2, column: -1 };
      this.#markActive();
      return;
    }
    if (index === this.#place.row && scroll === 'none') return;
    this.#place = { row: index, column: index === this.#place.row ? this.#place.column : -1 };
    if (scroll === 'none') this.#markActive();
    else this.#showPlace();
  }

  /** Gives the table the keyboard; the row that was active stays so, else the first one in view becomes it. */
  focus(): void {
    this.#viewport.focus();
  }

  #resized(): void {
    if (this.#viewport.clientHeight === 0) return;
    if (this.#pendingScroll !== null) {
      this.#viewport.scrollTop = this.#pendingScroll;
      this.#pendingScroll = null;
    }
    if (this.#awaitsSize) this.#showPlace();
    else this.#draw();
  }

  #scrolled(): void {
    if (this.#viewport.clientHeight === 0 || this.#pendingScroll !== null) return;
    this.options.onScroll(this.#viewport.scrollTop);
    this.#draw();
  }

  #draw(): void {
    const { rowHeight } = this.options;
    const top = this.#viewport.scrollTop;
    const first = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
    const last = Math.min(this.#rows.length, Math.ceil((top + this.#viewport.clientHeight) / rowHeight) + OVERSCAN);
    for (const [index, drawn] of this.#drawn) {
      if (index >= first && index < last) continue;
      drawn.remove();
      this.#drawn.delete(index);
    }
    for (let index = first; index < last; index++) {
      const row = this.#rows[index];
      if (row === undefined || this.#drawn.has(index)) continue;
      const drawn = this.#drawRow(row, index);
      this.#drawn.set(index, drawn);
      this.#canvas.append(drawn);
    }
    this.#markActive();
  }

  #drawRow(row: R, index: number): HTMLElement {
    const isOpen = this.options.tree?.isOpen(row) ?? null;
    const level = this.options.tree?.level(row);
    const among = this.options.tree?.place?.(row);
    const drawn = element('div', {
      class: `vt-row${index % 2 === 1 ? ' odd' : ''}`,
      role: 'row',
      testId: `${this.#id}-row`,
      label: this.options.rowLabel(row),
      attributes: {
        id: this.#rowId(index),
        'aria-rowindex': String(index + 2),
        ...(level === undefined ? {} : { 'aria-level': String(level) }),
        ...(isOpen === null ? {} : { 'aria-expanded': String(isOpen) }),
        ...(among === undefined ? {} : { 'aria-posinset': String(among.position), 'aria-setsize': String(among.of) }),
      },
      on: {
        click: () => {
          this.#place = { row: index, column: -1 };
          this.#markActive();
          this.options.onMove?.(row, true);
          const { tree, activatesOnDoubleClick } = this.options;
          if (tree?.selects !== true && activatesOnDoubleClick !== true) this.#open(row);
        },
        dblclick: () => {
          const { tree, activatesOnDoubleClick } = this.options;
          if (activatesOnDoubleClick === true) this.#open(row);
          else if (tree?.selects === true && tree.isOpen(row) !== null) tree.toggle(row);
        },
      },
    });
    drawn.style.top = `${index * this.options.rowHeight}px`;
    for (const [i, column] of this.#columns.entries()) {
      const cell = gridCell(column);
      cell.id = `${this.#rowId(index)}-${i}`;
      cell.setAttribute('aria-colindex', String(i + 1));
      column.render(row, cell);
      drawn.append(cell);
    }
    return drawn;
  }

  #rowId(index: number): string {
    return `${this.#id}-${index}`;
  }

  /** What a click and Enter do: open or close what is in the row, else activate it. */
  #open(row: R): void {
    const { tree } = this.options;
    if (tree !== undefined && tree.selects !== true && tree.isOpen(row) !== null) tree.toggle(row);
    else this.options.onActivate(row);
  }

  #clear(): void {
    this.#drawn.clear();
    this.#canvas.replaceChildren();
  }

  #focused(): void {
    if (this.#place.row === -2 && this.#rows.length > 0)
      this.#moveTo({ row: Math.round(this.#viewport.scrollTop / this.options.rowHeight), column: -1 });
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.#viewport || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = this.#rows[this.#place.row];
    const head = this.#place.row === -1 ? this.#columns[this.#place.column] : undefined;
    const move = tableMove(event.key, this.#place, {
      rows: this.#rows.length,
      columns: this.#columns.length,
      page: Math.max(1, Math.floor(this.#viewport.clientHeight / this.options.rowHeight) - 2),
      isOpen: row === undefined ? null : (this.options.tree?.isOpen(row) ?? null),
      parent: row === undefined ? null : (this.options.tree?.parent?.(row) ?? null),
    });
    if (move === 'toggle' && row !== undefined) this.options.tree?.toggle(row);
    else if (move !== null && move !== 'toggle') this.#moveTo(move.to);
    else if (event.key === 'Enter' && head !== undefined && head.sortable !== false) this.options.onSort(head.id);
    else if (event.key === 'Enter' && row !== undefined) this.#open(row);
    else if (event.key === ' ' && row !== undefined && this.options.tree?.isOpen(row) != null)
      this.options.tree.toggle(row);
    else if (event.key === '/' && this.options.onFind !== undefined) this.options.onFind();
    else if (!this.#type(event.key)) return;
    event.preventDefault();
  }

  #type(key: string): boolean {
    const { onType } = this.options;
    if (onType === undefined || key.length !== 1) return false;
    const { text, isNew } = this.#typed.add(key, performance.now());
    const found = onType(text, Math.max(0, this.#place.row) + (isNew ? 1 : 0));
    if (found !== null) this.#moveTo({ row: found, column: -1 });
    return true;
  }

  /** A right click, the menu key or Shift+F10; the latter two happen at the table as a whole. */
  #menuAt(event: MouseEvent): void {
    const { onMenu } = this.options;
    if (onMenu === undefined) return;
    const clicked = [...this.#drawn].find(([, drawn]) => event.target instanceof Node && drawn.contains(event.target));
    const index = clicked?.[0] ?? this.#place.row;
    const row = this.#rows[index];
    if (row === undefined) return;
    event.preventDefault();
    this.#place = { row: index, column: -1 };
    this.#markActive();
    const box = this.#drawn.get(index)?.getBoundingClientRect();
    const atRow = { x: (box?.left ?? 0) + 24, y: box?.bottom ?? 0 };
    onMenu(row, clicked === undefined ? atRow : { x: event.clientX, y: event.clientY });
  }

  #moveTo(place: TablePlace): void {
    const row = place.row === this.#place.row ? undefined : this.#rows[place.row];
    this.#place = place;
    this.#showPlace();
    if (row !== undefined) this.options.onMove?.(row, false);
  }

  #showPlace(): void {
    const place = this.#place;
    const { rowHeight } = this.options;
    this.#awaitsSize = this.#viewport.clientHeight === 0 || this.#pendingScroll !== null;
    if (this.#awaitsSize) return;
    if (place.row >= 0) {
      const head = this.#head.offsetHeight;
      const foot = this.#footGroup.hidden ? 0 : this.#footGroup.offsetHeight;
      const room = this.#viewport.clientHeight - head - foot;
      const top = place.row * rowHeight;
      if (top < this.#viewport.scrollTop) this.#viewport.scrollTop = top;
      else if (top + rowHeight > this.#viewport.scrollTop + room) this.#viewport.scrollTop = top + rowHeight - room;
    }
    this.#scrollToColumn(place.column);
    this.#draw();
  }

  #scrollToColumn(column: number): void {
    const cell = this.#head.children[column];
    const first = this.#head.children[0];
    if (!(cell instanceof HTMLElement) || !(first instanceof HTMLElement)) return;
    const covered = this.options.sticky === true && cell !== first ? first.offsetWidth : 0;
    const view = this.#viewport;
    if (cell.offsetLeft - covered < view.scrollLeft) view.scrollLeft = cell.offsetLeft - covered;
    else if (cell.offsetLeft + cell.offsetWidth > view.scrollLeft + view.clientWidth)
      view.scrollLeft = cell.offsetLeft + cell.offsetWidth - view.clientWidth;
  }

  #markActive(): void {
    const { row, column } = this.#place;
    for (const [index, drawn] of this.#drawn) {
      drawn.classList.toggle('active', index === row);
      drawn.setAttribute('aria-selected', String(index === row));
      for (const [i, cell] of [...drawn.children].entries())
        cell.classList.toggle('active-cell', index === row && i === column);
    }
    for (const [i, cell] of [...this.#head.children].entries())
      cell.classList.toggle('active-cell', row === -1 && i === column);
    const descendant =
      row === -1 ? headId(this.#id, column) : column < 0 ? this.#rowId(row) : `${this.#rowId(row)}-${column}`;
    if (row === -1 || this.#drawn.has(row)) this.#viewport.setAttribute('aria-activedescendant', descendant);
    else this.#viewport.removeAttribute('aria-activedescendant');
  }
}

function gridCell<R, C extends string>(column: Column<R, C>): HTMLElement {
  return element('div', { class: `vt-cell${column.align === 'right' ? ' right' : ''}`, role: 'gridcell' });
}
