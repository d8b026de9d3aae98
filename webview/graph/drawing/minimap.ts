import { element } from '../../dom';
import type { CameraState } from '../../state/graphState';
import { prepareCanvas } from '../../ui/canvas';
import { isAllInView, type Viewport, visibleBox } from './camera';
import type { Overview } from './overview';
import type { Palette } from './palette';
import type { Scene } from './scene';

const WIDEST = 180;
const HIGHEST = 150;
const NARROWEST = 36;
const PADDING = 4;
/** Pixels of the rectangle that shows the view, so that it is seen however far the drawing goes. */
const LEAST = 5;

/** The whole drawing in a corner with the view as a rectangle. Pressing and dragging move the view there. */
export class Minimap {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #toggle: HTMLButtonElement;
  #small: { readonly of: ImageBitmap; readonly canvas: OffscreenCanvas } | null = null;
  #isShown = true;
  #isUseful = false;
  #width = 0;
  #height = 0;
  #scaleX = 1;
  #scaleY = 1;
  /** The drawing's point in the map's corner. */
  #left = 0;
  #top = 0;

  constructor(
    private readonly overview: Overview,
    /** The view is to go to this point of the drawing. */
    private readonly onMove: (x: number, y: number) => void,
    /** The map was shown or hidden: it may have to be drawn. */
    private readonly onToggle: () => void,
  ) {
    this.#canvas = element('canvas', { class: 'minimap-canvas', attributes: { 'aria-hidden': 'true' } });
    this.#toggle = element('button', {
      class: 'minimap-toggle',
      testId: 'minimap-toggle',
      attributes: { type: 'button' },
      on: {
        click: () => {
          this.#setShown(!this.#isShown);
          this.onToggle();
        },
      },
    });
    this.element = element(
      'div',
      { class: 'minimap', testId: 'minimap', role: 'group', label: 'Overview map', hidden: true },
      this.#canvas,
      this.#toggle,
    );
    this.#canvas.addEventListener('pointerdown', event => {
      this.#canvas.setPointerCapture(event.pointerId);
      this.#go(event);
    });
    this.#canvas.addEventListener('pointermove', event => {
      if (event.buttons === 1) this.#go(event);
    });
    this.#setShown(true);
  }

  draw(scene: Scene, palette: Palette, camera: CameraState, view: Viewport): void {
    const { bounds } = scene.drawing;
    const { bitmap } = this.overview;
    this.#isUseful = bitmap !== null && !isAllInView(bounds, camera, view);
    this.element.hidden = !this.#isUseful;
    if (bitmap === null || !this.#isUseful || !this.#isShown) return;
    const width = Math.max(1, bounds.right - bounds.left);
    const height = Math.max(1, bounds.bottom - bounds.top);
    const even = Math.min((WIDEST - 2 * PADDING) / width, (HIGHEST - 2 * PADDING) / height);
    // A drawing like a thread is widened, or there would be nothing to see and to point at.
    this.#scaleX = Math.max(even, NARROWEST / width);
    this.#scaleY = Math.max(even, NARROWEST / height);
    this.#width = Math.round(width * this.#scaleX) + 2 * PADDING;
    this.#height = Math.round(height * this.#scaleY) + 2 * PADDING;
    this.#canvas.style.width = `${this.#width}px`;
    this.#canvas.style.height = `${this.#height}px`;
    const context = prepareCanvas(this.#canvas, this.#width, this.#height);
    if (context === null) return;
    this.#left = bounds.left - PADDING / this.#scaleX;
    this.#top = bounds.top - PADDING / this.#scaleY;
    context.fillStyle = palette.background;
    context.fillRect(0, 0, this.#width, this.#height);
    const small = this.#shrink(bitmap, width * this.#scaleX, height * this.#scaleY);
    context.drawImage(small, PADDING, PADDING, width * this.#scaleX, height * this.#scaleY);
    const seen = visibleBox(camera, view);
    const middleX = ((seen.left + seen.right) / 2 - this.#left) * this.#scaleX;
    const middleY = ((seen.top + seen.bottom) / 2 - this.#top) * this.#scaleY;
    const wide = Math.max(LEAST, (seen.right - seen.left) * this.#scaleX);
    const high = Math.max(LEAST, (seen.bottom - seen.top) * this.#scaleY);
    context.fillStyle = palette.selection;
    context.globalAlpha = 0.14;
    context.fillRect(middleX - wide / 2, middleY - high / 2, wide, high);
    context.globalAlpha = 1;
    context.strokeStyle = palette.selection;
    context.lineWidth = 1.5;
    context.strokeRect(middleX - wide / 2, middleY - high / 2, wide, high);
  }

  /** The picture at the map's size: made once, since shrinking well takes longer than everything else that a frame draws. */
  #shrink(bitmap: ImageBitmap, width: number, height: number): OffscreenCanvas {
    const ratio = window.devicePixelRatio;
    const columns = Math.max(1, Math.round(width * ratio));
    const rows = Math.max(1, Math.round(height * ratio));
    const known = this.#small;
    if (known?.of === bitmap && known.canvas.width === columns && known.canvas.height === rows) return known.canvas;
    const canvas = new OffscreenCanvas(columns, rows);
    const context = canvas.getContext('2d', { alpha: false });
    if (context !== null) {
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, 0, 0, columns, rows);
    }
    this.#small = { of: bitmap, canvas };
    return canvas;
  }

  #go(event: PointerEvent): void {
    event.preventDefault();
    this.onMove(this.#left + event.offsetX / this.#scaleX, this.#top + event.offsetY / this.#scaleY);
  }

  #setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#canvas.hidden = !isShown;
    const label = isShown ? 'Hide the overview map' : 'Show the overview map';
    this.#toggle.setAttribute('aria-expanded', String(isShown));
    this.#toggle.setAttribute('aria-label', label);
    this.#toggle.title = label;
    this.#toggle.textContent = isShown ? '×' : 'Map';
  }
}
