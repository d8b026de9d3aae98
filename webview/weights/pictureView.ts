import { cancelled, errorInfo } from '../../src/shared/errors';
import type { PictureFacts } from '../../src/shared/protocol/weights';
import { formatBytes } from '../../src/shared/units';
import { element } from '../dom';
import { button, select } from '../ui/controls';
import { failurePage } from '../ui/failure';
import { onThemeChange } from '../ui/theme';
import { CellTexts } from './cellTexts';
import { cellValue, describeShown, fencesOf, roundUp, SHOWN, SHOWN_LABELS, type Shown, spanOf } from './cellValues';
import { describeCell } from './describeCell';
import { divergingColors } from './divergingColors';
import { labelled, matrixControls } from './matrixControls';
import { clampCamera, fitCamera, type PictureCamera, zoomCamera } from './pictureCamera';
import { PictureCanvas } from './pictureCanvas';
import { type PictureInput, watchInput } from './pictureInput';
import { pictureLegend } from './pictureLegend';
import type { Coloring } from './tileImages';
import { TileStore } from './tileStore';
import { Waiting } from './waiting';
import { matrixSize, type WeightSource } from './weightSource';

const SPANS = ['view', 'deviations', 'largest'] as const;
type Span = (typeof SPANS)[number];
const SPAN_LABELS: Readonly<Record<Span, string>> = {
  view: 'what is in view',
  deviations: '4 standard deviations',
  largest: 'the largest magnitude',
};

/** The picture of a matrix: pan and zoom, each cell told in words, a number in each element when near. */
export class PictureView implements PictureInput {
  readonly element = element('div', { class: 'weight-part' });
  readonly #canvas = new PictureCanvas();
  readonly #status = element('div', { class: 'weight-status', role: 'status', testId: 'weight-status' });
  readonly #words = element('div', { class: 'quiet', testId: 'weight-shown' });
  readonly #legend = element('div');
  readonly #stage = element('div', { class: 'weight-stage' });
  readonly #toolbar = element('div', { class: 'weight-toolbar' });
  readonly #tiles: TileStore;
  readonly #texts: CellTexts;
  readonly #sizes: ResizeObserver;
  readonly #stops: (() => void)[];
  #facts: PictureFacts | null = null;
  #camera: PictureCamera | null = null;
  /** Whether all of it is to be in view, whatever room there is. */
  #isFitted = true;
  #cursor: { readonly row: number; readonly column: number } | null = null;
  #shown: Shown = 'outliers';
  #span: Span = 'view';
  #colors = divergingColors();
  #frame = 0;
  #round = 0;

  constructor(
    private readonly source: WeightSource,
    private readonly onMatrix: () => void,
  ) {
    const redraw = (): void => this.#redraw();
    const failed = (thrown: unknown): void => this.#failed(thrown);
    this.#tiles = new TileStore(source, redraw, failed);
    this.#texts = new CellTexts(source, redraw, failed);
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(this.#canvas.element);
    this.#stops = [
      onThemeChange(() => {
        this.#colors = divergingColors();
        this.#redraw();
      }),
      watchInput(this.#canvas.element, this),
    ];
    this.#canvas.element.setAttribute('role', 'application');
    this.#canvas.element.setAttribute('aria-roledescription', 'picture of a matrix');
    this.element.append(this.#toolbar, this.#stage, this.#status, this.#words, this.#legend);
    this.reload();
  }

  /** Begins anew: the matrix or its numbers are others. */
  reload(): void {
    this.#tiles.clear();
    this.#texts.clear();
    this.#facts = null;
    this.#isFitted = true;
    this.#camera = null;
    this.#cursor = null;
    this.#fillToolbar();
    void this.#read();
  }

  dispose(): void {
    this.#round += 1;
    cancelAnimationFrame(this.#frame);
    this.#sizes.disconnect();
    for (const stop of this.#stops) stop();
    this.#tiles.clear();
  }

  async #read(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const { rows, columns } = matrixSize(this.source.facts.shape, this.source.matrix);
    if (rows * columns === 0) {
      this.#stage.replaceChildren(element('p', { class: 'empty', text: 'This weight has no elements.' }));
      return;
    }
    const waiting = new Waiting(`Reading ${formatBytes(this.source.facts.bytes)}`, () => {
      this.#round += 1;
      this.#failed(cancelled());
      this.source.stop().catch((thrown: unknown) => this.#failed(thrown));
    });
    const late = setTimeout(() => this.#stage.replaceChildren(waiting.element), 150);
    try {
      const facts = await this.source.picture(
        fraction => waiting.show(fraction),
        () => this.#round === round,
      );
      if (facts !== null) this.#start(facts);
    } catch (thrown) {
      if (this.#round === round) this.#failed(thrown);
    } finally {
      clearTimeout(late);
    }
  }

  #start(facts: PictureFacts): void {
    this.#facts = facts;
    this.#stage.replaceChildren(this.#canvas.element);
    this.#resized();
  }

  /** Without the whole there is still its corner, which is read as it is looked at. */
  #startAtCorner(): void {
    const size = matrixSize(this.source.facts.shape, this.source.matrix);
    const unknown = { min: null, max: null, mean: null, std: null, finite: 0, zeros: 0, nan: 0, infinite: 0 };
    this.#camera = { x: 0, y: 0, scaleX: 1, scaleY: 1 };
    this.#isFitted = false;
    this.#start({ ...size, ...unknown, rowLevel: 0, columnLevel: 0 });
  }

  #failed(thrown: unknown): void {
    const error = errorInfo(thrown);
    const again = { label: error.kind === 'cancelled' ? 'Read it all' : 'Try again', onClick: () => this.reload() };
    if (error.kind === 'cancelled') {
      const corner = button({ label: 'Show its corner', onClick: () => this.#startAtCorner() });
      this.#stage.replaceChildren(
        element(
          'div',
          { class: 'empty' },
          element('p', { text: 'A picture of the whole needs all of it to be read once.' }),
          element('div', { class: 'button-row' }, button({ ...again, look: 'primary' }), corner),
        ),
      );
      return;
    }
    this.#stage.replaceChildren(failurePage('This weight cannot be drawn', error, [again]));
  }

  #fillToolbar(): void {
    const { facts, matrix } = this.source;
    this.#toolbar.replaceChildren(
      ...matrixControls(facts.shape, matrix, chosen => {
        this.source.matrix = chosen;
        this.onMatrix();
      }),
      labelled(
        'Cells',
        select({
          label: 'What a cell shows of its elements',
          value: this.#shown,
          testId: 'weight-cells',
          choices: SHOWN.map(value => ({ value, label: SHOWN_LABELS[value] })),
          onChange: value => {
            this.#shown = value;
            this.#redraw();
          },
        }).element,
      ),
      labelled(
        'Colours to',
        select({
          label: 'Where the colours end',
          value: this.#span,
          testId: 'weight-span',
          choices: SPANS.map(value => ({ value, label: SPAN_LABELS[value] })),
          onChange: value => {
            this.#span = value;
            this.#redraw();
          },
        }).element,
      ),
      button({ label: '−', title: 'Zoom out (−)', onClick: () => this.zoom(0.5, null) }),
      button({ label: '+', title: 'Zoom in (+)', testId: 'weight-zoom-in', onClick: () => this.zoom(2, null) }),
      button({ label: 'Fit', title: 'Show all of it (0)', onClick: () => this.fit() }),
    );
  }

  #resized(): void {
    const facts = this.#facts;
    if (facts === null || this.#canvas.element.clientWidth === 0) return;
    const { size } = this.#canvas;
    const isFitted = this.#camera === null || this.#isFitted;
    this.#camera = isFitted ? fitCamera(facts, size) : clampCamera(this.#camera ?? fitCamera(facts, size), facts, size);
    this.#redraw();
  }

  #redraw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const [facts, camera] = [this.#facts, this.#camera];
    if (facts === null || camera === null || !this.#canvas.element.isConnected) return;
    this.#canvas.prepare({ camera, facts, tiles: this.#tiles });
    this.#texts.prepare(camera, facts, this.#canvas.size);
    const coloring = this.#coloring(facts);
    this.#canvas.draw({
      camera,
      facts,
      coloring,
      tiles: this.#tiles,
      texts: this.#texts,
      cursor: this.#cursor,
    });
    const known = facts.finite + facts.nan + facts.infinite === 0 ? null : facts;
    this.#legend.replaceChildren(pictureLegend(coloring, known));
    const [held] = this.#canvas.shown;
    const [cellRows, cellColumns] = [2 ** (held?.rowLevel ?? 0), 2 ** (held?.columnLevel ?? 0)];
    const complex = this.source.facts.kind === 'complex' ? ' Complex numbers are drawn by their magnitudes.' : '';
    this.#words.textContent = `${describeShown(this.#shown, Math.min(cellRows, facts.rows), Math.min(cellColumns, facts.columns))}${complex}`;
    this.#tellCursor(coloring);
  }

  #coloring(facts: PictureFacts): Coloring {
    const fences = fencesOf(facts);
    const { middle } = this.source;
    const base = { colors: this.#colors, shown: this.#shown, fences, middle };
    const largest = Math.max(Math.abs((facts.min ?? 0) - middle), Math.abs((facts.max ?? 0) - middle));
    const inView = (): number =>
      spanOf(
        this.#canvas.shown.map(({ tile }) => tile),
        this.#shown,
        fences,
        middle,
      );
    if (this.#span === 'largest' && facts.max !== null) return { ...base, span: roundUp(largest) };
    if (this.#span === 'deviations' && facts.std !== null) {
      return { ...base, span: roundUp(Math.min(largest, Math.abs((facts.mean ?? 0) - middle) + 4 * facts.std)) };
    }
    return { ...base, span: inView() };
  }

  #tellCursor(coloring: Coloring): void {
    const cursor = this.#cursor;
    const facts = this.#facts;
    if (cursor === null || facts === null) {
      this.#status.textContent = 'Point at a cell, or use the arrow keys: what it holds is told here.';
      return;
    }
    const found = this.#canvas.cellAt(cursor.row, cursor.column);
    const text = found === null ? 'Reading…' : describeCell(found.held, found.cell, facts);
    const value = found === null ? '' : String(cellValue(found.held.tile, found.cell, coloring.shown, coloring.fences));
    this.#status.textContent = text;
    this.#canvas.element.setAttribute('aria-label', `${text} ${value === 'NaN' ? 'no finite element' : ''}`.trim());
  }

  /** Zooms around a point of the canvas, around the cursor or else the middle without one. */
  zoom(factor: number, point: { readonly x: number; readonly y: number } | null): void {
    const [facts, camera] = [this.#facts, this.#camera];
    if (facts === null || camera === null) return;
    const { size } = this.#canvas;
    this.#isFitted = false;
    this.#camera = zoomCamera(camera, factor, point ?? this.#cursorPoint(camera, size), facts, size);
    this.#redraw();
  }

  #cursorPoint(camera: PictureCamera, { width, height }: { readonly width: number; readonly height: number }) {
    const middle = { x: width / 2, y: height / 2 };
    if (this.#cursor === null) return middle;
    const x = (this.#cursor.column + 0.5 - camera.x) * camera.scaleX;
    const y = (this.#cursor.row + 0.5 - camera.y) * camera.scaleY;
    return x >= 0 && y >= 0 && x <= width && y <= height ? { x, y } : middle;
  }

  fit(): void {
    if (this.#facts === null) return;
    this.#isFitted = true;
    this.#camera = fitCamera(this.#facts, this.#canvas.size);
    this.#redraw();
  }

  /** Moves what is in view by pixels. */
  pan(x: number, y: number): void {
    const [facts, camera] = [this.#facts, this.#camera];
    if (facts === null || camera === null) return;
    this.#isFitted = false;
    const moved = { ...camera, x: camera.x + x / camera.scaleX, y: camera.y + y / camera.scaleY };
    this.#camera = clampCamera(moved, facts, this.#canvas.size);
    this.#redraw();
  }

  /** Puts the cursor on the element at a point of the canvas. */
  point(x: number, y: number): void {
    const [facts, camera] = [this.#facts, this.#camera];
    if (facts === null || camera === null) return;
    const row = Math.floor(camera.y + y / camera.scaleY);
    const column = Math.floor(camera.x + x / camera.scaleX);
    if (row < 0 || column < 0 || row >= facts.rows || column >= facts.columns) return;
    this.#cursor = { row, column };
    this.#redraw();
  }

  /** Moves the cursor by cells and keeps it in view. */
  step(rows: number, columns: number): void {
    const [facts, camera] = [this.#facts, this.#camera];
    if (facts === null || camera === null) return;
    const [held] = this.#canvas.shown;
    const from = this.#cursor ?? { row: Math.max(0, Math.floor(camera.y)), column: Math.max(0, Math.floor(camera.x)) };
    const moved = (at: number, cells: number, level: number, count: number): number =>
      Math.min(count - 1, Math.max(0, at + cells * 2 ** level));
    this.#cursor =
      this.#cursor === null
        ? from
        : {
            row: moved(from.row, rows, held?.rowLevel ?? 0, facts.rows),
            column: moved(from.column, columns, held?.columnLevel ?? 0, facts.columns),
          };
    this.#reveal(camera, facts);
    this.#redraw();
  }

  #reveal(camera: PictureCamera, facts: PictureFacts): void {
    if (this.#cursor === null) return;
    const { width, height } = this.#canvas.size;
    const into = (at: number, start: number, shown: number): number =>
      at < start ? at : at + 1 > start + shown ? at + 1 - shown : start;
    const x = into(this.#cursor.column, camera.x, width / camera.scaleX);
    const y = into(this.#cursor.row, camera.y, height / camera.scaleY);
    this.#camera = clampCamera({ ...camera, x, y }, facts, { width, height });
  }
}
