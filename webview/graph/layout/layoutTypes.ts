/** A directed graph to be drawn from top to bottom. Sizes are in drawing units (CSS pixels at 100 %). */
export interface LayoutInput {
  readonly vertices: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly width: Float32Array;
  readonly height: Float32Array;
  /** 1 for vertices that stay where the flow puts them; what does not descend from one sits beside its first user. */
  readonly anchored: Uint8Array;
}

/**
 * Where everything is. A *place* is a vertex or a point at which a trunk crosses a rank; places below `vertices` are the
 * vertices. A *segment* joins two places on neighbouring ranks.
 */
export interface Layout {
  readonly vertices: number;
  readonly places: number;
  readonly ranks: number;
  readonly rank: Int32Array;
  /** Centres and sizes. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly width: Float32Array;
  readonly height: Float32Array;
  /** Places rank by rank, left to right: those of rank `r` are `order[rankStart[r] .. rankStart[r + 1])`. */
  readonly rankStart: Uint32Array;
  readonly order: Uint32Array;
  readonly rankTop: Float32Array;
  readonly rankBottom: Float32Array;
  readonly segments: Segments;
  /** For each edge the place its last segment starts from; the edge's own number of segments follows from `parent`. */
  readonly lastPlace: Uint32Array;
  /** For each place past the vertices the place above it in its trunk. */
  readonly parent: Uint32Array;
  /** 1 for edges drawn as a labelled stub at either end instead of a line: those against the flow, and too long ones. */
  readonly portal: Uint8Array;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Sorted by the rank of their upper place; those leaving rank `r` are `start[r] .. start[r + 1]`. */
export interface Segments {
  readonly start: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Where the segment meets its lower place; inputs of a vertex are spread over its top. */
  readonly toX: Float32Array;
  /** Vertex the line comes from. */
  readonly source: Uint32Array;
  /** The edge that ends here, or `TRUNK` for a piece that several edges may share. */
  readonly edge: Uint32Array;
}

export const TRUNK = 0xffffffff;

export const RANK_GAP = 34;
export const PLACE_GAP = 22;
export const TRUNK_WIDTH = 4;
