import { drawSceneStepwise } from './drawScene';
import type { DrawSteps } from './pen';
import type { Picture } from './picture';
import { TILE } from './tileCache';

/** What all tiles of one content share. */
export type Look = Omit<Picture, 'scale' | 'left' | 'top' | 'width' | 'height' | 'ratio'>;

/** Draws tiles one after the other on the one canvas it has. */
export class TilePainter {
  readonly #canvas = new OffscreenCanvas(TILE, TILE);

  constructor(private readonly look: () => Look | null) {}

  *begin(column: number, row: number, scale: number, ratio: number): DrawSteps {
    const look = this.look();
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (look === null || context === null) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const unit = TILE / (scale * ratio);
    const side = TILE / ratio;
    const part = { scale, ratio, left: column * unit, top: row * unit, width: side, height: side };
    yield* drawSceneStepwise(context, { ...look, ...part });
  }

  /** The tile that was begun last. */
  finish(): ImageBitmap {
    return this.#canvas.transferToImageBitmap();
  }
}
