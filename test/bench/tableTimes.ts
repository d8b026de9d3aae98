/** Milliseconds of one round. */
export interface TableTimes {
  readonly firstDraw: number;
  readonly sortByName: number;
  readonly sortByMacs: number;
  readonly filter: number;
  /** The same with an object for each row, made, sorted and filtered as one would write it first. */
  readonly plainSortByName: number;
  readonly plainFilter: number;
  /** What both ways found, which must be the same. */
  readonly found: readonly [number, number];
}
