import { element } from '../dom';
import { prepareCanvas } from '../ui/canvas';
import { onThemeChange } from '../ui/theme';
import { drawStrip } from './drawStrip';
import { NO_ITEM } from './heat';
import { heatColors } from './heatColors';
import type { HeatContext, HeatPart } from './heatPart';
import type { HeatState, ShownHeat } from './heatStore';
import { placeText, rowText } from './rowText';
import { binOf, type StripBins, stripBins } from './stripBins';

const HEIGHT = 46;
/** Part of the nodes that a page key passes. */
const PAGE = 20;

/**
 * The figure of every node in the order of the model. Click, drag and arrow keys select, a double click and Enter go to the graph.
 * Hidden while there is no heat.
 */
export function heatStrip(context: HeatContext): HeatPart {
  return new HeatStrip(context);
}

class HeatStrip implements HeatPart {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #text = element('span', { class: 'strip-text ellipsis', testId: 'heat-strip-text' });
  readonly #order = element('span', { class: 'quiet strip-order' });
  readonly #sizes: ResizeObserver;
  readonly #stops: readonly (() => void)[];
  #colors = heatColors();
  #shown: ShownHeat | null = null;
  #bins: StripBins | null = null;
  #borders: readonly number[] = [];
  #hovered = NO_ITEM;
  #frame = 0;

  constructor(private readonly context: HeatContext) {
    this.#canvas = element('canvas', {
      class: 'strip-canvas',
      role: 'slider',
      testId: 'heat-strip',
      label: 'Nodes in model order',
      attributes: { tabindex: '0', 'aria-valuemin': '1' },
      on: {
        pointerdown: event => this.#press(event),
        pointermove: event => this.#point(event),
        pointerleave: () => this.#hover(NO_ITEM),
        dblclick: () => this.#activate(),
        keydown: event => this.#key(event),
      },
    });
    this.element = element(
      'div',
      { class: 'heat-strip', hidden: true },
      this.#canvas,
      element('div', { class: 'strip-line' }, this.#order, this.#text),
    );
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(this.element);
    this.#stops = [
      context.heat.onChange(state => this.#show(state)),
      context.selection.onChange(() => this.#selectionChanged()),
      onThemeChange(() => {
        this.#colors = heatColors();
        this.#draw();
      }),
    ];
    this.#show(context.heat.state);
  }

  dispose(): void {
    this.#sizes.disconnect();
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops) stop();
  }

  get #selected(): number {
    const { current } = this.context.selection;
    return current === null || this.#shown === null ? NO_ITEM : this.#shown.index.rowOf(current.graph, current.index);
  }

  #show(state: HeatState): void {
    const isReady = state.kind === 'ready' && state.table.graph.length > 0;
    this.element.hidden = !isReady;
    this.#shown = isReady ? state : null;
    this.#bins = null;
    if (this.#shown === null) return;
    const { table, heat } = this.#shown;
    this.#borders = [...table.graph.keys()].filter(row => row > 0 && table.graph[row] !== table.graph[row - 1]);
    this.#canvas.setAttribute('aria-label', `${heat.title} of the nodes in model order`);
    this.#canvas.setAttribute('aria-valuemax', String(table.graph.length));
    this.#resized();
    this.#selectionChanged();
  }

  #resized(): void {
    const width = this.#canvas.clientWidth;
    if (this.#shown === null || width === 0) return;
    const { heat } = this.#shown;
    if (this.#bins === null || this.#bins.bins !== Math.min(heat.values.length, width))
      this.#bins = stripBins(heat.values, width, heat.position);
    const isShared = this.#bins.bins < heat.values.length && !heat.scale.isTwoSided;
    this.#order.textContent = isShared
      ? 'Model order → (bars: the hottest of a few nodes, solid up to their mean)'
      : 'Model order →';
    this.#draw();
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const width = this.#canvas.clientWidth;
      if (this.#shown === null || this.#bins === null || width === 0) return;
      const pen = prepareCanvas(this.#canvas, width, HEIGHT);
      if (pen === null) return;
      drawStrip(pen, {
        width,
        height: HEIGHT,
        heat: this.#shown.heat,
        bins: this.#bins,
        colors: this.#colors,
        borders: this.#borders,
        selected: this.#selected,
        hovered: this.#hovered,
      });
    });
  }

  #selectionChanged(): void {
    if (this.#shown === null) return;
    const row = this.#selected;
    if (row === NO_ITEM) {
      this.#canvas.removeAttribute('aria-valuenow');
      this.#canvas.setAttribute('aria-valuetext', 'No node selected');
    } else {
      this.#canvas.setAttribute('aria-valuenow', String(row + 1));
      this.#canvas.setAttribute('aria-valuetext', `${placeText(this.#shown, row)}, ${rowText(this.#shown, row)}`);
    }
    this.#tell();
    this.#draw();
  }

  #tell(): void {
    const shown = this.#shown;
    const row = this.#hovered === NO_ITEM ? this.#selected : this.#hovered;
    if (shown === null || row === NO_ITEM) {
      this.#text.textContent = '';
      return;
    }
    const bin = this.#bins === null ? -1 : binOf(this.#bins, row);
    const shares = bin < 0 || this.#bins === null ? 1 : (this.#bins.start[bin + 1] ?? 0) - (this.#bins.start[bin] ?? 0);
    const mean =
      shares > 1 && this.#bins !== null
        ? `; mean of ${shares} here ${shown.heat.print(this.#bins.mean[bin] ?? 0)}`
        : '';
    this.#text.textContent = `${rowText(shown, row)}${this.#hovered === NO_ITEM ? '' : mean}`;
  }

  #hover(row: number): void {
    if (row === this.#hovered) return;
    this.#hovered = row;
    this.#tell();
    this.#draw();
  }

  /** Of the nodes under the pointer the one to look at. */
  #rowAt(event: PointerEvent): number {
    const { left, width } = this.#canvas.getBoundingClientRect();
    if (this.#bins === null || this.#bins.bins === 0 || width === 0) return NO_ITEM;
    const at = Math.floor(((event.clientX - left) / width) * this.#bins.bins);
    const bin = Math.min(this.#bins.bins - 1, Math.max(0, at));
    const peak = this.#bins.peak[bin] ?? NO_ITEM;
    return peak === NO_ITEM ? (this.#bins.start[bin] ?? NO_ITEM) : peak;
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#select(this.#rowAt(event));
  }

  #point(event: PointerEvent): void {
    const row = this.#rowAt(event);
    if (this.#canvas.hasPointerCapture(event.pointerId)) this.#select(row);
    this.#hover(row);
  }

  #select(row: number): void {
    const place = this.#shown?.index.placeOf(row) ?? null;
    if (place !== null) this.context.selection.set(place);
  }

  #activate(): void {
    const { current } = this.context.selection;
    if (current !== null) this.context.goToNode(current.graph, current.index);
  }

  #key(event: KeyboardEvent): void {
    if (this.#shown === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#shown.table.graph.length - 1;
    const at = this.#selected === NO_ITEM ? -1 : this.#selected;
    const page = Math.max(1, Math.floor(last / PAGE));
    const targets = new Map([
      ['ArrowRight', at + 1],
      ['ArrowUp', at + 1],
      ['ArrowLeft', at - 1],
      ['ArrowDown', at - 1],
      ['PageUp', at + page],
      ['PageDown', at - page],
      ['Home', 0],
      ['End', last],
    ]);
    const target = targets.get(event.key);
    if (event.key === 'Enter') this.#activate();
    else if (target === undefined) return;
    else this.#select(Math.min(last, Math.max(0, target)));
    event.preventDefault();
  }
}
