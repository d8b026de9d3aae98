import type { PrintedBlock } from '../../src/shared/protocol/weights';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';

/** Characters; 128-bit complex numbers take up to 48. */
const LEAST_WIDTH = 6;
const MOST_WIDTH = 50;

interface Place {
  readonly row: number;
  readonly column: number;
}

const MOVES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowUp', [-1, 0]],
  ['ArrowDown', [1, 0]],
  ['ArrowLeft', [0, -1]],
  ['ArrowRight', [0, 1]],
]);

/** A page of elements with the numbers of its rows and columns. Arrows go through it, with Shift they choose a rectangle. */
export class ValueGrid {
  readonly element: HTMLElement;
  readonly #cells: HTMLElement[] = [];
  #from: Place | null = null;
  #to: Place | null = null;

  constructor(
    private readonly block: PrintedBlock,
    private readonly tell: (note: string) => void,
  ) {
    const { rows, columns } = block;
    const table = element('div', {
      class: 'weight-grid mono',
      role: 'grid',
      label: 'Values',
      testId: 'tensor-values',
      attributes: { tabindex: '0', 'aria-multiselectable': 'true' },
      on: {
        keydown: event => this.#key(event),
        pointerdown: event => this.#pointer(event, !event.shiftKey),
        pointermove: event => {
          if ((event.buttons & 1) === 1) this.#pointer(event, false);
        },
      },
    });
    table.style.setProperty('--columns', String(columns));
    table.style.setProperty('--cell', `calc(${widest(block.values)}ch + 16px)`);
    table.append(
      this.#line([corner(), ...Array.from({ length: columns }, (_, i) => head('columnheader', block.column + i))]),
    );
    for (let row = 0; row < rows; row++) {
      const cells = Array.from({ length: columns }, (_, column) => this.#cell(row, column));
      this.#cells.push(...cells);
      table.append(this.#line([head('rowheader', block.row + row), ...cells]));
    }
    this.element = element('div', { class: 'weight-grid-scroll' }, table);
  }

  /** The chosen rectangle; `null` when it is one element or none. */
  get chosen(): PrintedBlock | null {
    const area = this.#area();
    if (area === null || area.rows * area.columns < 2) return null;
    const { block } = this;
    const values: string[] = [];
    for (let row = area.row; row < area.row + area.rows; row++) {
      for (let column = area.column; column < area.column + area.columns; column++) {
        values.push(block.values[row * block.columns + column] ?? '');
      }
    }
    return { ...area, row: block.row + area.row, column: block.column + area.column, values };
  }

  #line(cells: readonly HTMLElement[]): HTMLElement {
    return element('div', { class: 'weight-grid-row', role: 'row' }, ...cells);
  }

  #cell(row: number, column: number): HTMLElement {
    const { block } = this;
    const text = block.values[row * block.columns + column] ?? '';
    const isSpecial = /NaN|Infinity/.test(text);
    return element('div', {
      class: `weight-grid-cell${isSpecial ? ' special' : ''}`,
      role: 'gridcell',
      text,
      title: `row ${formatInteger(block.row + row)}, column ${formatInteger(block.column + column)}: ${text}`,
      attributes: { id: `value-${row}-${column}` },
    });
  }

  #key(event: KeyboardEvent): void {
    const move = MOVES.get(event.key);
    const { rows, columns } = this.block;
    if (move === undefined || rows * columns === 0) return;
    event.preventDefault();
    const at = this.#to;
    const next =
      at === null
        ? { row: 0, column: 0 }
        : {
            row: Math.min(rows - 1, Math.max(0, at.row + move[0])),
            column: Math.min(columns - 1, Math.max(0, at.column + move[1])),
          };
    this.#choose(next, !event.shiftKey);
  }

  #pointer(event: PointerEvent, isStart: boolean): void {
    const index = event.target instanceof HTMLElement ? this.#cells.indexOf(event.target) : -1;
    if (index < 0) return;
    this.#choose({ row: Math.floor(index / this.block.columns), column: index % this.block.columns }, isStart);
  }

  #choose(to: Place, isStart: boolean): void {
    if (isStart || this.#from === null) this.#from = to;
    this.#to = to;
    const area = this.#area();
    for (const [i, cell] of this.#cells.entries()) {
      const row = Math.floor(i / this.block.columns);
      const column = i % this.block.columns;
      const isIn =
        area !== null &&
        row >= area.row &&
        column >= area.column &&
        row < area.row + area.rows &&
        column < area.column + area.columns;
      cell.classList.toggle('chosen', isIn);
      cell.setAttribute('aria-selected', String(isIn));
      cell.classList.toggle('active', row === to.row && column === to.column);
    }
    const cell = this.#cells[to.row * this.block.columns + to.column];
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.element.firstElementChild?.setAttribute('aria-activedescendant', `value-${to.row}-${to.column}`);
    const count = area === null ? 0 : area.rows * area.columns;
    this.tell(count > 1 ? `${area?.rows} × ${area?.columns} elements chosen` : (cell?.title ?? ''));
  }

  #area(): { row: number; column: number; rows: number; columns: number } | null {
    const [from, to] = [this.#from, this.#to];
    if (from === null || to === null) return null;
    const row = Math.min(from.row, to.row);
    const column = Math.min(from.column, to.column);
    return {
      row,
      column,
      rows: Math.abs(from.row - to.row) + 1,
      columns: Math.abs(from.column - to.column) + 1,
    };
  }
}

/** Characters of a column: texts are cut off, numbers never are. */
function widest(values: readonly string[]): number {
  return values.reduce((most, value) => Math.min(MOST_WIDTH, Math.max(most, value.length)), LEAST_WIDTH);
}

function corner(): HTMLElement {
  return element('div', { class: 'weight-grid-head', role: 'columnheader', text: '' });
}

function head(role: string, index: number): HTMLElement {
  return element('div', { class: 'weight-grid-head', role, text: formatInteger(index) });
}
