import { formatInteger } from '../../../src/shared/units';
import { element } from '../../dom';
import type { HeatState } from '../../heat/heatStore';
import type { PageContext } from '../../state/pageContext';
import type { Column } from '../../ui/tableOptions';
import { VirtualTable } from '../../ui/virtualTable';
import { ITEM, NONE } from '../hierarchy/hierarchy';
import type { ArrangedGraph } from '../navigation/arrangedGraph';
import { TreeColumns } from './treeColumns';
import { rowTitle, TreeRows } from './treeRows';

const ROW_HEIGHT = 24;
const INDENT = 14;

type TreeColumn = 'name' | 'op' | 'output' | 'parameters' | 'heat';

export interface TreeGridEvents {
  onSelect(item: number, isClick: boolean): void;
  /** Enter: the inspector. */
  onActivate(item: number): void;
  onFold(item: number, open: boolean): void;
  onFind(): void;
  onClose(): void;
}

/** The graph as a tree in a table, for whoever reads or hears rather than looks. Folding and selection are those of the drawing. */
export class TreeGrid {
  readonly element: HTMLElement;
  readonly #columns = new TreeColumns();
  readonly #table: VirtualTable<number, TreeColumn>;
  readonly #stopHeat: () => void;
  #graph: ArrangedGraph | null = null;
  #rows: TreeRows | null = null;
  #selected: number | null = null;
  #scroll = 0;
  #isOpen = false;
  #asksNodes = false;

  constructor(
    private readonly context: PageContext,
    private readonly events: TreeGridEvents,
  ) {
    this.#table = new VirtualTable<number, TreeColumn>({
      label: 'Groups and nodes of the graph',
      testId: 'graph-tree',
      ...this.#tableColumns(),
      rowHeight: ROW_HEIGHT,
      sort: { column: 'name', descending: false },
      sticky: true,
      tree: {
        selects: true,
        level: item => this.#rows?.level[this.#rowOf(item)] ?? 1,
        isOpen: item => (this.#graph?.isGroup(item) === true ? this.#graph.isOpen(item) : null),
        toggle: item => events.onFold(item, this.#graph?.isOpen(item) !== true),
        parent: item => {
          const row = this.#rows?.parent[this.#rowOf(item)] ?? NONE;
          return row === NONE ? null : row;
        },
        place: item => {
          const row = this.#rowOf(item);
          return { position: this.#rows?.position[row] ?? 1, of: this.#rows?.among[row] ?? 1 };
        },
      },
      onSort: () => undefined,
      onActivate: item => events.onActivate(item),
      onMove: (item, isClick) => {
        this.#selected = item;
        events.onSelect(item, isClick);
      },
      onScroll: top => {
        this.#scroll = top;
      },
      onType: (text, from) => this.#rows?.beginning(text, from) ?? null,
      onFind: () => events.onFind(),
      rowLabel: item => this.#label(item),
    });
    this.element = element(
      'section',
      {
        class: 'graph-tree',
        label: 'Tree of the graph',
        hidden: true,
        on: {
          keydown: event => {
            if (event.key === 'Escape') events.onClose();
          },
        },
      },
      this.#table.element,
    );
    this.#stopHeat = context.heat.onChange(state => this.#showHeat(state));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  dispose(): void {
    this.#stopHeat();
    this.#table.dispose();
  }

  setOpen(open: boolean): void {
    this.#isOpen = open;
    this.element.hidden = !open;
    if (!open) return;
    this.#askNodes();
    if (this.#graph !== null) this.show(this.#graph);
    this.mark(this.#selected);
  }

  focus(): void {
    this.#table.focus();
  }

  /** Shows what an arrangement has open. */
  show(graph: ArrangedGraph): void {
    const isOther = this.#graph?.root !== graph.root;
    this.#graph = graph;
    if (!this.#isOpen) return;
    this.#columns.setGraph(graph);
    this.#rows = new TreeRows(graph);
    this.#table.setRows(this.#rows.items, isOther ? 0 : this.#scroll);
    this.#table.mark(this.#markedRow(), 'none');
  }

  /** Marks the row of an item, or of the group that hides it. */
  mark(item: number | null): void {
    this.#selected = item;
    if (this.#isOpen) this.#table.mark(this.#markedRow());
  }

  #markedRow(): number | null {
    return this.#selected === null ? null : (this.#rows?.rowOf(this.#selected) ?? null);
  }

  #rowOf(item: number): number {
    return this.#rows?.rowOf(item) ?? 0;
  }

  /** Costs are worked out only for whoever looks. */
  #askNodes(): void {
    if (this.#asksNodes) return;
    this.#asksNodes = true;
    this.context.data.nodes().then(
      table => {
        this.#columns.setNodes(table);
        this.#table.refresh();
      },
      (thrown: unknown) => this.context.problem(thrown),
    );
  }

  #showHeat(state: HeatState): void {
    this.#columns.setHeat(state.kind === 'ready' ? state : null);
    const { columns, minWidth } = this.#tableColumns();
    this.#table.setColumns(columns, minWidth);
  }

  #tableColumns(): { readonly columns: readonly Column<number, TreeColumn>[]; readonly minWidth: number } {
    const { heatTitle } = this.#columns;
    const columns: Column<number, TreeColumn>[] = [
      {
        id: 'name',
        title: 'Name',
        track: 'minmax(150px, 3fr)',
        sortable: false,
        render: (item, cell) => this.#name(item, cell),
      },
      {
        id: 'op',
        title: 'Operator',
        track: 'minmax(76px, 1fr)',
        sortable: false,
        render: (item, cell) => fillCell(cell, this.#op(item)),
      },
      {
        id: 'output',
        title: 'Output',
        track: 'minmax(76px, 1fr)',
        sortable: false,
        render: (item, cell) => fillCell(cell, this.#columns.output(item)),
      },
      {
        id: 'parameters',
        title: 'Parameters',
        track: '100px',
        align: 'right',
        sortable: false,
        render: (item, cell) => fillCell(cell, this.#columns.parameters(item)),
      },
    ];
    if (heatTitle !== null && heatTitle !== 'Parameters') {
      columns.push({
        id: 'heat',
        title: heatTitle,
        track: '104px',
        align: 'right',
        sortable: false,
        render: (item, cell) => fillCell(cell, this.#columns.heat(item)),
      });
    }
    return { columns, minWidth: 420 + (columns.length > 4 ? 104 : 0) };
  }

  #name(item: number, cell: HTMLElement): void {
    const graph = this.#graph;
    if (graph === null) return;
    cell.style.paddingLeft = `${8 + ((this.#rows?.level[this.#rowOf(item)] ?? 1) - 1) * INDENT}px`;
    const isGroup = graph.isGroup(item);
    const isOpen = graph.isOpen(item);
    cell.append(
      element('span', {
        class: isGroup ? 'tree-twisty' : 'tree-twisty leaf',
        text: isGroup ? (isOpen ? '▾' : '▸') : '',
        attributes: { 'aria-hidden': 'true' },
        on: {
          click: event => {
            if (!isGroup) return;
            event.stopPropagation();
            this.events.onFold(item, !isOpen);
          },
        },
      }),
      element('span', { class: isGroup ? 'ellipsis tree-group' : 'ellipsis', text: rowTitle(graph, item) }),
    );
    cell.title = graph.texts.name(item) || graph.texts.title(item);
  }

  #op(item: number): string {
    const graph = this.#graph;
    if (graph === null) return '';
    if (graph.placeOf(item) === null) return nodeCount(graph, item);
    if (graph.isEnd(item)) return graph.hierarchy.kind[item] === ITEM.input ? 'input' : 'output';
    return graph.texts.title(item);
  }

  #label(item: number): string {
    const graph = this.#graph;
    if (graph === null) return '';
    const parameters = this.#columns.parameters(item);
    const heat = this.#columns.heat(item);
    return [
      rowTitle(graph, item),
      this.#op(item),
      this.#columns.output(item),
      parameters === '' || parameters === '0' ? '' : `${parameters} parameters`,
      heat === '' ? '' : `${this.#columns.heatTitle ?? ''} ${heat}`,
    ]
      .filter(part => part !== '')
      .join(', ');
  }
}

function nodeCount(graph: ArrangedGraph, item: number): string {
  const count = graph.hierarchy.nodes[item] ?? 0;
  return `${formatInteger(count)} ${count === 1 ? 'node' : 'nodes'}`;
}

function fillCell(cell: HTMLElement, text: string): void {
  cell.textContent = text;
  cell.title = text;
}
