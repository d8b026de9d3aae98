import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { heatColors } from '../heat/heatColors';
import type { ShownHeat } from '../heat/heatStore';
import { looksOf } from '../heat/looks';
import { rowText } from '../heat/rowText';
import type { PageContext } from '../state/pageContext';
import { AREA_MEASURES } from './areas';
import type { HeatView } from './heatView';
import { MapModel } from './mapModel';
import { type MapTile, mapTiles } from './mapTiles';
import { nearestTile } from './nearestTile';

/** Smallest tile that has room for text, in pixels. */
const TEXT_WIDTH = 44;
const TEXT_HEIGHT = 20;
const TWO_LINES = 34;
/** Least width of a frame whose title tells the figure too. */
const FIGURE_WIDTH = 130;

/**
 * The model as nested tiles by scope: area by a measure of size, colour by the figure. A click selects, a double click and Enter go
 * into a group or to the graph, Escape goes back.
 */
export class TreemapView implements HeatView {
  readonly element: HTMLElement;
  readonly #trail = element('nav', { class: 'map-trail', label: 'Group on screen', testId: 'heat-trail' });
  readonly #area: HTMLElement;
  readonly #details = element('div', { class: 'map-details', role: 'status', testId: 'tile-details' });
  readonly #sizes: ResizeObserver;
  #colors = heatColors();
  #model: MapModel | null = null;
  #group = 0;
  #tiles: readonly MapTile[] = [];
  #drawn: readonly HTMLElement[] = [];
  #laidOut = '';

  constructor(
    private readonly context: PageContext,
    private readonly shown: ShownHeat,
  ) {
    this.#area = element('div', {
      class: 'map-area',
      role: 'group',
      label: 'Nodes by size',
      testId: 'heat-tiles',
      on: { keydown: event => this.#key(event) },
    });
    this.element = element('div', { class: 'map-view' }, this.#trail, this.#area, this.#details);
    this.#sizes = new ResizeObserver(() => this.#layOut());
    this.#sizes.observe(this.#area);
  }

  dispose(): void {
    this.#sizes.disconnect();
  }

  arrange(): string {
    const { area, zoom } = this.context.store.state.heatmap;
    const measure = AREA_MEASURES.find(({ id }) => id === area);
    if (measure === undefined) return '';
    this.#model = new MapModel(this.shown, measure);
    this.#group = this.#model.groupAt(zoom);
    this.#again();
    return `${formatInteger(this.shown.table.graph.length)} nodes, ${measure.print(this.#model.total)}`;
  }

  refresh(): void {
    this.#colors = heatColors();
    this.#again();
  }

  /** The selection changed: a node outside of the group on screen brings the whole model back. */
  mark(): void {
    const row = this.#selectedRow;
    if (this.#model === null) return;
    if (row !== null && !this.#model.isWithin(row, this.#group)) this.#zoom(this.#model.tree.root, false);
    else this.#markSelected();
  }

  get #selectedRow(): number | null {
    const { current } = this.context.selection;
    const row = current === null ? undefined : this.#model?.shown.index.rowOf(current.graph, current.index);
    return row !== undefined && this.#model?.isRow(row) === true ? row : null;
  }

  #again(): void {
    this.#laidOut = '';
    this.#showTrail();
    this.#layOut();
  }

  #zoom(group: number, takesFocus: boolean): void {
    if (this.#model === null) return;
    this.#group = group;
    this.context.store.update('heatmap', { zoom: this.#model.pathOf(group).slice(0, MOST_LEVELS) });
    this.#again();
    this.context.announce(`${this.#model.title(group)}, ${formatInteger(this.#tiles.length)} tiles`);
    if (takesFocus) this.#drawn[this.#focusable()]?.focus();
  }

  #layOut(): void {
    const { clientWidth: width, clientHeight: height } = this.#area;
    const size = `${width} ${height}`;
    const model = this.#model;
    if (model === null || width === 0 || height === 0 || size === this.#laidOut) return;
    this.#laidOut = size;
    const hadFocus = this.#area.contains(document.activeElement);
    this.#tiles = mapTiles(model.tree, model.areas, this.#group, width, height);
    const parts = this.#tiles.map(tile => this.#draw(model, tile));
    this.#drawn = parts.map(({ target }) => target);
    this.#area.replaceChildren(...parts.flatMap(({ frame, target }) => (frame === null ? [target] : [frame, target])));
    if (this.#tiles.length === 0)
      this.#area.replaceChildren(
        element('p', { class: 'empty', text: `Nothing here has ${model.measure.title}. Choose another area.` }),
      );
    this.#drawn[this.#focusable()]?.setAttribute('tabindex', '0');
    if (hadFocus) this.#drawn[this.#focusable()]?.focus();
    this.#details.textContent = `Area: ${model.measure.title}; colour: ${model.shown.heat.title}.`;
    this.#markSelected();
  }

  #draw(model: MapModel, tile: MapTile): { readonly frame: HTMLElement | null; readonly target: HTMLElement } {
    const isGroup = tile.kind === 'group';
    const text = this.#describe(model, tile);
    const target = element('button', {
      class: isGroup ? 'map-title' : `map-tile ${tile.kind}`,
      testId: isGroup ? 'heat-group' : 'heat-tile',
      label: text,
      attributes: { type: 'button', tabindex: '-1' },
      on: {
        click: () => this.#click(tile),
        dblclick: () => this.#open(tile),
        mouseenter: () => {
          this.#details.textContent = text;
        },
        focus: () => {
          this.#details.textContent = text;
        },
      },
    });
    this.#color(model, tile, target);
    if (!isGroup) {
      put(target, tile);
      return { frame: null, target };
    }
    const frame = element('div', { class: 'map-group' });
    put(frame, tile);
    put(target, { ...tile, height: tile.header });
    return { frame, target };
  }

  #color(model: MapModel, tile: MapTile, target: HTMLElement): void {
    const { heat } = model.shown;
    const value = this.#value(model, tile);
    const printed = Number.isNaN(value) ? 'no figure' : `${heat.print(value)}${heat.scale.isBeyond(value) ? ' ▲' : ''}`;
    const title =
      tile.kind === 'rest' ? `${formatInteger(tile.left.length)} smaller` : endOf(model.shortTitle(tile), tile.width);
    if (tile.kind === 'group') {
      target.append(element('b', { text: title }), tile.width >= FIGURE_WIDTH ? `  ${printed}` : '');
      return;
    }
    if (Number.isNaN(value)) target.classList.add('no-figure');
    else {
      const look = looksOf(heat, this.#colors)(heat.position(value));
      target.style.background = look.background;
      target.style.color = look.text;
    }
    if (tile.width < TEXT_WIDTH || tile.height < TEXT_HEIGHT) return;
    target.append(element('span', { class: 'tile-name', text: title }));
    if (tile.height >= TWO_LINES) target.append(element('span', { class: 'tile-value', text: printed }));
  }

  #value(model: MapModel, tile: MapTile): number {
    return tile.kind === 'rest' ? model.valueOfRows(tile.left) : model.value(tile.item);
  }

  #describe(model: MapModel, tile: MapTile): string {
    const { heat } = model.shown;
    const area = model.measure.print(tile.area);
    if (tile.kind === 'node') return `${rowText(model.shown, tile.item)}; area ${area}`;
    const value = this.#value(model, tile);
    const figure = Number.isNaN(value) ? `no figure of ${heat.title}` : `${heat.title} ${heat.print(value)}`;
    const what =
      tile.kind === 'rest'
        ? `${formatInteger(tile.left.length)} smaller parts of ${model.title(tile.item)}`
        : `Group ${model.title(tile.item)}`;
    return `${what}: ${figure}; area ${area}`;
  }

  #showTrail(): void {
    const model = this.#model;
    if (model === null) return;
    const trail = model.trail(this.#group);
    const parts = trail.flatMap((group, i) => {
      const title = i === 0 ? 'Model' : (model.pathOf(group).at(-1) ?? '');
      const isLast = i === trail.length - 1;
      const part = isLast
        ? element('span', { text: title, attributes: { 'aria-current': 'location' } })
        : element('button', {
            class: 'link',
            text: title,
            attributes: { type: 'button' },
            on: { click: () => this.#zoom(group, true) },
          });
      return i === 0 ? [part] : [element('span', { class: 'quiet', text: '›' }), part];
    });
    const back = trail.length > 1 ? [element('span', { class: 'quiet', text: '(Escape goes back)' })] : [];
    this.#trail.replaceChildren(...parts, ...back);
  }

  #click(tile: MapTile): void {
    this.#moveTo(this.#tiles.indexOf(tile));
    if (tile.kind === 'group') this.#open(tile);
  }

  /** Into a group, or to the node in the graph. */
  #open(tile: MapTile): void {
    if (tile.kind === 'group' || tile.kind === 'closed') this.#zoom(tile.item, true);
    else if (tile.kind === 'rest' && tile.item !== this.#group) this.#zoom(tile.item, true);
    else if (tile.kind === 'node') {
      const place = this.#model?.shown.index.placeOf(tile.item) ?? null;
      if (place !== null) this.context.goToNode(place.graph, place.index);
    }
  }

  #markSelected(): void {
    const model = this.#model;
    if (model === null) return;
    const row = this.#selectedRow;
    const at = row === null ? -1 : this.#tileOf(model, row);
    for (const [i, drawn] of this.#drawn.entries()) {
      drawn.classList.toggle('selected', i === at);
      if (i === at) drawn.setAttribute('aria-current', 'true');
      else drawn.removeAttribute('aria-current');
    }
  }

  /** The smallest tile on screen in which a row is. */
  #tileOf(model: MapModel, row: number): number {
    let best = -1;
    for (const [i, tile] of this.#tiles.entries()) {
      const holds =
        tile.kind === 'rest' ? tile.left.some(item => model.isWithin(row, item)) : model.isWithin(row, tile.item);
      if (holds && (best < 0 || tile.depth >= (this.#tiles[best]?.depth ?? 0))) best = i;
    }
    return best;
  }

  #focusable(): number {
    const row = this.#selectedRow;
    const selected = row === null || this.#model === null ? -1 : this.#tileOf(this.#model, row);
    return Math.max(0, selected);
  }

  /** Gives a tile the keyboard, and selects its node. */
  #moveTo(at: number): void {
    const tile = this.#tiles[at];
    const drawn = this.#drawn[at];
    if (tile === undefined || drawn === undefined) return;
    for (const other of this.#drawn) if (other.tabIndex === 0) other.tabIndex = -1;
    drawn.tabIndex = 0;
    drawn.focus();
    const place = tile.kind === 'node' ? (this.#model?.shown.index.placeOf(tile.item) ?? null) : null;
    if (place !== null) this.context.selection.set(place);
  }

  #key(event: KeyboardEvent): void {
    const at = this.#drawn.findIndex(drawn => drawn.contains(document.activeElement));
    const tile = this.#tiles[at];
    if (tile === undefined || this.#model === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') this.#open(tile);
    else if ((event.key === 'Escape' || event.key === 'Backspace') && this.#group !== this.#model.tree.root)
      this.#zoom(this.#model.outOf(this.#group), true);
    else if (event.key === 'Home') this.#moveTo(0);
    else if (event.key === 'End') this.#moveTo(this.#tiles.length - 1);
    else {
      const boxes = this.#tiles.map(each => (each.kind === 'group' ? { ...each, height: each.header } : each));
      const next = nearestTile(boxes, at, event.key);
      if (next < 0 && !event.key.startsWith('Arrow')) return;
      if (next >= 0) this.#moveTo(next);
    }
    event.preventDefault();
  }
}

/** Left and right of a title together, and the width of most letters, in pixels. */
const TITLE_PADDING = 10;
const LETTER = 8;

/** Without its beginning where there is no room for a title with a number at its end: `layers.11` and `layers.12` differ there. */
function endOf(title: string, width: number): string {
  const letters = Array.from(title);
  const room = Math.max(2, Math.floor((width - TITLE_PADDING) / LETTER));
  return letters.length <= room || !/\d$/.test(title) ? title : `…${letters.slice(1 - room).join('')}`;
}

/** Groups of a path that are remembered. */
const MOST_LEVELS = 64;

function put(
  made: HTMLElement,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  made.style.left = `${box.x}px`;
  made.style.top = `${box.y}px`;
  made.style.width = `${box.width}px`;
  made.style.height = `${box.height}px`;
}
