import { element } from '../dom';
import type { CameraState } from '../state/graphState';
import { prepareCanvas } from '../ui/canvas';
import { onThemeChange, prefersStillness, readTheme } from '../ui/theme';
import { fitCamera, openingCamera, pan, toDrawing, toScreen, zoomAt } from './camera';
import { drawScene } from './drawScene';
import { makePalette, type Palette } from './palette';
import { connectedSegments, type Scene, vertexAt } from './scene';

const ANIMATION_MS = 160;
/** Pointer travel in pixels up to which a press is a click. */
const CLICK_TRAVEL = 4;
const WHEEL_ZOOM = 0.0022;
const LINE_PIXELS = 16;

export interface CanvasEvents {
  onSelect(vertex: number | null): void;
  onOpen(vertex: number): void;
  onCamera(camera: CameraState): void;
  onHover(vertex: number | null): void;
  onKey(event: KeyboardEvent): void;
}

/** The drawing: a canvas with a camera, the pointer's handling and what is marked. Draws only when something changed. */
export class GraphCanvas {
  readonly element: HTMLCanvasElement;
  #scene: Scene | null = null;
  #camera: CameraState = { x: 0, y: 0, scale: 1 };
  /** A camera is wanted but the canvas had no size yet. */
  #awaitsSize = false;
  #palette: Palette = makePalette(readTheme());
  #selected: number | null = null;
  #hovered: number | null = null;
  #connected: ReadonlySet<number> = new Set();
  #matches: ReadonlySet<number> = new Set();
  #frame = 0;
  #animation = 0;
  readonly #cleanups: (() => void)[] = [];

  constructor(private readonly events: CanvasEvents) {
    this.element = element('canvas', {
      class: 'graph-canvas',
      testId: 'graph-canvas',
      role: 'application',
      attributes: { tabindex: '0', 'aria-roledescription': 'graph', 'aria-describedby': 'graph-help' },
      on: {
        pointerdown: event => this.#press(event),
        pointermove: event => this.#hover(event),
        pointerleave: () => this.#setHovered(null),
        dblclick: event => this.#open(event),
        keydown: event => events.onKey(event),
        focus: () => this.#invalidate(),
        blur: () => this.#invalidate(),
      },
    });
    this.element.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    const sizes = new ResizeObserver(() => this.#resized());
    sizes.observe(this.element);
    const stopTheme = onThemeChange(() => {
      this.#palette = makePalette(readTheme());
      this.#invalidate();
    });
    this.#cleanups.push(() => sizes.disconnect(), stopTheme);
  }

  get camera(): CameraState {
    return this.#camera;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#animation);
    for (const cleanup of this.#cleanups) cleanup();
  }

  /** Shows another graph; without a remembered camera it opens at a readable size. */
  setScene(scene: Scene, camera: CameraState | null): void {
    this.#scene = scene;
    this.#selected = null;
    this.#hovered = null;
    this.#connected = new Set();
    this.#matches = new Set();
    this.element.setAttribute('aria-label', `Graph ${scene.graph.page.title}, ${scene.graph.nodes} nodes`);
    this.#awaitsSize = camera === null;
    if (camera !== null) this.#camera = camera;
    this.#resized();
  }

  setSelected(vertex: number | null): void {
    this.#selected = vertex;
    this.#connected = vertex === null || this.#scene === null ? new Set() : connectedSegments(this.#scene, vertex);
    this.#invalidate();
  }

  setMatches(matches: ReadonlySet<number>): void {
    this.#matches = matches;
    this.#invalidate();
  }

  fitAll(): void {
    if (this.#scene !== null) this.#moveTo(fitCamera(this.#scene.layout, this.#view()));
  }

  zoom(factor: number): void {
    const view = this.#view();
    this.#moveTo(zoomAt(this.#camera, view, factor, view.width / 2, view.height / 2));
  }

  panBy(dx: number, dy: number): void {
    if (this.#scene !== null) this.#setCamera(pan(this.#camera, dx, dy, this.#scene.layout));
  }

  /** Brings a vertex into the middle unless it is comfortably in view already. */
  reveal(vertex: number): void {
    if (this.#scene === null) return;
    const { layout } = this.#scene;
    const x = layout.x[vertex] ?? 0;
    const y = layout.y[vertex] ?? 0;
    const view = this.#view();
    const at = toScreen(this.#camera, view, x, y);
    const isInView = at.x > 80 && at.x < view.width - 80 && at.y > 50 && at.y < view.height - 50;
    const scale = Math.max(this.#camera.scale, 0.6);
    if (isInView && scale === this.#camera.scale) return;
    this.#awaitsSize = false;
    this.#moveTo({ x, y, scale });
  }

  #view(): { width: number; height: number } {
    return { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  #resized(): void {
    const view = this.#view();
    if (view.width === 0 || view.height === 0) return;
    if (this.#awaitsSize && this.#scene !== null) {
      this.#awaitsSize = false;
      const { layout } = this.#scene;
      this.#setCamera(openingCamera(layout, view, layout.x[layout.order[0] ?? 0] ?? 0));
    }
    this.#draw();
  }

  #moveTo(target: CameraState): void {
    cancelAnimationFrame(this.#animation);
    if (prefersStillness() || this.#view().width === 0) {
      this.#setCamera(target);
      return;
    }
    const start = this.#camera;
    const begun = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - begun) / ANIMATION_MS));
      const eased = 1 - (1 - t) ** 3;
      this.#setCamera({
        x: start.x + (target.x - start.x) * eased,
        y: start.y + (target.y - start.y) * eased,
        scale: start.scale * (target.scale / start.scale) ** eased,
      });
      if (t < 1) this.#animation = requestAnimationFrame(step);
    };
    this.#animation = requestAnimationFrame(step);
  }

  #setCamera(camera: CameraState): void {
    this.#camera = camera;
    this.events.onCamera(camera);
    this.#invalidate();
  }

  #invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const view = this.#view();
    if (this.#scene === null || view.width === 0) return;
    const context = prepareCanvas(this.element, view.width, view.height);
    if (context === null) return;
    drawScene(context, {
      scene: this.#scene,
      camera: this.#camera,
      view,
      palette: this.#palette,
      selected: this.#selected,
      hovered: this.#hovered,
      connected: this.#connected,
      matches: this.#matches,
      focused: document.activeElement === this.element,
    });
  }

  #vertexUnder(event: MouseEvent): number | null {
    if (this.#scene === null) return null;
    const point = toDrawing(this.#camera, this.#view(), event.offsetX, event.offsetY);
    return vertexAt(this.#scene.layout, point.x, point.y);
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    cancelAnimationFrame(this.#animation);
    const start = { x: event.clientX, y: event.clientY };
    let last = start;
    let dragged = false;
    this.element.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      dragged ||= Math.hypot(moved.clientX - start.x, moved.clientY - start.y) > CLICK_TRAVEL;
      if (!dragged) return;
      this.element.classList.add('dragging');
      this.panBy(last.x - moved.clientX, last.y - moved.clientY);
      last = { x: moved.clientX, y: moved.clientY };
    };
    const end = (ended: PointerEvent): void => {
      this.element.removeEventListener('pointermove', move);
      this.element.removeEventListener('pointerup', end);
      this.element.removeEventListener('pointercancel', end);
      this.element.classList.remove('dragging');
      if (!dragged && ended.type === 'pointerup') this.events.onSelect(this.#vertexUnder(ended));
    };
    this.element.addEventListener('pointermove', move);
    this.element.addEventListener('pointerup', end);
    this.element.addEventListener('pointercancel', end);
  }

  #hover(event: PointerEvent): void {
    if (event.buttons === 0) this.#setHovered(this.#vertexUnder(event));
  }

  #setHovered(vertex: number | null): void {
    if (vertex === this.#hovered) return;
    this.#hovered = vertex;
    this.element.classList.toggle('over-node', vertex !== null);
    this.events.onHover(vertex);
    this.#invalidate();
  }

  #open(event: MouseEvent): void {
    const vertex = this.#vertexUnder(event);
    if (vertex !== null) this.events.onOpen(vertex);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    cancelAnimationFrame(this.#animation);
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
    if (event.ctrlKey || event.metaKey) {
      const pinch = Math.max(-200, Math.min(200, event.deltaY * unit));
      // A trackpad's pinch arrives as many small steps, a wheel's notch as one of about 100.
      const factor = Math.exp(-pinch * (Math.abs(pinch) < 50 ? 4 : 1) * WHEEL_ZOOM);
      this.#setCamera(zoomAt(this.#camera, this.#view(), factor, event.offsetX, event.offsetY));
    } else {
      const sideways = event.shiftKey && event.deltaX === 0;
      this.panBy((sideways ? event.deltaY : event.deltaX) * unit, sideways ? 0 : event.deltaY * unit);
    }
  }
}
