import { element } from '../dom';

export interface Column<R, C extends string> {
  readonly id: C;
  readonly title: string;
  /** Width as a grid track: `minmax(120px, 2fr)`, `96px`. */
  readonly track: string;
  readonly align?: 'right';
  readonly sortable?: boolean;
  readonly hint?: string;
  /** What the cell contains; `cell` is an empty grid cell. */
  render(row: R, cell: HTMLElement): void;
}

export interface VirtualTableOptions<R, C extends string> {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly Column<R, C>[];
  readonly rowHeight: number;
  /** Narrowest width at which the columns make sense; below it the table scrolls sideways. */
  readonly minWidth: number;
  readonly sort: { readonly column: C; readonly descending: boolean };
  readonly onSort: (column: C) => void;
  readonly onActivate: (row: R) => void;
  readonly onScroll: (top: number) => void;
  readonly rowLabel: (row: R) => string;
}

const OVERSCAN = 6;

/** A sortable table that keeps only the rows in view in the page. Arrow keys move, Enter opens. */
export class VirtualTable<R, C extends string> {
  readonly element: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #canvas = element('div', { class: 'vt-canvas', role: 'presentation' });
  readonly #head = element('div', { class: 'vt-head', role: 'row' });
  readonly #drawn = new Map<number, HTMLElement>();
  readonly #id: string;
  readonly #sizes: ResizeObserver;
  #rows: readonly R[] = [];
  #active = -1;
  #pendingScroll: number | null = null;

  constructor(private readonly options: VirtualTableOptions<R, C>) {
    this.#id = options.testId;
    const tracks = options.columns.map(column => column.track).join(' ');
    this.#viewport = element(
      'div',
      {
        class: 'vt-viewport',
        role: 'grid',
        label: options.label,
        testId: options.testId,
        attributes: { tabindex: '0', 'aria-colcount': String(options.columns.length) },
        on: {
          scroll: () => this.#scrolled(),
          keydown: event => this.#key(event),
          focus: () => this.#focused(),
        },
      },
      element('div', { class: 'vt-head-group', role: 'rowgroup' }, this.#head),
      element('div', { class: 'vt-body', role: 'rowgroup' }, this.#canvas),
    );
    this.#viewport.style.setProperty('--vt-tracks', tracks);
    this.#viewport.style.setProperty('--vt-row', `${options.rowHeight}px`);
    this.#viewport.style.setProperty('--vt-min-width', `${options.minWidth}px`);
    this.element = this.#viewport;
    this.setSort(options.sort);
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(this.#viewport);
  }

  dispose(): void {
    this.#sizes.disconnect();
  }

  /** Replaces the rows; the row at `scroll` pixels comes to the top. */
  setRows(rows: readonly R[], scroll: number): void {
    this.#rows = rows;
    this.#active = Math.min(this.#active, rows.length - 1);
    this.#viewport.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#canvas.style.height = `${rows.length * this.options.rowHeight}px`;
    this.#pendingScroll = scroll;
    this.#clear();
    this.#resized();
  }

  setSort(sort: { readonly column: C; readonly descending: boolean }): void {
    this.#head.replaceChildren(...this.options.columns.map(column => this.#headCell(column, sort)));
  }

  /** Draws the rows in view again, after a change of theme. */
  refresh(): void {
    this.#clear();
    this.#draw();
  }

  #headCell(column: Column<R, C>, sort: { readonly column: C; readonly descending: boolean }): HTMLElement {
    const isSorted = sort.column === column.id;
    const arrow = isSorted ? (sort.descending ? ' ↓' : ' ↑') : '';
    const cell = element('div', {
      class: `vt-cell vt-title${column.align === 'right' ? ' right' : ''}`,
      role: 'columnheader',
      attributes: isSorted ? { 'aria-sort': sort.descending ? 'descending' : 'ascending' } : {},
      ...(column.hint === undefined ? {} : { title: column.hint }),
    });
    if (column.sortable === false) {
      cell.textContent = column.title;
      return cell;
    }
    cell.append(
      element('button', {
        class: 'vt-sort',
        text: `${column.title}${arrow}`,
        testId: `${this.#id}-sort-${column.id}`,
        attributes: { type: 'button' },
        on: { click: () => this.options.onSort(column.id) },
      }),
    );
    return cell;
  }

  #resized(): void {
    if (this.#viewport.clientHeight === 0) return;
    if (this.#pendingScroll !== null) {
      this.#viewport.scrollTop = this.#pendingScroll;
      this.#pendingScroll = null;
    }
    this.#draw();
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
    const drawn = element('div', {
      class: `vt-row${index % 2 === 1 ? ' odd' : ''}`,
      role: 'row',
      testId: `${this.#id}-row`,
      label: this.options.rowLabel(row),
      attributes: { id: `${this.#id}-${index}`, 'aria-rowindex': String(index + 2) },
      on: {
        click: () => {
          this.#active = index;
          this.#markActive();
          this.options.onActivate(row);
        },
      },
    });
    drawn.style.top = `${index * this.options.rowHeight}px`;
    for (const column of this.options.columns) {
      const cell = element('div', {
        class: `vt-cell${column.align === 'right' ? ' right' : ''}`,
        role: 'gridcell',
      });
      column.render(row, cell);
      drawn.append(cell);
    }
    return drawn;
  }

  #clear(): void {
    this.#drawn.clear();
    this.#canvas.replaceChildren();
  }

  #focused(): void {
    if (this.#active < 0 && this.#rows.length > 0)
      this.#moveTo(Math.round(this.#viewport.scrollTop / this.options.rowHeight));
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.#viewport) return;
    const page = Math.max(1, Math.floor(this.#viewport.clientHeight / this.options.rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#rows.length - 1,
    };
    const target = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    const row = this.#rows[this.#active];
    if (target !== undefined) this.#moveTo(target);
    else if (event.key === 'Enter' && row !== undefined) this.options.onActivate(row);
    else return;
    event.preventDefault();
  }

  #moveTo(index: number): void {
    if (this.#rows.length === 0) return;
    this.#active = Math.min(this.#rows.length - 1, Math.max(0, index));
    const { rowHeight } = this.options;
    const room = this.#viewport.clientHeight - rowHeight;
    const top = this.#active * rowHeight;
    if (top < this.#viewport.scrollTop) this.#viewport.scrollTop = top;
    else if (top + rowHeight > this.#viewport.scrollTop + room) this.#viewport.scrollTop = top + rowHeight - room;
    this.#draw();
  }

  #markActive(): void {
    for (const [index, drawn] of this.#drawn) {
      drawn.classList.toggle('active', index === this.#active);
      drawn.setAttribute('aria-selected', String(index === this.#active));
    }
    if (this.#drawn.has(this.#active)) {
      this.#viewport.setAttribute('aria-activedescendant', `${this.#id}-${this.#active}`);
    } else {
      this.#viewport.removeAttribute('aria-activedescendant');
    }
  }
}
