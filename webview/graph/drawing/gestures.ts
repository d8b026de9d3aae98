import type { Rectangle } from './picture';

/** Pointer travel in pixels up to which a press is a click. */
const CLICK_TRAVEL = 4;
const WHEEL_ZOOM = 0.0022;
const LINE_PIXELS = 16;

/** What pointer and wheel ask for. Points are CSS pixels from the canvas's corner. */
export interface GestureTarget {
  panBy(dx: number, dy: number): void;
  zoomAround(factor: number, x: number, y: number): void;
  /** `adds`: Shift, Ctrl or Command was held. */
  click(x: number, y: number, adds: boolean): void;
  doubleClick(x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  /** While a rectangle is drawn, then `null`. */
  rectangle(rectangle: Rectangle | null): void;
  selectIn(rectangle: Rectangle): void;
  menu(x: number, y: number): void;
  /** Somebody took hold: whatever moves by itself must stop. */
  grab(): void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Mouse, pen, fingers and wheel on a canvas. Returns what ends it. */
export function listenToGestures(canvas: HTMLElement, target: GestureTarget): () => void {
  const gestures = new Gestures(canvas, target);
  const ended = new AbortController();
  const options = { signal: ended.signal };
  canvas.addEventListener('pointerdown', event => gestures.press(event), options);
  canvas.addEventListener('pointermove', event => gestures.move(event), options);
  canvas.addEventListener('pointerup', event => gestures.release(event), options);
  canvas.addEventListener('pointercancel', event => gestures.release(event), options);
  canvas.addEventListener('pointerleave', () => target.leave(), options);
  canvas.addEventListener('dblclick', event => target.doubleClick(event.offsetX, event.offsetY), options);
  canvas.addEventListener(
    'contextmenu',
    event => {
      event.preventDefault();
      target.menu(event.offsetX, event.offsetY);
    },
    options,
  );
  canvas.addEventListener('wheel', event => wheel(event, target), { ...options, passive: false });
  return () => ended.abort();
}

class Gestures {
  /** Where each pointer that is down was last. */
  readonly #pointers = new Map<number, Point>();
  #start: Point = { x: 0, y: 0 };
  #isDrag = false;
  #drawsRectangle = false;

  constructor(
    private readonly canvas: HTMLElement,
    private readonly target: GestureTarget,
  ) {}

  press(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button > 1) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.target.grab();
    const at = this.#point(event);
    this.#pointers.set(event.pointerId, at);
    if (this.#pointers.size > 1) {
      // A second finger: neither of them will be a click.
      this.#isDrag = true;
      this.#endRectangle();
      return;
    }
    this.#start = at;
    this.#isDrag = false;
    this.#drawsRectangle = event.shiftKey && event.button === 0;
  }

  move(event: PointerEvent): void {
    const at = this.#point(event);
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) {
      if (event.buttons === 0) this.target.hover(at.x, at.y);
      return;
    }
    const others = [...this.#pointers.entries()].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    const [other] = others;
    if (other !== undefined) this.#pinch(before, at, other);
    else this.#drag(before, at);
    // Up to the travel of a click the start counts, so that the drawing does not lag behind the pointer.
    if (this.#isDrag || other !== undefined) this.#pointers.set(event.pointerId, at);
  }

  release(event: PointerEvent): void {
    const at = this.#point(event);
    if (!this.#pointers.delete(event.pointerId)) return;
    this.canvas.classList.remove('dragging');
    if (this.#pointers.size > 0) return;
    if (this.#isDrag) {
      if (this.#drawsRectangle && event.type === 'pointerup') this.target.selectIn(rectangle(this.#start, at));
      this.#endRectangle();
    } else if (event.type === 'pointerup' && event.button === 0) {
      this.target.click(at.x, at.y, event.shiftKey || event.ctrlKey || event.metaKey);
    }
  }

  #drag(before: Point, at: Point): void {
    this.#isDrag ||= Math.hypot(at.x - this.#start.x, at.y - this.#start.y) >= CLICK_TRAVEL;
    if (!this.#isDrag) return;
    if (this.#drawsRectangle) {
      this.target.rectangle(rectangle(this.#start, at));
      return;
    }
    this.canvas.classList.add('dragging');
    this.target.panBy(before.x - at.x, before.y - at.y);
  }

  /** One of two fingers moved. */
  #pinch(before: Point, at: Point, other: Point): void {
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    this.target.panBy((before.x - at.x) / 2, (before.y - at.y) / 2);
    const apart = Math.hypot(before.x - other.x, before.y - other.y);
    if (apart > 1) this.target.zoomAround(Math.hypot(at.x - other.x, at.y - other.y) / apart, middle.x, middle.y);
  }

  #endRectangle(): void {
    if (this.#drawsRectangle) this.target.rectangle(null);
    this.#drawsRectangle = false;
  }

  #point(event: PointerEvent): Point {
    const { left, top } = this.canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}

function wheel(event: WheelEvent, target: GestureTarget): void {
  event.preventDefault();
  target.grab();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
  if (event.ctrlKey || event.metaKey) {
    const pinch = Math.max(-200, Math.min(200, event.deltaY * unit));
    // A trackpad's pinch arrives as many small steps, a wheel's notch as one of about 100.
    const factor = Math.exp(-pinch * (Math.abs(pinch) < 50 ? 4 : 1) * WHEEL_ZOOM);
    target.zoomAround(factor, event.offsetX, event.offsetY);
    return;
  }
  const sideways = event.shiftKey && event.deltaX === 0;
  target.panBy((sideways ? event.deltaY : event.deltaX) * unit, sideways ? 0 : event.deltaY * unit);
}

function rectangle(a: Point, b: Point): Rectangle {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
