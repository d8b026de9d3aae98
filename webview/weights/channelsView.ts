import { cancelled, errorInfo } from '../../src/shared/errors';
import type { ChannelRanges } from '../../src/shared/protocol/weights';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { linearScale, ticks } from '../report/scales';
import { prepareCanvas } from '../ui/canvas';
import { select } from '../ui/controls';
import { failurePage } from '../ui/failure';
import { onThemeChange, readTheme } from '../ui/theme';
import { type BandColumn, bandColumns } from './bandColumns';
import { formatNumber } from './formatNumber';
import { labelled } from './matrixControls';
import { Waiting } from './waiting';
import type { WeightSource } from './weightSource';

const LEFT = 64;
const TOP = 10;
const BOTTOM = 26;

/** Range and mean of each channel as a band. */
export class ChannelsView {
  readonly element = element('div', { class: 'weight-part' });
  readonly #canvas = element('canvas', {
    class: 'weight-canvas',
    role: 'application',
    testId: 'weight-channels',
    attributes: { tabindex: '0', 'aria-roledescription': 'band chart of channels' },
    on: {
      pointermove: event => this.#pointAt(event.offsetX),
      keydown: event => this.#key(event),
    },
  });
  readonly #stage = element('div', { class: 'weight-stage' });
  readonly #status = element('div', { class: 'weight-status', role: 'status', testId: 'channels-status' });
  readonly #words = element('div', { class: 'quiet' });
  readonly #sizes = new ResizeObserver(() => this.#draw());
  readonly #stopTheme = onThemeChange(() => this.#draw());
  #axis: number;
  #ranges: ChannelRanges | null = null;
  #columns: readonly BandColumn[] = [];
  #at: number | null = null;
  #round = 0;

  constructor(private readonly source: WeightSource) {
    const { shape, outputAxis } = source.facts;
    this.#axis = outputAxis ?? 0;
    const chooser = select({
      label: 'Axis of the channels',
      value: String(this.#axis),
      testId: 'channels-axis',
      choices: shape.map((size, axis) => ({
        value: String(axis),
        label: `axis ${axis} (${formatInteger(size)})${axis === outputAxis ? ', outputs' : ''}`,
      })),
      onChange: value => {
        this.#axis = Number(value);
        this.reload();
      },
    });
    const toolbar = element('div', { class: 'weight-toolbar' }, labelled('Channels along', chooser.element));
    this.element.append(toolbar, this.#stage, this.#status, this.#words);
    this.#sizes.observe(this.#canvas);
    this.reload();
  }

  reload(): void {
    this.#at = null;
    void this.#read();
  }

  dispose(): void {
    this.#round += 1;
    this.#sizes.disconnect();
    this.#stopTheme();
  }

  async #read(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const failed = (thrown: unknown): void => {
      const error = errorInfo(thrown);
      const title = error.kind === 'cancelled' ? 'Reading was ended' : 'The channels cannot be shown';
      this.#stage.replaceChildren(failurePage(title, error, [{ label: 'Read it', onClick: () => this.reload() }]));
    };
    const waiting = new Waiting('Reading channels', () => {
      this.#round += 1;
      failed(cancelled());
      this.source.stop().catch(failed);
    });
    this.#stage.replaceChildren(waiting.element);
    try {
      const ranges = await this.source.channels(
        this.#axis,
        fraction => waiting.show(fraction),
        () => this.#round === round,
      );
      if (ranges === null) return;
      this.#ranges = ranges;
      this.#stage.replaceChildren(this.#canvas);
      this.#draw();
    } catch (thrown) {
      if (this.#round === round) failed(thrown);
    }
  }

  #draw(): void {
    const ranges = this.#ranges;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (ranges === null || width === 0 || height === 0) return;
    const context = prepareCanvas(this.#canvas, width, height);
    if (context === null) return;
    const room = Math.max(1, width - LEFT - 8);
    this.#columns = bandColumns(ranges, room);
    const finite = this.#columns.filter(({ min, max }) => min <= max);
    const low = Math.min(0, ...finite.map(({ min }) => min));
    const high = Math.max(0, ...finite.map(({ max }) => max));
    const y = linearScale(low, high, height - BOTTOM, TOP);
    const theme = readTheme();
    context.font = `11px ${theme.font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (const tick of ticks(low, high, 6)) {
      context.fillStyle = theme.color('--vscode-panel-border', '--vscode-descriptionForeground');
      context.fillRect(LEFT, Math.round(y(tick)), room, 1);
      context.fillStyle = theme.color('--vscode-descriptionForeground');
      context.fillText(formatNumber(tick), LEFT - 6, y(tick));
    }
    const step = room / Math.max(1, this.#columns.length);
    for (const [i, column] of this.#columns.entries()) {
      if (column.min > column.max) continue;
      const x = LEFT + i * step;
      const bar = Math.max(1, step > 4 ? step - 1 : step);
      context.fillStyle = theme.color('--vscode-charts-blue');
      context.fillRect(x, y(column.max), bar, Math.max(1, y(column.min) - y(column.max)));
      context.fillStyle = theme.color('--vscode-editor-background');
      context.fillRect(x, y(column.highMean) - 1, bar, Math.max(2, y(column.lowMean) - y(column.highMean)));
    }
    context.fillStyle = theme.color('--vscode-foreground');
    context.fillRect(LEFT, Math.round(y(0)), room, 1);
    this.#drawAxis(context, width, height, ranges);
    if (this.#at !== null) {
      context.strokeStyle = theme.color('--vscode-focusBorder');
      context.lineWidth = 2;
      context.strokeRect(LEFT + this.#at * step - 1, TOP, Math.max(3, step + 2), height - TOP - BOTTOM);
    }
    this.#tell(ranges);
  }

  #drawAxis(context: CanvasRenderingContext2D, width: number, height: number, { channels }: ChannelRanges): void {
    context.fillStyle = readTheme().color('--vscode-descriptionForeground');
    context.textAlign = 'left';
    context.fillText('0', LEFT, height - BOTTOM / 2);
    context.textAlign = 'right';
    context.fillText(formatInteger(Math.max(0, channels - 1)), width - 8, height - BOTTOM / 2);
    context.textAlign = 'center';
    context.fillText('channel', (LEFT + width) / 2, height - BOTTOM / 2);
  }

  #tell(ranges: ChannelRanges): void {
    const perColumn =
      this.#columns.length === 0 ? 1 : Math.ceil(ranges.min.length / this.#columns.length) * ranges.perEntry;
    this.#words.textContent =
      perColumn === 1
        ? 'Each bar is one channel, from its least element to its largest; the gap is its mean.'
        : `Each bar covers up to ${formatInteger(perColumn)} channels, from the least of their elements to the largest; the gap covers their means.`;
    const column = this.#at === null ? undefined : this.#columns[this.#at];
    const text =
      column === undefined
        ? `${formatInteger(ranges.channels)} channels of ${formatInteger(ranges.elements)} elements`
        : describe(ranges, column);
    this.#status.textContent = text;
    this.#canvas.setAttribute('aria-label', text);
  }

  #pointAt(x: number): void {
    const room = Math.max(1, this.#canvas.clientWidth - LEFT - 8);
    const at = Math.floor(((x - LEFT) / room) * this.#columns.length);
    if (at < 0 || at >= this.#columns.length || at === this.#at) return;
    this.#at = at;
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    const last = this.#columns.length - 1;
    const leap = event.shiftKey ? 16 : 1;
    const from = this.#at ?? -1;
    const targets = new Map([
      ['ArrowRight', from + leap],
      ['ArrowLeft', from - leap],
      ['PageDown', from + 64],
      ['PageUp', from - 64],
      ['Home', 0],
      ['End', last],
    ]);
    const target = targets.get(event.key);
    if (target === undefined) return;
    event.preventDefault();
    this.#at = Math.min(last, Math.max(0, target));
    this.#draw();
  }
}

function describe(ranges: ChannelRanges, { first, last, min, max, lowMean, highMean }: BandColumn): string {
  const from = first * ranges.perEntry;
  const to = Math.min(ranges.channels, last * ranges.perEntry) - 1;
  const which =
    from === to ? `channel ${formatInteger(from)}` : `channels ${formatInteger(from)} to ${formatInteger(to)}`;
  let [zeros, notFinite] = [0, 0];
  for (let entry = first; entry < last; entry++) {
    zeros += ranges.zeros[entry] ?? 0;
    notFinite += ranges.notFinite[entry] ?? 0;
  }
  const share = formatPercent(zeros / Math.max(1, (to - from + 1) * ranges.elements));
  const broken = notFinite === 0 ? '' : `, ${formatInteger(notFinite)} not finite`;
  if (min > max) return `${which}: no finite element${broken}`;
  const mean =
    lowMean === highMean
      ? `mean ${formatNumber(lowMean)}`
      : `means ${formatNumber(lowMean)} to ${formatNumber(highMean)}`;
  return `${which}: ${formatNumber(min)} to ${formatNumber(max)}, ${mean}, ${share} zeros${broken}`;
}
