import type { Positions } from './positions';

/** Where everything is on the paper. */
export interface Paper {
  /** By position. */
  readonly left: Float64Array;
  readonly top: Float64Array;
  /** By sheet. */
  readonly sheetLeft: Float64Array;
  readonly sheetTop: Float64Array;
}

/** Adds up places from the outside in. Linear: a frame comes before what it holds. */
export function layOnPaper(positions: Positions): Paper {
  const { tree, sheets, places } = positions.graph;
  const left = new Float64Array(tree.count + 1);
  const top = new Float64Array(tree.count + 1);
  const sheetLeft = new Float64Array(sheets.count);
  const sheetTop = new Float64Array(sheets.count);
  for (let p = 0; p < tree.count; p++) {
    const frame = tree.parent[p] ?? 0;
    const sheet = sheets.sheetOf[p] ?? 0;
    const place = places.placeOf[p] ?? 0;
    const rank = places.rank[place] ?? 0;
    sheetLeft[sheet] = (left[frame] ?? 0) + (positions.sheetX[sheet] ?? 0);
    sheetTop[sheet] = (top[frame] ?? 0) + (positions.sheetY[sheet] ?? 0);
    const height = positions.height[p] ?? 0;
    left[p] = (sheetLeft[sheet] ?? 0) + (positions.x[place] ?? 0) - (positions.width[p] ?? 0) / 2;
    top[p] = (sheetTop[sheet] ?? 0) + (positions.rankTop[rank] ?? 0) + ((positions.rankHeight[rank] ?? 0) - height) / 2;
  }
  return { left, top, sheetLeft, sheetTop };
}
