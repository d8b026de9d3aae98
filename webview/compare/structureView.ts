import { printAmount } from '../../src/shared/amount';
import { rowWords } from '../../src/shared/reports/compareFigures';
import type { CompareReport, GraphComparison, NodeRow, NodeSide } from '../../src/shared/reports/compareReport';
import { formatCount, formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { select } from '../ui/controls';
import type { Column } from '../ui/tableOptions';
import { VirtualTable } from '../ui/virtualTable';
import type { CompareContext, CompareView } from './compareContext';
import { DetailPane } from './detailPane';
import { StatusFilter } from './statusFilter';
import { statusMark } from './statusMark';

/** `order`: that of the lines, which is no column. */
type ColumnId = 'order' | 'status' | 'before' | 'after' | 'what' | 'macs';

const ROW_HEIGHT = 24;

/** Two graphs side by side, line by line. */
export class StructureView implements CompareView {
  readonly element: HTMLElement;
  readonly #filter = new StatusFilter('structure', 'name or operator', () => this.#fill(0));
  readonly #table: VirtualTable<NodeRow, ColumnId>;
  readonly #detail: DetailPane;
  #graph: GraphComparison | undefined;
  #scroll = 0;

  constructor(
    private readonly report: CompareReport,
    private readonly context: CompareContext,
  ) {
    this.#graph = report.graphs[0];
    this.#detail = new DetailPane('Chosen line', context);
    this.#table = new VirtualTable<NodeRow, ColumnId>({
      label: 'Nodes of both models',
      testId: 'structure-table',
      columns: this.#columns(),
      rowHeight: ROW_HEIGHT,
      minWidth: 820,
      sort: { column: 'order', descending: false },
      onSort: () => undefined,
      onActivate: row => this.#choose(row),
      onScroll: top => {
        this.#scroll = top;
      },
      rowLabel: row => `${row.status}: ${nodeName(row.a)}, ${nodeName(row.b)}. ${this.#words(row)}`,
      onFind: () => this.#filter.focus(),
    });
    this.element = element(
      'div',
      { class: 'table-tab', testId: 'compare-structure' },
      this.#filter.element,
      this.#table.element,
      this.#detail.element,
    );
    this.#open(this.#graph);
  }

  shown(): void {
    this.#fill(this.#scroll);
  }

  dispose(): void {
    this.#table.dispose();
  }

  #open(graph: GraphComparison | undefined): void {
    this.#graph = graph;
    this.#detail.hide();
    const counts = graph?.counts ?? { same: 0, renamed: 0, changed: 0, added: 0, removed: 0 };
    const graphs = this.report.graphs.length < 2 ? [] : [this.#graphChoice()];
    this.#filter.setCounts(counts, graphs);
    this.#fill(0);
  }

  #graphChoice(): HTMLElement {
    const { graphs } = this.report;
    return select({
      label: 'Graph',
      choices: graphs.map(({ title, counts }, i) => {
        const differing = counts.added + counts.removed + counts.changed + counts.renamed;
        return { value: String(i), label: `${title} (${formatInteger(differing)} differ)` };
      }),
      value: String(this.#graph === undefined ? 0 : graphs.indexOf(this.#graph)),
      onChange: value => this.#open(graphs[Number(value)]),
    }).element;
  }

  #fill(scroll: number): void {
    const all = this.#graph?.rows ?? [];
    const rows = all.filter(({ status, a, b }) => this.#filter.shows(status, [a?.name, a?.op, b?.name, b?.op]));
    this.#table.setRows(rows, scroll);
    this.#filter.say(`${formatInteger(rows.length)} of ${formatInteger(all.length)} lines`);
  }

  #columns(): readonly Column<NodeRow, ColumnId>[] {
    const side = (of: (row: NodeRow) => NodeSide | null) => (row: NodeRow, cell: HTMLElement) => {
      const node = of(row);
      if (node === null) return;
      cell.append(element('span', { class: 'compare-op', text: node.op }), nodeName(node));
      cell.title = `${node.op} ${nodeName(node)}`;
    };
    const text = (words: (row: NodeRow) => string) => (row: NodeRow, cell: HTMLElement) => {
      cell.textContent = words(row);
      cell.title = cell.textContent;
    };
    return [
      { id: 'status', title: 'Status', track: '104px', render: (row, cell) => cell.append(statusMark(row.status)) },
      { id: 'before', title: this.context.files.a, track: 'minmax(160px, 3fr)', render: side(({ a }) => a) },
      { id: 'after', title: this.context.files.b, track: 'minmax(160px, 3fr)', render: side(({ b }) => b) },
      { id: 'what', title: 'What is different', track: 'minmax(180px, 3fr)', render: text(row => this.#words(row)) },
      {
        id: 'macs',
        title: 'MACs',
        hint: 'Multiply-accumulates of one run',
        track: 'minmax(120px, 1fr)',
        align: 'right',
        render: text(macsText),
      },
    ];
  }

  #words(row: NodeRow): string {
    const group = row.group === null ? undefined : this.report.groups[row.group];
    const part = group === undefined ? '' : `part of "${group.layer}": ${group.kind}`;
    return [rowWords(row), part].filter(each => each !== '').join('; ');
  }

  #choose(row: NodeRow): void {
    const graph = this.#graph;
    const group = row.group === null ? undefined : this.report.groups[row.group];
    const words = [...rowWords(row).split('; '), group === undefined ? '' : `${group.layer}: ${group.text}`];
    const node = row.a ?? row.b;
    this.#detail.show({
      title: `${row.status}: ${node?.op ?? ''} ${nodeName(node)}`,
      facts: words,
      places: {
        a: row.a === null || graph?.a == null ? null : { graph: graph.a, node: row.a.index },
        b: row.b === null || graph?.b == null ? null : { graph: graph.b, node: row.b.index },
      },
    });
  }
}

function nodeName(node: NodeSide | null): string {
  if (node === null) return 'none';
  return node.name === '' ? `#${node.index}` : node.name;
}

function macsText({ a, b }: NodeRow): string {
  const [before, after] = [a, b].map(node => (node?.macs == null ? '' : printAmount(node.macs, formatCount)));
  if (before === after || after === '') return before ?? '';
  return before === '' ? (after ?? '') : `${before} → ${after}`;
}
