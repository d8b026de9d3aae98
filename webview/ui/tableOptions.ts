export interface Column<R, C extends string> {
  readonly id: C;
  readonly title: string;
  /** Width as a grid track: `minmax(120px, 2fr)`, `96px`. */
  readonly track: string;
  readonly align?: 'right';
  readonly sortable?: boolean;
  readonly hint?: string;
  /** What the cell contains; `cell` is an empty grid cell. */
  render(row: R, cell: HTMLElement): void;
}

/** Rows that lie in each other, shown in the order of a walk through the tree. */
export interface TableTree<R> {
  /** From 1. */
  level(row: R): number;
  /** `null` for a row that nothing lies in. */
  isOpen(row: R): boolean | null;
  toggle(row: R): void;
  /** Index of the row that it lies in, for the way back to it; `null` at the top. */
  parent?(row: R): number | null;
  /** Its place, from 1, among the rows that lie in the same one. */
  place?(row: R): { readonly position: number; readonly of: number };
  /**
   * A click only goes to a row, and Enter activates any: opening and closing are left to arrows, space and double clicks. Without it
   * a click and Enter open and close what can be opened.
   */
  readonly selects?: boolean;
}

export interface TableSort<C extends string> {
  readonly column: C;
  readonly descending: boolean;
}

export interface VirtualTableOptions<R, C extends string> {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly Column<R, C>[];
  readonly rowHeight: number;
  /** Narrowest width at which the columns make sense; below it the table scrolls sideways. */
  readonly minWidth: number;
  readonly sort: TableSort<C>;
  readonly onSort: (column: C) => void;
  readonly onActivate: (row: R) => void;
  /** One click only goes to the row, two activate it; without it one does both. */
  readonly activatesOnDoubleClick?: boolean;
  readonly onScroll: (top: number) => void;
  readonly rowLabel: (row: R) => string;
  /** The first column stays in sight when the table scrolls sideways. */
  readonly sticky?: boolean;
  readonly tree?: TableTree<R>;
  /** A menu for the row was asked for, with the mouse or the keyboard, at that point of the page. */
  readonly onMenu?: (row: R, at: { readonly x: number; readonly y: number }) => void;
  /** The keyboard or a click went to the row. */
  readonly onMove?: (row: R, isClick: boolean) => void;
  /** Letters were typed: the index of the row they lead to from the one at `from`; `null` when there is none. */
  readonly onType?: (text: string, from: number) => number | null;
  /** `/` was pressed: whoever looks for something is taken there. */
  readonly onFind?: () => void;
}
