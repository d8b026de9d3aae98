import { formatError } from '../../src/shared/reports/compareFigures';
import type { CompareReport, OutputComparison, TensorError } from '../../src/shared/reports/compareReport';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { button } from '../ui/controls';
import type { Column } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import type { CompareContext, CompareView } from './compareContext';
import { nodeButtons } from './nodeButtons';
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
  #table: VirtualTable<TensorRow, ColumnId> | null = null;
  #scroll = 0;

  constructor(
    private readonly report: CompareReport,
    private readonly context: CompareContext,
  ) {
    const { outputs } = report;
    this.#rows = (outputs?.tensors ?? []).map((tensor, place) => {
      return { ...tensor, place, isFirst: place === outputs?.firstDifference };
    });
    this.element.append(...(outputs === null ? [this.#notRun()] : this.#results(outputs)));
    const first = outputs?.firstDifference ?? 0;
    this.#scroll = Math.max(0, first - 3) * ROW_HEIGHT;
  }

  shown(): void {
    this.#table?.setRows(this.#rows, this.#scroll);
  }

  dispose(): void {
    this.#table?.dispose();
  }

  /** Why nothing was run, and what can be done about it. */
  #notRun(): HTMLElement {
    const { canRun, cannotRunReason } = this.context.files;
    const why = canRun
      ? this.report.warnings.join(' ') || 'The models were not run.'
      : `The models were not run. ${cannotRunReason}`;
    const run = button({
      label: 'Run on Made-up Inputs',
      disabled: !canRun,
      testId: 'run-synthetic',
      onClick: () => this.context.runSynthetic(),
    });
    return element('div', { class: 'empty' }, element('p', { text: why }), run);
  }

  #results(outputs: OutputComparison): readonly HTMLElement[] {
    const { fidelity, accuracy, samples, tensors, data } = outputs;
    const source = data.kind === 'synthetic' ? 'made-up inputs' : data.kind === 'samples' ? data.file : data.folder;
    const number = (title: string) => ({ title, isNumber: true });
    const table = plainTable(
      'Outputs',
      [{ title: 'Output' }, number('SQNR'), number('Cosine'), number('Largest error'), number('Same first class')],
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
      onActivate: row => this.#reveal(row),
      onScroll: at => {
        this.#scroll = at;
      },
      rowLabel: row =>
        `${row.a.value}: relative error ${formatError(row.relativeError)}${row.isFirst ? ', the first' : ''}`,
    });
    return [top, this.#table.element];
  }

  #first({ firstDifference, tensors, tolerance, tensorSamples }: OutputComparison): HTMLElement {
    const limit = formatPercent(tolerance, 2);
    const first = firstDifference === null ? undefined : tensors[firstDifference];
    const how = `Relative error is √(Σ(a−b)² / Σa²) over ${formatInteger(tensorSamples)} samples, both graphs run as they are written.`;
    if (first === undefined) {
      const none = `None of ${formatInteger(tensors.length)} tensors is off by more than ${limit}. ${how}`;
      return element('p', { text: none, testId: 'first-difference' });
    }
    const found = `They part at "${first.a.value}", made by ${first.a.op} ${first.a.name}: the first tensor that is off by more than ${limit} (${formatPercent(first.relativeError, 2)}).`;
    return element(
      'div',
      { class: 'compare-first', testId: 'first-difference' },
      element('p', { text: found }),
      this.#buttons(first),
      element('p', { class: 'quiet', text: how }),
    );
  }

  #buttons({ a, b }: TensorError): HTMLElement {
    const main = this.report.graphs[0];
    return nodeButtons(this.context, {
      a: main?.a == null ? null : { graph: main.a, node: a.node },
      b: main?.b == null ? null : { graph: main.b, node: b.node },
    });
  }

  #reveal({ b }: TensorRow): void {
    const graph = this.report.graphs[0]?.b;
    if (graph != null) this.context.reveal('b', graph, b.node);
  }
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
    track: '96px',
    render: text(({ place, isFirst }) => (isFirst ? `▶ ${place + 1} first` : String(place + 1))),
  },
  { id: 'value', title: 'Tensor', track: 'minmax(160px, 2fr)', render: text(({ a }) => a.value) },
  { id: 'node', title: 'Made by', track: 'minmax(160px, 2fr)', render: text(({ a }) => `${a.op} ${a.name}`) },
  {
    id: 'relative',
    title: 'Relative error',
    track: '130px',
    align: 'right',
    render: text(({ relativeError, notFinite }) =>
      notFinite === 0 ? formatError(relativeError) : `${formatInteger(notFinite)} not finite`,
    ),
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
