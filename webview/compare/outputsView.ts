import type { ComparedSide } from '../../src/shared/protocol/compare';
import { formatError } from '../../src/shared/reports/compareFigures';
import type { CompareReport, OutputComparison, TensorError } from '../../src/shared/reports/compareReport';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import type { Column } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import type { CompareContext, CompareView } from './compareContext';
import { DetailPane } from './detailPane';
import { nodeButtons, type Place } from './nodeButtons';
import { notRun } from './notRun';
import { plainTable } from './plainTable';

/** `order`: that of the tensors, which is no column. */
type ColumnId = 'order' | 'place' | 'value' | 'node' | 'relative' | 'sqnr' | 'largest';

interface TensorRow extends TensorError {
  readonly place: number;
  readonly isFirst: boolean;
}

const ROW_HEIGHT = 24;

/** What both models answer on the same inputs, and the first tensor where they part. */
export class OutputsView implements CompareView {
  readonly element = element('div', { class: 'compare-outputs', testId: 'compare-outputs' });
  readonly #rows: readonly TensorRow[];
  readonly #detail: DetailPane;
  #table: VirtualTable<TensorRow, ColumnId> | null = null;
  #scroll = 0;

  constructor(
    private readonly report: CompareReport,
    private readonly context: CompareContext,
  ) {
    const { outputs } = report;
    this.#detail = new DetailPane('Chosen tensor', context);
    this.#rows = (outputs?.tensors ?? []).map((tensor, place) => {
      return { ...tensor, place, isFirst: place === outputs?.firstDifference };
    });
    this.element.append(
      ...(outputs === null ? [element('div', { class: 'empty' }, notRun(report, context))] : this.#results(outputs)),
    );
    const first = outputs?.firstDifference ?? 0;
    this.#scroll = Math.max(0, first - 3) * ROW_HEIGHT;
  }

  shown(): void {
    this.#table?.setRows(this.#rows, this.#scroll);
  }

  dispose(): void {
    this.#table?.dispose();
  }

  #results(outputs: OutputComparison): readonly HTMLElement[] {
    const { fidelity, accuracy, samples, tensors, data } = outputs;
    const source = data.kind === 'synthetic' ? 'made-up inputs' : data.kind === 'samples' ? data.file : data.folder;
    const number = (title: string) => ({ title, isNumber: true });
    const table = plainTable(
      'Outputs',
      [{ title: 'Output' }, number('SQNR'), number('Cosine'), number('Largest error'), number('Top-1 agreement')],
      fidelity.map(each => [
        each.output,
        each.sqnrDb === null ? 'identical' : `${each.sqnrDb.toFixed(1)} dB`,
        each.cosine === null ? '–' : each.cosine.toFixed(6),
        formatError(each.largestError),
        each.top1Agreement === null ? '–' : formatPercent(each.top1Agreement, 2),
      ]),
    );
    const shares =
      accuracy === null
        ? ''
        : ` Accuracy: ${formatPercent(accuracy.a, 2)} → ${formatPercent(accuracy.b, 2)} on ${formatInteger(accuracy.samples)} samples.`;
    const top = element(
      'div',
      { class: 'compare-top' },
      element('p', { text: `Compared on ${formatInteger(samples)} samples: ${source}.${shares}` }),
      table,
      ...(tensors.length === 0 ? [] : [this.#first(outputs)]),
    );
    if (tensors.length === 0) return [top];
    this.#table = new VirtualTable<TensorRow, ColumnId>({
      label: 'Tensors in the order the original makes them',
      testId: 'tensors-table',
      columns: COLUMNS,
      rowHeight: ROW_HEIGHT,
      minWidth: 720,
      sort: { column: 'order', descending: false },
      onSort: () => undefined,
      onActivate: row => this.#choose(row),
      onScroll: at => {
        this.#scroll = at;
      },
      rowLabel: row =>
        `${row.a.value}: relative error ${relativeText(row)}${row.isFirst ? ', where the models part' : ''}`,
    });
    return [top, this.#table.element, this.#detail.element];
  }

  #first({ firstDifference, tensors, tolerance, tensorSamples }: OutputComparison): HTMLElement {
    const limit = formatPercent(tolerance, 2);
    const first = firstDifference === null ? undefined : tensors[firstDifference];
    const how = `Relative error is √(Σ(a−b)² / Σa²) over ${formatInteger(tensorSamples)} samples, both graphs run as they are written.`;
    if (first === undefined) {
      const none = `None of ${formatInteger(tensors.length)} tensors is off by more than ${limit}. ${how}`;
      return element('p', { text: none, testId: 'first-difference' });
    }
    const found = `They part at "${first.a.value}", made by ${first.a.op} ${first.a.name}: the first tensor that is off by more than ${limit} (${relativeText(first)}).`;
    return element(
      'div',
      { class: 'compare-first', testId: 'first-difference' },
      element('p', { text: found }),
      nodeButtons(this.context, this.#places(first)),
      element('p', { class: 'quiet', text: how }),
    );
  }

  #places({ a, b }: TensorError): Readonly<Record<ComparedSide, Place | null>> {
    const main = this.report.graphs[0];
    return {
      a: main?.a == null ? null : { graph: main.a, node: a.node },
      b: main?.b == null ? null : { graph: main.b, node: b.node },
    };
  }

  #choose(row: TensorRow): void {
    const { a, b, notFinite } = row;
    this.#detail.show({
      title: a.value,
      facts: [
        a.value === b.value ? '' : `${a.value} → ${b.value}`,
        `Made by ${a.op} ${a.name}${a.op === b.op && a.name === b.name ? '' : ` → ${b.op} ${b.name}`}`,
        `${relativeText(row)} relative error, largest error ${formatError(row.largestError)}`,
        notFinite === 0 ? '' : `${formatInteger(notFinite)} elements are NaN or infinite in one of the two`,
      ],
      places: this.#places(row),
    });
  }
}

/** A share in percent: `0.644 %`, `3.40e-5 %`. */
function relativeText({ relativeError }: TensorError): string {
  return `${formatError(100 * relativeError)} %`;
}

function text(words: (row: TensorRow) => string) {
  return (row: TensorRow, cell: HTMLElement): void => {
    cell.textContent = words(row);
    cell.title = cell.textContent;
  };
}

const COLUMNS: readonly Column<TensorRow, ColumnId>[] = [
  {
    id: 'place',
    title: '#',
    track: '116px',
    render: text(({ place, isFirst }) => (isFirst ? `${place + 1} ◀ they part` : String(place + 1))),
  },
  { id: 'value', title: 'Tensor', track: 'minmax(160px, 2fr)', render: text(({ a }) => a.value) },
  { id: 'node', title: 'Made by', track: 'minmax(160px, 2fr)', render: text(({ a }) => `${a.op} ${a.name}`) },
  {
    id: 'relative',
    title: 'Relative error',
    track: '130px',
    align: 'right',
    render: text(row => (row.notFinite === 0 ? relativeText(row) : `${formatInteger(row.notFinite)} not finite`)),
  },
  {
    id: 'sqnr',
    title: 'SQNR',
    track: '110px',
    align: 'right',
    render: text(({ sqnrDb }) => (sqnrDb === null ? 'identical' : `${sqnrDb.toFixed(1)} dB`)),
  },
  {
    id: 'largest',
    title: 'Largest error',
    track: '120px',
    align: 'right',
    render: text(({ largestError }) => formatError(largestError)),
  },
];
