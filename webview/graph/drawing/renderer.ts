import type { CameraState } from '../../state/graphState';
import type { Viewport } from './camera';
import { drawMarks, type Marks } from './drawMarks';
import { Minimap } from './minimap';
import { Overview } from './overview';
import type { Picture } from './picture';
import { type Screen, screenOrigin, TileCache } from './tileCache';
import { type Look, TilePainter } from './tilePainter';
import type { Transition } from './transition';

/** Milliseconds of a frame in which tiles are made; copying them and the browser's own work come on top. */
const TILE_MS = 5;
/** The same when there is nothing yet that could be shown. */
const FIRST_TILES_MS = 12;
/** Longest stretch of work while nobody waits. */
const IDLE_MS = 5;
/** How long after its last change a scale counts as settled. */
const SETTLED_MS = 110;
const TRANSITION_MS = 230;

/** What the renderer asks of whoever knows the state; asked in each frame. */
export interface RendererState {
  readonly look: Look | null;
  readonly camera: CameraState;
  readonly marks: Marks;
}

/** Brings the drawing to the screen: tiles, what is marked, the map in the corner. Draws only when something changed. */
export class Renderer {
  readonly minimap: Minimap;
  readonly #overview = new Overview();
  readonly #tiles: TileCache;
  #frame = 0;
  #idle = 0;
  #drawnScale = 0;
  #scaleChanged = 0;
  #transition: { readonly transition: Transition; readonly begun: number } | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly state: () => RendererState,
    onMove: (x: number, y: number) => void,
  ) {
    this.#tiles = new TileCache(new TilePainter(() => this.state().look));
    this.minimap = new Minimap(this.#overview, onMove, () => this.invalidate());
  }

  get view(): Viewport {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
  }

  /** The drawing itself looks otherwise now. `keepsOld`: what was drawn is right in place and may stay until it is replaced. */
  lookChanged(keepsOld: boolean): void {
    this.#tiles.invalidate(keepsOld);
    const { look } = this.state();
    if (look === null) this.#overview.dispose();
    else this.#overview.begin(look, keepsOld);
    this.invalidate();
  }

  /** Moves boxes from where they were; `null` ends a movement. */
  play(transition: Transition | null): void {
    this.#transition = transition === null ? null : { transition, begun: performance.now() };
    this.invalidate();
  }

  get isSharp(): boolean {
    return this.#tiles.isCovered(this.screen);
  }

  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.drawNow());
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    cancelIdleCallback(this.#idle);
    this.#tiles.dispose();
    this.#overview.dispose();
  }

  /** The picture of what is on the screen. */
  picture(look: Look, screen: Screen): Picture {
    const { camera, view, ratio } = screen;
    const origin = screenOrigin(screen);
    const unit = 1 / (camera.scale * ratio);
    return { ...look, ...view, scale: camera.scale, ratio, left: origin.x * unit, top: origin.y * unit };
  }

  get screen(): Screen {
    return { camera: this.state().camera, view: this.view, ratio: window.devicePixelRatio };
  }

  drawNow(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const begun = performance.now();
    const { look, marks } = this.state();
    const { screen } = this;
    if (look === null || screen.view.width === 0 || screen.view.height === 0) return;
    const context = this.#prepare(screen);
    if (context === null) return;
    if (screen.camera.scale !== this.#drawnScale) {
      if (this.#drawnScale !== 0) this.#scaleChanged = begun;
      this.#drawnScale = screen.camera.scale;
    }
    const isChanging = begun - this.#scaleChanged < SETTLED_MS;
    const room = this.#tiles.isEmpty && this.#transition === null ? FIRST_TILES_MS : TILE_MS;
    const isOver = (): boolean => performance.now() - begun > room;
    const isDone = this.#tiles.refine(screen, isChanging, 0, isOver);
    context.setTransform(screen.ratio, 0, 0, screen.ratio, 0, 0);
    if (this.#playTransition(context, begun)) return;
    this.#paint(context, look, screen);
    context.setTransform(screen.ratio, 0, 0, screen.ratio, 0, 0);
    drawMarks(context, this.picture(look, screen), marks);
    this.minimap.draw(look.scene, look.palette, screen.camera, screen.view);
    if (!isDone || isChanging) this.invalidate();
    else this.#whenIdle();
  }

  #playTransition(context: CanvasRenderingContext2D, now: number): boolean {
    if (this.#transition === null) return false;
    const { transition, begun } = this.#transition;
    const t = Math.min(1, (now - begun) / TRANSITION_MS);
    if (t === 1) {
      this.#transition = null;
      return false;
    }
    transition.draw(context, 1 - (1 - t) ** 3);
    this.invalidate();
    return true;
  }

  /** Tiles over the small picture of everything over the plain background, so that no place is ever empty. */
  #paint(context: CanvasRenderingContext2D, look: Look, screen: Screen): void {
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (!this.#tiles.isCovered(screen)) {
      context.fillStyle = look.palette.background;
      context.fillRect(0, 0, this.canvas.width, this.canvas.height);
      const { bitmap, scale } = this.#overview;
      if (bitmap !== null) {
        const origin = screenOrigin(screen);
        const factor = screen.camera.scale * screen.ratio;
        const { left, top } = look.scene.drawing.bounds;
        const grown = factor / scale;
        const x = left * factor - origin.x;
        const y = top * factor - origin.y;
        context.drawImage(bitmap, x, y, bitmap.width * grown, bitmap.height * grown);
      }
    }
    this.#tiles.paint(context, screen);
  }

  /** The small picture, and tiles around what is in view, while nothing else is to be done. */
  #whenIdle(): void {
    cancelIdleCallback(this.#idle);
    this.#idle = requestIdleCallback(deadline => {
      const begun = performance.now();
      const isOver = (): boolean => deadline.timeRemaining() < 1 || performance.now() - begun > IDLE_MS;
      const { look } = this.state();
      const { screen } = this;
      if (look === null || screen.view.width === 0) return;
      if (!this.#overview.isDone) {
        if (this.#overview.refine(isOver)) this.minimap.draw(look.scene, look.palette, screen.camera, screen.view);
        this.#whenIdle();
      } else if (!this.#tiles.refine(screen, false, 1, isOver)) this.#whenIdle();
    });
  }

  #prepare({ view, ratio }: Screen): CanvasRenderingContext2D | null {
    const width = Math.max(1, Math.round(view.width * ratio));
    const height = Math.max(1, Math.round(view.height * ratio));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    return this.canvas.getContext('2d', { alpha: false });
  }
}
