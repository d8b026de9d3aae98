import { cancelled, errorInfo } from '../../src/shared/errors';
import type { PictureFacts, PictureNumbers } from '../../src/shared/protocol/weights';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { cssColor } from '../heat/colorScale';
import { prepareCanvas } from '../ui/canvas';
import { select, textField } from '../ui/controls';
import { failurePage } from '../ui/failure';
import { onThemeChange, readTheme } from '../ui/theme';
import { roundUp } from './cellValues';
import { divergingColors } from './divergingColors';
import { formatNumber } from './formatNumber';
import { type KernelGrid, kernelAt, kernelGrid } from './kernelGrid';
import { KernelStore } from './kernelStore';
import { labelled } from './matrixControls';
import { pictureLegend } from './pictureLegend';
import { Waiting } from './waiting';
import type { WeightSource } from './weightSource';

interface Place {
  readonly line: number;
  readonly place: number;
}

const MOVES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowUp', [-1, 0]],
  ['ArrowDown', [1, 0]],
  ['ArrowLeft', [0, -1]],
  ['ArrowRight', [0, 1]],
  ['PageUp', [-10, 0]],
  ['PageDown', [10, 0]],
  ['Home', [0, -1e9]],
  ['End', [0, 1e9]],
]);

/** Kernels of a convolution as small tiles: those in view are read and drawn, whatever their number. */
export class KernelsView {
  readonly element = element('div', { class: 'weight-part' });
  readonly #canvas = element('canvas', { class: 'weight-kernel-canvas', attributes: { 'aria-hidden': 'true' } });
  readonly #room = element('div', { class: 'weight-kernel-room' });
  readonly #scroller = element(
    'div',
    {
      class: 'weight-kernels',
      role: 'application',
      testId: 'weight-kernels',
      attributes: { tabindex: '0', 'aria-roledescription': 'kernels as tiles' },
      on: { scroll: () => this.#redraw(), keydown: event => this.#key(event), click: event => this.#click(event) },
    },
    this.#canvas,
    this.#room,
  );
  readonly #status = element('div', { class: 'weight-status', role: 'status', testId: 'kernel-status' });
  readonly #numbers = element('div', { class: 'weight-kernel-numbers', testId: 'kernel-numbers' });
  readonly #legend = element('div');
  readonly #stage = element('div', { class: 'weight-stage' });
  readonly #sizes = new ResizeObserver(() => this.#arrange());
  readonly #stopTheme = onThemeChange(() => {
    this.#colors = divergingColors();
    this.#redraw();
  });
  #colors = divergingColors();
  #facts: PictureFacts | null = null;
  #grid: KernelGrid | null = null;
  #store: KernelStore | null = null;
  #chosen: Place = { line: 0, place: 0 };
  #each = false;
  #slice = 0;
  #frame = 0;
  #round = 0;

  constructor(private readonly source: WeightSource) {
    const grid = kernelGrid(source.facts, { width: 1, height: 1 });
    const slices = grid?.slices ?? 1;
    const toolbar = element(
      'div',
      { class: 'weight-toolbar' },
      labelled(
        'Colours',
        select({
          label: 'What the colours of a kernel span',
          value: 'common',
          testId: 'kernel-colors',
          choices: [
            { value: 'common', label: 'the same for all kernels' },
            { value: 'each', label: "each kernel's own range" },
          ],
          onChange: value => {
            this.#each = value === 'each';
            this.#redraw();
          },
        }).element,
      ),
      ...(slices < 2 ? [] : [labelled(`Slice, 0 to ${slices - 1}`, this.#sliceField(slices), 'weight-index')]),
    );
    this.element.append(toolbar, this.#stage, this.#status, this.#numbers, this.#legend);
    this.#sizes.observe(this.#scroller);
    this.reload();
  }

  reload(): void {
    this.#store = null;
    this.#facts = null;
    void this.#read();
  }

  dispose(): void {
    this.#round += 1;
    cancelAnimationFrame(this.#frame);
    this.#sizes.disconnect();
    this.#stopTheme();
  }

  #sliceField(slices: number): HTMLElement {
    return textField({
      label: `Slice of the kernels, 0 to ${slices - 1}`,
      value: '0',
      onInput: value => {
        const slice = Number(value);
        if (value.trim() === '' || !Number.isInteger(slice) || slice < 0 || slice >= slices) return;
        this.#slice = slice;
        this.#redraw();
      },
    }).element;
  }

  async #read(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const waiting = new Waiting('Reading the range of the kernels', () => {
      this.#round += 1;
      this.#failed(cancelled());
      this.source.stop().catch((thrown: unknown) => this.#failed(thrown));
    });
    this.#stage.replaceChildren(waiting.element);
    try {
      const facts = await this.source.picture(
        fraction => waiting.show(fraction),
        () => this.#round === round,
      );
      if (facts === null) return;
      this.#facts = facts;
      this.#stage.replaceChildren(this.#scroller);
      this.#arrange();
    } catch (thrown) {
      if (this.#round === round) this.#failed(thrown);
    }
  }

  #failed(thrown: unknown): void {
    const again = { label: 'Read them', onClick: () => this.reload() };
    this.#stage.replaceChildren(failurePage('The kernels cannot be drawn', errorInfo(thrown), [again]));
  }

  #arrange(): void {
    if (this.#facts === null || this.#scroller.clientWidth === 0) return;
    const grid = kernelGrid(this.source.facts, {
      width: this.#scroller.clientWidth,
      height: this.#scroller.clientHeight,
    });
    if (grid === null) return;
    this.#grid = grid;
    this.#store ??= new KernelStore(
      this.source,
      grid,
      () => this.#redraw(),
      thrown => this.#failed(thrown),
    );
    this.#room.style.width = `${grid.perLine * grid.pitchX}px`;
    this.#room.style.height = `${grid.lines * grid.pitchY}px`;
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
    const [grid, store, facts] = [this.#grid, this.#store, this.#facts];
    const { clientWidth: width, clientHeight: height, scrollLeft, scrollTop } = this.#scroller;
    if (grid === null || store === null || facts === null || width === 0) return;
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    const context = prepareCanvas(this.#canvas, width, height);
    if (context === null) return;
    const span = this.#commonSpan(facts);
    const firstLine = Math.floor(scrollTop / grid.pitchY);
    const lastLine = Math.min(grid.lines, Math.ceil((scrollTop + height) / grid.pitchY));
    const firstPlace = Math.floor(scrollLeft / grid.pitchX);
    const lastPlace = Math.min(grid.perLine, Math.ceil((scrollLeft + width) / grid.pitchX));
    for (let line = firstLine; line < lastLine; line++) {
      for (let place = firstPlace; place < lastPlace; place++) {
        const at = kernelAt(grid, line, place);
        if (at === null) continue;
        const x = place * grid.pitchX - scrollLeft + 2;
        const y = line * grid.pitchY - scrollTop + 2;
        const numbers = store.kernel(at.first, at.second);
        if (numbers !== null) this.#drawKernel(context, numbers, x, y, span);
        if (line === this.#chosen.line && place === this.#chosen.place) this.#mark(context, x, y, grid);
      }
    }
    const coloring = {
      colors: this.#colors,
      shown: 'mean' as const,
      fences: { low: -Infinity, high: Infinity },
      middle: this.source.middle,
      span,
    };
    this.#legend.replaceChildren(
      this.#each
        ? element('p', {
            class: 'quiet',
            text: 'Colours of each kernel end at its own largest magnitude: compare shapes, not strengths.',
          })
        : pictureLegend(coloring, facts),
    );
    this.#tell();
  }

  #commonSpan({ min, max }: PictureFacts): number {
    const { middle } = this.source;
    return roundUp(Math.max(Math.abs((min ?? middle) - middle), Math.abs((max ?? middle) - middle)));
  }

  /** A line around it tells kernels apart whose numbers are near the middle. */
  #drawKernel(context: CanvasRenderingContext2D, numbers: PictureNumbers, x: number, y: number, common: number): void {
    const grid = this.#grid;
    if (grid === null) return;
    const { height, width, pixel } = grid;
    const { middle } = this.source;
    const slice = numbers.subarray(this.#slice * height * width, (this.#slice + 1) * height * width);
    const span = this.#each ? largestDistance(slice, middle) : common;
    for (const [i, value] of slice.entries()) {
      const color = Number.isFinite(value)
        ? this.#colors.at(span === 0 ? 0 : (value - middle) / span)
        : Number.isNaN(value)
          ? this.#colors.nan
          : this.#colors.infinite;
      context.fillStyle = cssColor(color);
      context.fillRect(x + (i % width) * pixel, y + Math.floor(i / width) * pixel, pixel, pixel);
    }
    context.strokeStyle = readTheme().color('--vscode-panel-border', '--vscode-descriptionForeground');
    context.lineWidth = 1;
    context.strokeRect(x - 0.5, y - 0.5, width * pixel + 1, height * pixel + 1);
  }

  #mark(context: CanvasRenderingContext2D, x: number, y: number, { height, width, pixel }: KernelGrid): void {
    context.strokeStyle = readTheme().color('--vscode-focusBorder');
    context.lineWidth = 2;
    context.strokeRect(x - 1, y - 1, width * pixel + 2, height * pixel + 2);
  }

  #names(first: number, second: number): string {
    const [a, b] = this.source.facts.kernel?.first === 'inputs' ? ['input', 'output'] : ['output', 'input'];
    const { seconds = 1 } = this.#grid ?? {};
    return seconds === 1
      ? `${a} ${formatInteger(first)}`
      : `${a} ${formatInteger(first)}, ${b} ${formatInteger(second)}`;
  }

  #tell(): void {
    const [grid, store] = [this.#grid, this.#store];
    const at = grid === null ? null : kernelAt(grid, this.#chosen.line, this.#chosen.place);
    if (grid === null || store === null || at === null) return;
    const numbers = store.kernel(at.first, at.second);
    const of = `${formatInteger(grid.firsts * grid.seconds)} kernels of ${this.source.facts.kernel?.sizes.join(' × ') ?? ''}`;
    this.#status.textContent = `Kernel of ${this.#names(at.first, at.second)}; ${of}`;
    this.#scroller.setAttribute('aria-label', this.#status.textContent);
    if (numbers === null) return;
    const rows = Array.from({ length: grid.height }, (_, row) =>
      element(
        'tr',
        {},
        ...Array.from({ length: grid.width }, (_, column) =>
          element('td', { text: formatNumber(numbers[(this.#slice * grid.height + row) * grid.width + column] ?? 0) }),
        ),
      ),
    );
    this.#numbers.replaceChildren(
      element(
        'table',
        { class: 'mono', label: `Numbers of the kernel of ${this.#names(at.first, at.second)}` },
        ...rows,
      ),
    );
  }

  #key(event: KeyboardEvent): void {
    const move = MOVES.get(event.key);
    if (move === undefined || this.#grid === null) return;
    event.preventDefault();
    this.#choose({ line: this.#chosen.line + move[0], place: this.#chosen.place + move[1] });
  }

  #click(event: MouseEvent): void {
    const grid = this.#grid;
    if (grid === null) return;
    const box = this.#scroller.getBoundingClientRect();
    this.#choose({
      line: Math.floor((event.clientY - box.top + this.#scroller.scrollTop) / grid.pitchY),
      place: Math.floor((event.clientX - box.left + this.#scroller.scrollLeft) / grid.pitchX),
    });
  }

  #choose({ line, place }: Place): void {
    const grid = this.#grid;
    if (grid === null) return;
    const chosen = {
      line: Math.min(grid.lines - 1, Math.max(0, line)),
      place: Math.min(grid.perLine - 1, Math.max(0, place)),
    };
    if (kernelAt(grid, chosen.line, chosen.place) === null) return;
    this.#chosen = chosen;
    const into = (at: number, size: number, start: number, shown: number): number =>
      at < start ? at : at + size > start + shown ? at + size - shown : start;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.#scroller;
    this.#scroller.scrollLeft = into(chosen.place * grid.pitchX, grid.pitchX, scrollLeft, clientWidth);
    this.#scroller.scrollTop = into(chosen.line * grid.pitchY, grid.pitchY, scrollTop, clientHeight);
    this.#redraw();
  }
}

function largestDistance(numbers: PictureNumbers, middle: number): number {
  let largest = 0;
  for (const value of numbers) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value - middle));
  return largest;
}
