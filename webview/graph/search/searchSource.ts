import { textAt, weightsAt } from '../../../src/shared/nodeTable/cells';
import type { NodeColumn } from '../../../src/shared/nodeTable/columns';
import type { NodeTable, TextColumn } from '../../../src/shared/nodeTable/nodeTable';
import type { FilterColumn, FilterSource, InternedTexts } from '../../filter/filterSource';
import { ColumnData } from '../../layers/columnData';

/** What is looked at besides the node table, by row of it. */
export interface MoreTexts {
  readonly attributes: TextColumn;
  readonly values: TextColumn;
}

/** Columns whose texts are not those of the table: there the table is brief, here everything counts. */
const OWN: ReadonlyMap<string, (more: MoreTexts, table: NodeTable, row: number) => string> = new Map([
  ['attributes', (more: MoreTexts, _: NodeTable, row: number) => textAt(more.attributes, row)],
  ['values', (more: MoreTexts, _: NodeTable, row: number) => textAt(more.values, row)],
  ['shapes', (_: MoreTexts, table: NodeTable, row: number) => typesOf(table, row)],
  ['dtypes', (_: MoreTexts, table: NodeTable, row: number) => typesOf(table, row).replaceAll(/\[[^\]]*\]/g, '')],
]);

/** Every node of the model as a search sees it: the columns of the layers table, figures included, and what only a search asks. */
export class SearchSource implements FilterSource {
  readonly columns: readonly FilterColumn[];
  readonly rows: Uint32Array;
  readonly #data: ColumnData;
  readonly #byId: ReadonlyMap<string, NodeColumn>;
  readonly #own = new Map<string, InternedTexts>();

  constructor(
    readonly table: NodeTable,
    private readonly more: MoreTexts,
  ) {
    this.#data = new ColumnData(table, null);
    this.#byId = new Map(this.#data.columns.map(column => [column.id, column]));
    const others = this.#data.columns.filter(({ id }) => !OWN.has(id));
    this.columns = [...others, ...Array.from(OWN.keys(), (id): FilterColumn => ({ id, kind: 'text' }))];
    this.rows = Uint32Array.from({ length: this.#data.rows }, (_, row) => row);
  }

  texts({ id }: FilterColumn): InternedTexts {
    const print = OWN.get(id);
    const column = this.#byId.get(id);
    if (print === undefined) return column === undefined ? NOTHING : this.#data.texts(column);
    const known = this.#own.get(id) ?? interned(this.rows.length, row => print(this.more, this.table, row));
    this.#own.set(id, known);
    return known;
  }

  keys({ id }: FilterColumn): Float64Array {
    const column = this.#byId.get(id);
    return column === undefined ? new Float64Array(this.rows.length).fill(Number.NaN) : this.#data.keys(column);
  }
}

const NOTHING: InternedTexts = { texts: [], index: new Uint32Array() };

/** Types of everything that a node reads, gives and owns. */
function typesOf(table: NodeTable, row: number): string {
  const own = weightsAt(table, row).map(({ type }) => type);
  return [textAt(table.inputs, row), textAt(table.outputs, row), ...own].join(', ');
}

function interned(rows: number, print: (row: number) => string): InternedTexts {
  const numbers = new Map<string, number>();
  const index = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const text = print(row).toLowerCase();
    const number = numbers.get(text) ?? numbers.size;
    if (number === numbers.size) numbers.set(text, number);
    index[row] = number;
  }
  return { texts: [...numbers.keys()], index };
}
