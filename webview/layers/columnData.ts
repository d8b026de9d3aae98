import { rowCount } from '../../src/shared/nodeTable/cells';
import { type NodeColumn, nodeColumns } from '../../src/shared/nodeTable/columns';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { WeightReport } from '../../src/shared/reports/weightReport';
import type { FilterSource, InternedTexts } from '../filter/filterSource';
import { sortKeys } from './sortKeys';

/** The columns of a table with what sorting and filtering need of them, worked out once and only when asked for. */
export class ColumnData implements FilterSource<NodeColumn> {
  readonly columns: readonly NodeColumn[];
  readonly rows: number;
  readonly #byId: ReadonlyMap<string, NodeColumn>;
  readonly #keys = new Map<string, Float64Array>();
  readonly #texts = new Map<string, InternedTexts>();

  constructor(
    readonly table: NodeTable,
    readonly report: WeightReport | null,
  ) {
    this.rows = rowCount(table);
    this.columns = nodeColumns(table, report);
    this.#byId = new Map(this.columns.map(column => [column.id, column]));
  }

  column(id: string): NodeColumn | undefined {
    return this.#byId.get(id);
  }

  /** A number for each row by which the column sorts: ranks of texts, the figures themselves; NaN where unknown or empty. */
  keys(column: NodeColumn): Float64Array {
    const known = this.#keys.get(column.id);
    if (known !== undefined) return known;
    const made = sortKeys(this.rows, row => column.value(row));
    this.#keys.set(column.id, made);
    return made;
  }

  texts(column: NodeColumn): InternedTexts {
    const known = this.#texts.get(column.id);
    if (known !== undefined) return known;
    const numbers = new Map<string, number>();
    const index = new Uint32Array(this.rows);
    for (let row = 0; row < this.rows; row++) {
      const text = String(column.value(row) ?? '').toLowerCase();
      const number = numbers.get(text) ?? numbers.size;
      if (number === numbers.size) numbers.set(text, number);
      index[row] = number;
    }
    const made = { texts: [...numbers.keys()], index };
    this.#texts.set(column.id, made);
    return made;
  }
}
