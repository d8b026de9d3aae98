/** Where a person is in a table: row -1 is the header, column -1 the row as a whole. */
export interface TablePlace {
  readonly row: number;
  readonly column: number;
}

/** Sizes that keys need to know. */
export interface TableExtent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit into the view. */
  readonly page: number;
  /** Whether the row can be opened or closed, and is. */
  readonly isOpen: boolean | null;
  /** The row that the row lies in; `null` at the top and in tables that are no trees. */
  readonly parent?: number | null;
}

export type TableMove = { readonly to: TablePlace } | 'toggle' | null;

/**
 * Where an arrow or another key leads; `null` for keys that move nothing. In a tree the row as a whole opens to the right
 * and closes to the left, and from a closed one the way leads to the row around it, as trees do; everywhere else the arrows
 * go through the cells.
 */
export function tableMove(key: string, at: TablePlace, extent: TableExtent): TableMove {
  const row = (target: number): TableMove => {
    const bounded = Math.min(extent.rows - 1, Math.max(-1, target));
    return { to: { row: bounded, column: bounded < 0 ? Math.max(0, at.column) : at.column } };
  };
  const inRows = (target: number): TableMove => row(Math.max(0, target));
  const column = (target: number): TableMove => {
    const least = at.row < 0 ? 0 : -1;
    return { to: { row: at.row, column: Math.min(extent.columns - 1, Math.max(least, target)) } };
  };
  switch (key) {
    case 'ArrowDown':
      return row(at.row + 1);
    case 'ArrowUp':
      return row(at.row - 1);
    case 'PageDown':
      return inRows(at.row + extent.page);
    case 'PageUp':
      return inRows(at.row - extent.page);
    case 'Home':
      return inRows(0);
    case 'End':
      return inRows(extent.rows - 1);
    case 'ArrowRight':
      return at.row >= 0 && at.column < 0 && extent.isOpen === false ? 'toggle' : column(at.column + 1);
    case 'ArrowLeft':
      if (at.row < 0 || at.column >= 0) return column(at.column - 1);
      if (extent.isOpen === true) return 'toggle';
      return extent.parent === null || extent.parent === undefined ? column(at.column - 1) : inRows(extent.parent);
    default:
      return null;
  }
}
