import { errorInfo } from '../../src/shared/errors';
import type { PrintedBlock } from '../../src/shared/protocol/weights';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { button, textField } from '../ui/controls';
import { fill } from '../ui/fill';
import { COPY_FORMATS, COPY_LABELS, type CopyFormat, formatRows } from './copyFormats';
import { labelled, matrixControls } from './matrixControls';
import { storedEntries } from './storedEntries';
import { ValueGrid } from './valueGrid';
import { matrixSize, type WeightSource } from './weightSource';

const PAGE_ROWS = 40;
const PAGE_COLUMNS = 12;
/** Elements that are copied at once when no rectangle is chosen: a page, or the whole weight when it is not larger than this. */
const MOST_COPIED = 20_000;

/** Elements as numbers, a page of rows and columns at a time. */
export class ValuesView {
  readonly element = element('div', { class: 'weight-part weight-values' });
  readonly #toolbar = element('div', { class: 'weight-toolbar' });
  readonly #grid = element('div', { class: 'weight-grid-holder tensor-values' });
  readonly #note = element('span', { class: 'quiet', role: 'status', testId: 'values-note' });
  #row = 0;
  #column = 0;
  #shown: ValueGrid | null = null;

  constructor(
    private readonly source: WeightSource,
    private readonly onMatrix: () => void,
  ) {
    this.element.append(this.#toolbar, this.#note, this.#grid);
    if (source.facts.stored !== null) this.element.append(storedEntries(source));
    this.reload();
  }

  reload(): void {
    this.#row = 0;
    this.#column = 0;
    this.#fillToolbar();
    this.#show();
  }

  dispose(): void {
    this.#shown = null;
  }

  #fillToolbar(): void {
    const { facts, matrix } = this.source;
    const size = matrixSize(facts.shape, matrix);
    const pager = (label: string, title: string, rows: number, columns: number): HTMLElement =>
      button({ label, title, onClick: () => this.#move(this.#row + rows, this.#column + columns) });
    const isOnePage = size.rows <= PAGE_ROWS && size.columns <= PAGE_COLUMNS;
    this.#toolbar.replaceChildren(
      ...matrixControls(facts.shape, matrix, chosen => {
        this.source.matrix = chosen;
        this.onMatrix();
      }),
      ...(isOnePage
        ? []
        : [
            labelled(
              'Go to',
              textField({
                label: 'Go to row and column, or to an index of every axis',
                placeholder: `row, column${facts.shape.length > 2 ? ' or index' : ''}`,
                testId: 'values-go',
                onInput: () => undefined,
                onKey: event => this.#goTo(event),
              }).element,
              'weight-go',
            ),
            pager('↑', 'Rows before', -PAGE_ROWS, 0),
            pager('↓', 'Rows after', PAGE_ROWS, 0),
            pager('←', 'Columns before', 0, -PAGE_COLUMNS),
            pager('→', 'Columns after', 0, PAGE_COLUMNS),
          ]),
      ...COPY_FORMATS.map(format =>
        button({
          label: `Copy as ${COPY_LABELS[format]}`,
          testId: `values-copy-${format}`,
          title: `The chosen rectangle, else everything up to ${formatInteger(MOST_COPIED)} elements, else this page`,
          onClick: () => void this.#copy(format),
        }),
      ),
    );
  }

  #goTo(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLElement)) return;
    const text = 'value' in event.target ? String(event.target.value) : '';
    const numbers = (text.match(/\d+/g) ?? []).map(Number);
    const place = this.#placeOf(numbers);
    if (place === null) {
      this.#note.textContent = `${text} is no row and column of this weight.`;
      return;
    }
    this.#move(place.row, place.column, true);
  }

  /** A row and a column; with more numbers the index of each axis, in a matrix of a row axis and all others. */
  #placeOf(numbers: readonly number[]): { readonly row: number; readonly column: number } | null {
    const { facts, matrix } = this.source;
    const size = matrixSize(facts.shape, matrix);
    const inside = (row: number, column: number) => (row < size.rows && column < size.columns ? { row, column } : null);
    const [first = -1, second] = numbers;
    if (numbers.length === 1) return size.rows === 1 ? inside(0, first) : inside(first, this.#column);
    if (numbers.length === 2 && second !== undefined && facts.shape.length !== 1) return inside(first, second);
    if (numbers.length !== facts.shape.length || numbers.some((index, axis) => index >= (facts.shape[axis] ?? 0)))
      return null;
    const { rows, columns } = matrix;
    if (rows === null) return inside(0, first);
    if (columns !== null) return inside(numbers[rows] ?? 0, numbers[columns] ?? 0);
    const column = numbers.reduce((at, index, axis) => (axis === rows ? at : at * (facts.shape[axis] ?? 1) + index), 0);
    return inside(numbers[rows] ?? 0, column);
  }

  #move(row: number, column: number, isExact = false): void {
    const size = matrixSize(this.source.facts.shape, this.source.matrix);
    const limited = (at: number, page: number, count: number): number => {
      const start = isExact ? at : Math.round(at / page) * page;
      return Math.max(0, Math.min(start, count - 1));
    };
    this.#row = limited(row, PAGE_ROWS, size.rows);
    this.#column = limited(column, PAGE_COLUMNS, size.columns);
    this.#show();
  }

  #show(): void {
    const size = matrixSize(this.source.facts.shape, this.source.matrix);
    const block = { row: this.#row, column: this.#column, rows: PAGE_ROWS, columns: PAGE_COLUMNS };
    void fill(
      this.#grid,
      'Reading values',
      () => this.source.values(block),
      printed => {
        this.#shown = new ValueGrid(printed, note => {
          this.#note.textContent = note;
        });
        this.#note.textContent = rangeText(printed, size);
        return [this.#shown.element];
      },
    );
  }

  async #copy(format: CopyFormat): Promise<void> {
    try {
      const block = await this.#toCopy();
      const rows = Array.from({ length: block.rows }, (_, i) =>
        block.values.slice(i * block.columns, (i + 1) * block.columns),
      );
      await navigator.clipboard.writeText(formatRows(rows, format, this.source.facts.kind === 'text'));
      this.#note.textContent = `${formatInteger(block.values.length)} elements copied as ${COPY_LABELS[format]}.`;
    } catch (thrown) {
      this.#note.textContent = `Nothing was copied: ${errorInfo(thrown).message}`;
    }
  }

  async #toCopy(): Promise<PrintedBlock> {
    const chosen = this.#shown?.chosen ?? null;
    if (chosen !== null) return chosen;
    const size = matrixSize(this.source.facts.shape, this.source.matrix);
    const all = { row: 0, column: 0, ...size };
    const page = { row: this.#row, column: this.#column, rows: PAGE_ROWS, columns: PAGE_COLUMNS };
    return this.source.values(size.rows * size.columns <= MOST_COPIED ? all : page);
  }
}

function rangeText(printed: PrintedBlock, size: { readonly rows: number; readonly columns: number }): string {
  if (printed.values.length === 0) return 'No elements';
  const span = (from: number, count: number, of: number): string =>
    of === 1 ? '' : `${formatInteger(from)} to ${formatInteger(from + count - 1)} of ${formatInteger(of)}`;
  const rows = span(printed.row, printed.rows, size.rows);
  const columns = span(printed.column, printed.columns, size.columns);
  return [rows === '' ? '' : `rows ${rows}`, columns === '' ? '' : `columns ${columns}`]
    .filter(text => text !== '')
    .join(', ');
}
