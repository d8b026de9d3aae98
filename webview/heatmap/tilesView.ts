import { formatBytes, formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext } from '../state/pageContext';
import type { Metric } from '../state/viewState';
import type { HeatRow } from './heatRows';
import { METRIC_INFO } from './metrics';
import { describe, type HeatStyle } from './rowsView';
import { type Tile, treemap } from './treemap';

/** More tiles than this could neither be seen nor clicked; the smallest weights share one. */
const MOST_TILES = 1200;
/** Smallest tile that has room for text, in pixels. */
const TEXT_WIDTH = 58;
const TEXT_HEIGHT = 32;

/** Weights as tiles: area by bytes, colour by the chosen metric. */
export class TilesView {
  readonly element: HTMLElement;
  readonly #area: HTMLElement;
  readonly #details = element('div', { class: 'tile-details', role: 'status', testId: 'tile-details' });
  readonly #sizes: ResizeObserver;
  #rows: readonly HeatRow[] = [];
  #metric: Metric = 'bytes';
  #current = 0;
  #laidOut = '';

  constructor(
    private readonly context: PageContext,
    private readonly style: HeatStyle,
  ) {
    this.#area = element('div', {
      class: 'tiles',
      role: 'group',
      label: 'Weights by size',
      testId: 'heat-tiles',
      on: { keydown: event => this.#key(event) },
    });
    this.element = element('div', { class: 'tiles-view' }, this.#area, this.#details);
    this.#sizes = new ResizeObserver(() => this.#layOut());
    this.#sizes.observe(this.#area);
  }

  dispose(): void {
    this.#sizes.disconnect();
  }

  show(rows: readonly HeatRow[], metric: Metric): void {
    this.#rows = [...rows].sort((a, b) => b.weight.bytes - a.weight.bytes);
    this.#metric = metric;
    this.#current = 0;
    this.#laidOut = '';
    this.#details.textContent = 'Area: stored bytes. Point at a tile or move with the arrow keys for its figures.';
    this.#layOut();
  }

  #layOut(): void {
    const { clientWidth: width, clientHeight: height } = this.#area;
    const size = `${width} ${height}`;
    if (width === 0 || height === 0 || size === this.#laidOut) return;
    this.#laidOut = size;
    const shown = this.#rows.slice(0, MOST_TILES);
    const rest = this.#rows.slice(MOST_TILES);
    const restBytes = rest.reduce((sum, row) => sum + row.weight.bytes, 0);
    const tiles = treemap([...shown.map(row => row.weight.bytes), restBytes], width, height);
    this.#area.replaceChildren(
      ...tiles.map(tile => {
        const row = shown[tile.index];
        return row === undefined ? restTile(tile, rest.length, restBytes) : this.#tile(tile, row);
      }),
    );
  }

  #tile(tile: Tile, row: HeatRow): HTMLElement {
    const info = METRIC_INFO[this.#metric];
    const value = info.value(row.weight);
    const position = value === null ? 0 : (this.style.scales.get(this.#metric)?.position(value) ?? 0);
    const look = this.style.colors().at(position);
    const made = element('button', {
      class: 'tile',
      testId: 'heat-tile',
      label: describe(row),
      attributes: { type: 'button', tabindex: tile.index === this.#current ? '0' : '-1' },
      on: {
        click: () => {
          if (row.layer !== null) this.context.goToNode(row.layer.graph, row.layer.index);
        },
        mouseenter: () => this.#tell(row),
        focus: () => this.#tell(row),
      },
    });
    place(made, tile);
    made.style.background = look.background;
    made.style.color = look.text;
    if (tile.width >= TEXT_WIDTH && tile.height >= TEXT_HEIGHT) {
      made.append(
        element('span', { class: 'tile-name', text: row.layer === null ? row.weight.name : row.layerName }),
        element('span', { class: 'tile-value', text: value === null ? 'no figure' : info.format(value) }),
      );
    }
    return made;
  }

  #tell(row: HeatRow): void {
    this.#details.textContent = describe(row);
  }

  #key(event: KeyboardEvent): void {
    const tiles = Array.from(this.#area.children).filter(child => child instanceof HTMLButtonElement);
    const at = tiles.findIndex(tile => tile.matches(':focus'));
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: tiles.length - 1,
    };
    const target = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    const next = target === undefined ? undefined : tiles[target];
    if (next === undefined) return;
    event.preventDefault();
    tiles[at]?.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
  }
}

function restTile(tile: Tile, count: number, bytes: number): HTMLElement {
  const text = `${formatInteger(count)} smaller weights, ${formatBytes(bytes)}`;
  const made = element('div', { class: 'tile rest-tile', title: text, text });
  place(made, tile);
  return made;
}

function place(made: HTMLElement, tile: Tile): void {
  made.style.left = `${tile.x}px`;
  made.style.top = `${tile.y}px`;
  made.style.width = `${tile.width}px`;
  made.style.height = `${tile.height}px`;
}
