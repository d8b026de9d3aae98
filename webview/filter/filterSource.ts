/** A column that a filter can ask for by its identifier. */
export interface FilterColumn {
  readonly id: string;
  /** Amounts compare as numbers, with open sizes as if those were 1. */
  readonly kind: 'text' | 'number' | 'amount';
}

/** The texts of a column, each different one once and in lower case, with the one of each row. */
export interface InternedTexts {
  readonly texts: readonly string[];
  readonly index: Uint32Array;
}

/** Rows in columns, as a filter sees them. */
export interface FilterSource<C extends FilterColumn = FilterColumn> {
  readonly columns: readonly C[];
  texts(column: C): InternedTexts;
  /** A number for each row; NaN where unknown. */
  keys(column: C): Float64Array;
}
