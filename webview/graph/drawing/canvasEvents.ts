import type { CameraState } from '../../state/graphState';

/** What people do with the drawing. Items are those of the hierarchy that is shown. */
export interface CanvasEvents {
  /** One item was clicked; `null` for a click on nothing. */
  onSelect(item: number | null): void;
  /** Several are selected, by clicks with Shift or Ctrl or by a rectangle; all of them, in the order of the drawing. */
  onSelectMany(items: readonly number[]): void;
  /** A group is to be opened or folded: its button was clicked, or it was clicked twice. */
  onToggle(item: number): void;
  /** A node or an end was clicked twice. */
  onOpen(item: number): void;
  onCamera(camera: CameraState): void;
  onHover(item: number | null): void;
  onKey(event: KeyboardEvent): void;
  /** A menu was asked for, at a point of the window. */
  onMenu(item: number | null, x: number, y: number): void;
}
