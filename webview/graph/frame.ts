import type { CameraState } from '../state/graphState';
import type { Viewport } from './camera';
import type { Palette } from './palette';
import type { Scene } from './scene';

/** What is on screen and how it is marked. */
export interface Frame {
  readonly scene: Scene;
  readonly camera: CameraState;
  readonly view: Viewport;
  readonly palette: Palette;
  readonly selected: number | null;
  readonly hovered: number | null;
  /** Segments to be emphasised. */
  readonly connected: ReadonlySet<number>;
  readonly matches: ReadonlySet<number>;
  readonly focused: boolean;
}

/** Below this scale boxes have no text. */
export const TEXT_SCALE = 0.42;
