import { element } from '../../dom';
import type { CameraState } from '../../state/graphState';
import { onThemeChange, prefersStillness, readTheme } from '../../ui/theme';
import type { Arrangement } from '../arrange/arrangement';
import {
  type Box,
  between,
  fitCamera,
  openingCamera,
  pan,
  revealingCamera,
  toDrawing,
  toScreen,
  within,
  zoomAt,
} from './camera';
import type { CanvasEvents } from './canvasEvents';
import type { Marks } from './drawMarks';
import { type GestureTarget, listenToGestures } from './gestures';
import type { HeatLook } from './heatLook';
import { makePalette } from './makePalette';
import { measureGlyphs } from './measureGlyphs';
import { onRatioChange } from './onRatioChange';
import type { Palette } from './palette';
import { type Lit, NEAR, type Rectangle } from './picture';
import { Renderer } from './renderer';
import { Scene } from './scene';
import { boxAround, foldButtonAt, itemsIn, positionsOf } from './sceneQueries';
import { anchoredCamera, isSameGraph, itemInTheMiddle } from './showing';
import type { Look } from './tilePainter';
import { Transition } from './transition';
import { connectedLines, litWays } from './ways';

const ANIMATION_MS = 180;
const NOTHING: ReadonlySet<number> = new Set();

export interface ShowOptions {
  /** Stays where it is on the screen: the group that was just opened or folded. */
  readonly anchor?: number;
  /** A remembered view, instead of the one that there is or would be. */
  readonly camera?: CameraState | null;
  /** How its items are coloured; without it as before, where the graph is the same. */
  readonly heat?: HeatLook | null;
}

/** The drawing of an arrangement on the page: view, gestures, and what is marked. Items are numbers of its hierarchy. */
export class GraphCanvas {
  readonly element: HTMLCanvasElement;
  readonly #renderer: Renderer;
  readonly #endings: (() => void)[] = [];
  #palette: Palette;
  #scene: Scene | null = null;
  #camera: CameraState = { x: 0, y: 0, scale: 1 };
  /** A view is wanted but the canvas had no size yet. */
  #awaitsSize = false;
  #selected: readonly number[] = [];
  #matches: Iterable<number> | null = null;
  #lit: Iterable<number> | null = null;
  #heat: HeatLook | null = null;
  #look: Look | null = null;
  #marks: Marks = { selected: NOTHING, hovered: null, connected: NOTHING, isFocused: false, rectangle: null };
  #animation = 0;

  constructor(private readonly events: CanvasEvents) {
    this.#palette = makePalette(readTheme());
    this.element = element('canvas', {
      class: 'graph-canvas',
      testId: 'graph-canvas',
      role: 'application',
      attributes: { tabindex: '0', 'aria-roledescription': 'graph', 'aria-describedby': 'graph-help' },
      on: {
        keydown: event => events.onKey(event),
        focus: () => this.#mark({ isFocused: true }),
        blur: () => this.#mark({ isFocused: false }),
      },
    });
    this.#renderer = new Renderer(
      this.element,
      () => ({ look: this.#look, camera: this.#camera, marks: this.#marks }),
      (x, y) => this.#setCamera({ ...this.#camera, x, y }),
    );
    const sizes = new ResizeObserver(() => this.#resized());
    sizes.observe(this.element);
    this.#endings.push(
      () => sizes.disconnect(),
      listenToGestures(this.element, this.#gestures()),
      onThemeChange(() => this.#themeChanged()),
      onRatioChange(() => this.#renderer.invalidate()),
      () => this.#renderer.dispose(),
    );
  }

  /** The map of the whole drawing, to be placed in a corner over the canvas. */
  get minimap(): HTMLElement {
    return this.#renderer.minimap.element;
  }

  get camera(): CameraState {
    return this.#camera;
  }

  get scene(): Scene | null {
    return this.#scene;
  }

  /** Whether everything in view is drawn at its scale; until it is, stretched pictures stand in. */
  get isSharp(): boolean {
    return this.#renderer.isSharp;
  }

  dispose(): void {
    cancelAnimationFrame(this.#animation);
    for (const end of this.#endings) end();
  }

  /** Shows an arrangement. One of the same graph keeps the view, the marks and, unless motion is reduced, shows what moved. */
  show(arrangement: Arrangement, { anchor, camera = null, heat }: ShowOptions = {}): void {
    cancelAnimationFrame(this.#animation);
    const before = this.#scene;
    const oldLook = this.#look;
    const oldScreen = this.#renderer.screen;
    const scene = new Scene(arrangement, before?.glyphs ?? measureGlyphs(this.#palette.font));
    const isSame = before !== null && isSameGraph(before.arrangement, arrangement);
    this.#scene = scene;
    if (!isSame) {
      this.#selected = [];
      this.#matches = null;
      this.#lit = null;
      this.#heat = null;
    }
    if (heat !== undefined) this.#heat = heat;
    this.#awaitsSize = camera === null && !isSame;
    if (camera !== null) this.#camera = camera;
    else if (isSame) {
      const kept = anchor ?? itemInTheMiddle(before, this.#camera, this.#renderer.view);
      if (kept !== null) this.#camera = anchoredCamera(before, scene, kept, this.#camera);
    }
    this.#look = this.#makeLook(scene);
    this.#marks = { ...this.#marks, ...this.#selectionMarks(), hovered: null, rectangle: null };
    this.#renderer.lookChanged(false);
    const { screen } = this.#renderer;
    const moves = isSame && oldLook !== null && oldScreen.camera.scale === screen.camera.scale && !prefersStillness();
    this.#renderer.play(
      moves
        ? Transition.between(this.#renderer.picture(oldLook, oldScreen), this.#renderer.picture(this.#look, screen))
        : null,
    );
    this.#resized();
    this.events.onCamera(this.#camera);
  }

  setSelected(item: number | null): void {
    this.setSelection(item === null ? [] : [item]);
  }

  setSelection(items: readonly number[]): void {
    this.#selected = items;
    this.#mark(this.#selectionMarks());
  }

  /** Edges of the hierarchy whose way is lit while everything else is faint; `null` ends that. */
  setLit(edges: Iterable<number> | null): void {
    this.#lit = edges === null ? null : [...edges];
    this.#lookChanged();
  }

  setMatches(items: Iterable<number>): void {
    const matches = [...items];
    this.#matches = matches.length === 0 ? null : matches;
    this.#lookChanged();
  }

  /** How items are coloured now. */
  get heat(): HeatLook | null {
    return this.#heat;
  }

  setHeat(heat: HeatLook | null): void {
    if (heat === this.#heat) return;
    this.#heat = heat;
    this.#lookChanged();
  }

  setCamera(camera: CameraState): void {
    this.#awaitsSize = false;
    this.#setCamera(camera);
  }

  fitAll(): void {
    if (this.#scene !== null) this.#moveTo(fitCamera(this.#scene.drawing.bounds, this.#renderer.view));
  }

  /** Shows some items as large as they fit. */
  fit(items: readonly number[]): void {
    const box = this.#boxAround(items);
    if (box !== null) this.#moveTo(fitCamera(box, this.#renderer.view));
  }

  zoom(factor: number): void {
    const view = this.#renderer.view;
    this.#moveTo(zoomAt(this.#camera, view, factor, view.width / 2, view.height / 2));
  }

  /** CSS pixels. */
  panBy(dx: number, dy: number): void {
    if (this.#scene !== null) this.#setCamera(pan(this.#camera, dx, dy, this.#scene.drawing.bounds));
  }

  /** Brings an item, or what stands for it, into the middle unless it is comfortably in view already. */
  reveal(item: number): void {
    const box = this.#boxAround([item]);
    const camera = box === null ? null : revealingCamera(box, this.#camera, this.#renderer.view);
    if (camera === null || this.#scene === null) return;
    this.#awaitsSize = false;
    this.#moveTo(within(camera, this.#scene.drawing.bounds));
  }

  /** The innermost item at a point of the canvas, CSS pixels from its corner. */
  itemAt(x: number, y: number): number | null {
    const position = this.#positionAt(x, y);
    return position === null ? null : (this.#scene?.item(position) ?? null);
  }

  /** Where an item, or what stands for it, is on the canvas. */
  placeOf(item: number): Rectangle | null {
    const box = this.#boxAround([item]);
    if (box === null) return null;
    const { x, y } = toScreen(this.#camera, this.#renderer.view, box.left, box.top);
    const { scale } = this.#camera;
    return { x, y, width: (box.right - box.left) * scale, height: (box.bottom - box.top) * scale };
  }

  /** Whatever pictures are drawn of the graph elsewhere look like this one; `null` before there is something to show. */
  get look(): Look | null {
    return this.#look;
  }

  #gestures(): GestureTarget {
    return {
      grab: () => cancelAnimationFrame(this.#animation),
      panBy: (dx, dy) => this.panBy(dx, dy),
      zoomAround: (factor, x, y) => this.#setCamera(zoomAt(this.#camera, this.#renderer.view, factor, x, y)),
      click: (x, y, adds) => this.#click(x, y, adds),
      doubleClick: (x, y) => this.#doubleClick(x, y),
      hover: (x, y) => this.#hover(x, y),
      leave: () => this.#setHovered(null),
      rectangle: rectangle => this.#mark({ rectangle }),
      selectIn: rectangle => this.#selectIn(rectangle),
      menu: (x, y) => {
        const { left, top } = this.element.getBoundingClientRect();
        this.events.onMenu(this.itemAt(x, y), left + x, top + y);
      },
    };
  }

  #click(x: number, y: number, adds: boolean): void {
    const toggled = this.#foldedAt(x, y);
    if (toggled !== null) {
      this.events.onToggle(toggled);
      return;
    }
    const item = this.itemAt(x, y);
    if (!adds) this.events.onSelect(item);
    else if (item !== null) {
      const others = this.#selected.filter(other => other !== item);
      this.events.onSelectMany(others.length < this.#selected.length ? others : [...others, item]);
    }
  }

  #doubleClick(x: number, y: number): void {
    const position = this.#positionAt(x, y);
    if (position === null || this.#scene === null || this.#foldedAt(x, y) !== null) return;
    const item = this.#scene.item(position);
    if (this.#scene.isGroup(position)) this.events.onToggle(item);
    else this.events.onOpen(item);
  }

  /** The group whose button is at a point, where the button is large enough to be drawn. */
  #foldedAt(x: number, y: number): number | null {
    if (this.#scene === null || this.#camera.scale < NEAR) return null;
    const at = toDrawing(this.#camera, this.#renderer.view, x, y);
    return foldButtonAt(this.#scene, at.x, at.y);
  }

  #selectIn({ x, y, width, height }: Rectangle): void {
    if (this.#scene === null) return;
    const corner = toDrawing(this.#camera, this.#renderer.view, x, y);
    const other = toDrawing(this.#camera, this.#renderer.view, x + width, y + height);
    const items = itemsIn(this.#scene, { left: corner.x, top: corner.y, right: other.x, bottom: other.y });
    this.events.onSelectMany([...new Set([...this.#selected, ...items])]);
  }

  #hover(x: number, y: number): void {
    this.#setHovered(this.#positionAt(x, y));
    this.element.classList.toggle('over-node', this.#marks.hovered !== null);
    this.element.classList.toggle('over-frame', this.#isFrame(this.#marks.hovered) && this.#foldedAt(x, y) === null);
  }

  #isFrame(position: number | null): boolean {
    return position !== null && this.#scene?.isFrame(position) === true;
  }

  #setHovered(position: number | null): void {
    if (position === this.#marks.hovered) return;
    this.#mark({ hovered: position });
    this.events.onHover(position === null ? null : (this.#scene?.item(position) ?? null));
  }

  #positionAt(x: number, y: number): number | null {
    const at = toDrawing(this.#camera, this.#renderer.view, x, y);
    return this.#scene?.positionAt(at.x, at.y) ?? null;
  }

  #boxAround(items: readonly number[]): Box | null {
    return this.#scene === null ? null : boxAround(this.#scene, items);
  }

  #selectionMarks(): Pick<Marks, 'selected' | 'connected'> {
    if (this.#scene === null) return { selected: NOTHING, connected: NOTHING };
    const selected = positionsOf(this.#scene, this.#selected);
    return { selected, connected: connectedLines(this.#scene, selected) };
  }

  #mark(change: Partial<Marks>): void {
    this.#marks = { ...this.#marks, ...change };
    this.#renderer.invalidate();
  }

  #makeLook(scene: Scene): Look {
    let matches: Uint8Array | null = null;
    if (this.#matches !== null) {
      matches = new Uint8Array(scene.drawing.items.length);
      for (const position of positionsOf(scene, this.#matches)) matches[position] = 1;
    }
    const lit: Lit | null = this.#lit === null ? null : litWays(scene, this.#lit);
    return { scene, palette: this.#palette, heat: this.#heat, matches, lit };
  }

  #lookChanged(): void {
    if (this.#scene === null) return;
    this.#look = this.#makeLook(this.#scene);
    this.#renderer.lookChanged(true);
  }

  #themeChanged(): void {
    this.#palette = makePalette(readTheme());
    this.#lookChanged();
  }

  #resized(): void {
    const view = this.#renderer.view;
    if (view.width === 0 || view.height === 0) return;
    if (this.#awaitsSize && this.#scene !== null) {
      this.#awaitsSize = false;
      const { bounds } = this.#scene.drawing;
      const start = { x: (bounds.left + bounds.right) / 2, y: bounds.top };
      this.#setCamera(openingCamera(bounds, view, start));
    }
    this.#renderer.drawNow();
  }

  #moveTo(target: CameraState): void {
    cancelAnimationFrame(this.#animation);
    if (prefersStillness() || this.#renderer.view.width === 0) {
      this.#setCamera(target);
      return;
    }
    const start = this.#camera;
    const begun = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - begun) / ANIMATION_MS));
      this.#setCamera(between(start, target, 1 - (1 - t) ** 3));
      if (t < 1) this.#animation = requestAnimationFrame(step);
    };
    this.#animation = requestAnimationFrame(step);
  }

  #setCamera(camera: CameraState): void {
    this.#camera = camera;
    this.events.onCamera(camera);
    this.#renderer.invalidate();
  }
}
