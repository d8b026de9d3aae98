import { drawSceneStepwise } from './drawScene';
import type { DrawSteps } from './pen';
import type { Look } from './tilePainter';

/** Device pixels of the longer side. */
const SIDE = 1024;

/** All of the drawing in one small picture: for the map in the corner, and below tiles that are not ready. */
export class Overview {
  readonly #canvas = new OffscreenCanvas(1, 1);
  #steps: DrawSteps | null = null;
  #bitmap: ImageBitmap | null = null;

  /** Pixels for a drawing unit. */
  scale = 1;

  get bitmap(): ImageBitmap | null {
    return this.#bitmap;
  }

  /** Begins anew; the old picture stays until the new one is done, unless it shows something else. */
  begin(look: Look, keepsOld: boolean): void {
    if (!keepsOld) this.dispose();
    this.#steps = this.#draw(look);
  }

  dispose(): void {
    this.#steps = null;
    this.#bitmap?.close();
    this.#bitmap = null;
  }

  /** Draws until `isOver` says so; `true` when it is done just now. */
  refine(isOver: () => boolean): boolean {
    if (this.#steps === null) return false;
    for (;;) {
      if (this.#steps.next().done === true) break;
      if (isOver()) return false;
    }
    this.#steps = null;
    this.#bitmap?.close();
    this.#bitmap = this.#canvas.transferToImageBitmap();
    return true;
  }

  get isDone(): boolean {
    return this.#steps === null;
  }

  *#draw(look: Look): DrawSteps {
    const { left, top, right, bottom } = look.scene.drawing.bounds;
    const scale = Math.min(1, SIDE / Math.max(1, right - left, bottom - top));
    this.#canvas.width = Math.max(1, Math.ceil((right - left) * scale));
    this.#canvas.height = Math.max(1, Math.ceil((bottom - top) * scale));
    this.scale = scale;
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (context === null) return;
    const { width, height } = this.#canvas;
    yield* drawSceneStepwise(context, { ...look, left, top, width, height, scale, ratio: 1 });
  }
}
