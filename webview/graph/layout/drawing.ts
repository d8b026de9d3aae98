import type { Hierarchy } from '../hierarchy/hierarchy';

export type Direction = 'down' | 'right';

export interface DrawingInput {
  readonly hierarchy: Hierarchy;
  /** 1 for groups that are open, by item. What is inside a closed group is not drawn. */
  readonly open: Uint8Array;
  /** Size of each item drawn as a box, by item, in drawing units (CSS pixels at 100 %). */
  readonly width: Float32Array;
  readonly height: Float32Array;
  /** Room for the title along the top of an open group's frame, and the least width that a frame needs for it, by item. */
  readonly headerHeight: number;
  readonly headerWidth: Float32Array;
  readonly direction: Direction;
}

/**
 * Where everything is, in drawing units. Boxes do not overlap unless one is the frame of a group that holds the other; lines keep
 * out of boxes, and out of frames of groups that hold neither end.
 */
export interface Drawing {
  readonly direction: Direction;
  /** Items that are drawn; a frame comes before what is in it. The columns that follow go by position in this list. */
  readonly items: Uint32Array;
  readonly left: Float32Array;
  readonly top: Float32Array;
  readonly width: Float32Array;
  readonly height: Float32Array;
  /** 1 for frames of open groups. */
  readonly frame: Uint8Array;
  /** Frames around. */
  readonly depth: Uint16Array;
  /** Position in `items` by item; `NONE` for what is hidden in a closed group or attached to another. */
  readonly positionOf: Uint32Array;

  /**
   * Lines: way of what a drawn item gives, split where it forks, so that each stretch is drawn once however many edges share it.
   * Points of line `l` are `points[2 * pointStart[l] .. 2 * pointStart[l + 1])`, x and y in turn; corners are meant to be rounded.
   */
  readonly pointStart: Uint32Array;
  readonly points: Float32Array;
  /** Position of the box or frame the line comes from; of a line that goes on inside a frame, where it came from outside. */
  readonly source: Uint32Array;
  /** The line at whose end it begins; `NONE` when it begins at its source. */
  readonly before: Uint32Array;
  /**
   * Position of the box or frame at which it ends; `NONE` when others go on from its end. From an end at a frame others may go on inside,
   * where something else in it takes the same.
   */
  readonly target: Uint32Array;

  /** By edge of the hierarchy the line that it ends with; `NONE` for edges inside one closed group and for stubs. */
  readonly lastLine: Uint32Array;
  /**
   * Edges drawn as a short labelled stub at both ends instead of a line, because their way would be too long; one entry for each pair
   * of boxes.
   */
  readonly stubs: Uint32Array;

  readonly bounds: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
}
