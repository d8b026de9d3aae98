import type { Channels, SparsityPattern, SparsityStructure, ZeroBlocks } from '../../shared/reports/weightReport';
import { GROUP_PATTERNS, TILE_BLOCKS, TILE_COUNTS, TILE_ROWS } from './kernels/kernels';
import type { Workspace } from './kernels/workspace';
import type { MatrixLayout } from './matrixLayout';

/** Sixteen rows of zero bits are kept: 8 MB of them at most. Wider matrices have no structure told. */
const MOST_COLUMNS = 2 ** 22;

/** How the bits of a tile are grouped, as `Kernels.tile` takes it. */
const NO_GROUPS = 0;
const ALONG_ROWS = 1;
const ACROSS_ROWS = 2;

/** Finds channels, groups and blocks of zeros in the zero bits of a weight, which come in the order of its elements. */
export class ZeroStructure {
  readonly #words: number;
  readonly #rows: number;
  readonly #full: number;
  readonly #counters: number;
  readonly #groups: typeof NO_GROUPS | typeof ALONG_ROWS | typeof ACROSS_ROWS;
  #column = 0;
  #row = 0;
  #tiles = 0;
  #zeroRows = 0;
  #zeroColumns = 0;

  static fits({ columns }: MatrixLayout): boolean {
    return columns <= MOST_COLUMNS;
  }

  constructor(
    private readonly workspace: Workspace,
    private readonly layout: MatrixLayout,
  ) {
    this.#words = 2 * Math.ceil(layout.columns / 128);
    this.#rows = workspace.allocate(TILE_ROWS * this.#words * 8);
    this.#full = workspace.allocate(this.#words * 8);
    this.#counters = workspace.allocate(TILE_COUNTS * 8);
    this.#groups = layout.rowsAre === 'inputs' ? ACROSS_ROWS : layout.unit === 1 ? ALONG_ROWS : NO_GROUPS;
    this.#clearTile();
    this.#clearFull();
  }

  /** Adds the bits of the next `count` elements. */
  add(bits: number, count: number): void {
    const { columns } = this.layout;
    for (let done = 0; done < count; ) {
      const take = Math.min(count - done, columns - this.#column);
      this.workspace.kernels.copyBits(this.#rowAt(), this.#column, bits, done, take);
      done += take;
      this.#column += take;
      if (this.#column === columns) this.#endRow();
    }
  }

  finish(): SparsityStructure {
    const { matrices, rows, columns, unit, rowsAre, outputAxis, inputAxis } = this.layout;
    const alongColumns = { count: (matrices * columns) / unit, zero: this.#zeroColumns };
    const alongRows = { count: matrices * rows, zero: this.#zeroRows };
    const [outputs, inputs] = rowsAre === 'outputs' ? [alongRows, alongColumns] : [alongColumns, alongRows];
    return {
      outputs: channels(outputAxis, outputs),
      inputs: channels(inputAxis, inputs),
      patterns: this.#patterns(),
      blocks: this.#blocks(),
    };
  }

  #endRow(): void {
    const { kernels } = this.workspace;
    const { rows, columns, unit, rowsAre } = this.layout;
    this.#zeroRows += kernels.isFull(this.#rowAt(), this.#words);
    if (rowsAre === 'outputs' && unit > 1) kernels.strided(this.#rowAt(), columns, unit, this.#counters);
    this.#column = 0;
    this.#row += 1;
    if (this.#row % TILE_ROWS === 0 || this.#row === rows) this.#endTile();
    if (this.#row === rows) this.#endMatrix();
  }

  #endTile(): void {
    const { kernels } = this.workspace;
    kernels.tile(this.#rows, this.#words * 8, this.#words, this.#groups, this.#full, this.#counters);
    this.#tiles += 1;
    this.#clearTile();
  }

  #endMatrix(): void {
    const { columns, unit } = this.layout;
    const full = this.workspace.u8(this.#full, this.#words * 8);
    for (let first = 0; first < columns; first += unit) {
      let isZero = true;
      for (let c = first; c < first + unit && isZero; c++) isZero = (((full[c >> 3] ?? 0) >> (c & 7)) & 1) === 1;
      if (isZero) this.#zeroColumns += 1;
    }
    this.#row = 0;
    this.#clearFull();
  }

  /** What lies past the last row or column is filled up with zeros, whose bits are set. */
  #clearTile(): void {
    this.workspace.u8(this.#rows, TILE_ROWS * this.#words * 8).fill(255);
  }

  #clearFull(): void {
    this.workspace.u8(this.#full, this.#words * 8).fill(255);
  }

  #rowAt(): number {
    return this.#rows + (this.#row % TILE_ROWS) * this.#words * 8;
  }

  /** A counter less the groups that lie wholly in what was filled up: the kernels count these, and all are zero. */
  #counted(counter: number, counted: number, groups: number): number {
    return Number(this.workspace.u64(this.#counters, TILE_COUNTS)[counter] ?? 0n) - (counted - groups);
  }

  #patterns(): readonly SparsityPattern[] {
    const { matrices, rows, columns, unit, rowsAre } = this.layout;
    const allRows = matrices * rows;
    const inputs = rowsAre === 'outputs' ? columns / unit : rows;
    return GROUP_PATTERNS.flatMap(({ n, m }, counter) => {
      if (inputs < m) return [];
      const groups =
        rowsAre === 'outputs' ? allRows * Math.ceil(inputs / m) * unit : matrices * Math.ceil(rows / m) * columns;
      const counted =
        this.#groups === NO_GROUPS
          ? allRows * Math.ceil(inputs / 8) * (8 / m) * unit
          : (this.#tiles * TILE_ROWS * this.#words * 64) / m;
      return [{ n, m, groups, complying: this.#counted(counter, counted, groups) }];
    });
  }

  #blocks(): readonly ZeroBlocks[] {
    const { matrices, rows, columns, rowsAre } = this.layout;
    const found = TILE_BLOCKS.map((block, i) => {
      const count = matrices * Math.ceil(rows / block.rows) * Math.ceil(columns / block.columns);
      const counted = (this.#tiles * TILE_ROWS * this.#words * 64) / (block.rows * block.columns);
      const zero = this.#counted(GROUP_PATTERNS.length + i, counted, count);
      const [outputs, inputs] = rowsAre === 'outputs' ? [block.rows, block.columns] : [block.columns, block.rows];
      return { outputs, inputs, count, zero };
    });
    return found.sort((a, b) => a.outputs * a.inputs - b.outputs * b.inputs || a.outputs - b.outputs);
  }
}

function channels(axis: number | null, { count, zero }: { readonly count: number; readonly zero: number }): Channels {
  return { axis, count, zero };
}
