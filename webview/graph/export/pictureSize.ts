import type { Box } from '../drawing/camera';

/** Longest side and most pixels of a picture that viewers still open. */
export const MOST_SIDE = 30_000;
export const MOST_PIXELS = 400_000_000;

export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels for a drawing unit. */
  readonly zoom: number;
  /** Whether it had to be made smaller than was wished. */
  readonly isReduced: boolean;
}

/** The size of a picture that shows all of `box`, as large as was wished if that is possible. */
export function pictureSize(box: Box, wished: number): PictureSize {
  const wide = Math.max(1, box.right - box.left);
  const high = Math.max(1, box.bottom - box.top);
  const fitting = Math.min(MOST_SIDE / wide, MOST_SIDE / high, Math.sqrt(MOST_PIXELS / (wide * high)));
  const isReduced = fitting < wished;
  const zoom = Math.min(wished, fitting);
  // Rounded down where a limit was met, so that it is kept.
  const round = isReduced ? Math.floor : Math.ceil;
  return { width: Math.max(1, round(wide * zoom)), height: Math.max(1, round(high * zoom)), zoom, isReduced };
}
