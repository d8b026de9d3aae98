import { readTheme } from '../ui/theme';
import { type Heat, NO_ITEM } from './heat';
import { type HeatColors, looksOf } from './looks';
import { binOf, type StripBins } from './stripBins';

export interface StripView {
  readonly width: number;
  readonly height: number;
  readonly heat: Heat;
  readonly bins: StripBins;
  readonly colors: HeatColors;
  /** Rows at which graphs begin. */
  readonly borders: readonly number[];
  /** Selected row; `NO_ITEM` for none. */
  readonly selected: number;
  readonly hovered: number;
}

/** Room above the bars for the mark of the selection. */
const MARK = 7;
/** Least height of a bar, and that of nodes without a figure. */
const LEAST = 2;
/** How much of its colour a bar has above the mean. */
const PALE = 0.5;
/** Bars with so much room each are drawn apart. */
const APART = 4;

/**
 * One bar for each bin: as high as the figure of the row to look at lies on the scale, in its colour; where several rows share the bar
 * it is pale above their mean. Bars of scales around zero grow from the middle, whole.
 */
export function drawStrip(context: CanvasRenderingContext2D, view: StripView): void {
  const theme = readTheme();
  const { width, height, heat, bins, borders } = view;
  const look = looksOf(heat, view.colors);
  const step = bins.bins === 0 ? 0 : width / bins.bins;
  const gap = step >= APART ? 1 : 0;
  const room = height - MARK;
  const zero = heat.scale.isTwoSided ? MARK + room / 2 : height;
  const top = (position: number): number => height - Math.max(LEAST, position * room);
  context.fillStyle = theme.color('--vscode-list-hoverBackground', '--vscode-editor-background');
  context.fillRect(0, MARK, width, room);
  for (let bin = 0; bin < bins.bins; bin++) {
    const row = bins.peak[bin] ?? NO_ITEM;
    const left = bin * step;
    const right = Math.max(left + 1, left + step - gap);
    if (row === NO_ITEM) {
      drawNothing(context, left, right, height, theme.color('--vscode-descriptionForeground'));
      continue;
    }
    const position = heat.position(heat.values[row] ?? 0);
    const { background } = look(position);
    const from = heat.scale.isTwoSided ? Math.min(zero - 1, top(position)) : top(position);
    const to = heat.scale.isTwoSided ? Math.max(zero + 1, top(position)) : height;
    const shares = (bins.known[bin] ?? 0) > 1 && !heat.scale.isTwoSided;
    const solid = shares ? Math.max(from, top(heat.position(bins.mean[bin] ?? 0))) : from;
    context.fillStyle = background;
    context.globalAlpha = PALE;
    context.fillRect(left, from, right - left, solid - from);
    context.globalAlpha = 1;
    context.fillRect(left, solid, right - left, to - solid);
  }
  context.fillStyle = theme.color('--vscode-panel-border', '--vscode-contrastBorder');
  for (const row of borders) context.fillRect(Math.max(0, binOf(bins, row)) * step - gap, MARK, 1, room);
  drawMark(context, view, view.hovered, step, theme.color('--vscode-descriptionForeground'));
  drawMark(context, view, view.selected, step, theme.color('--vscode-focusBorder', '--vscode-foreground'));
}

/** Dots instead of a bar: there is no figure, which is not the same as a low one. */
function drawNothing(
  context: CanvasRenderingContext2D,
  left: number,
  right: number,
  height: number,
  color: string,
): void {
  context.fillStyle = color;
  for (let x = Math.ceil(left / 4) * 4; x < right; x += 4) context.fillRect(x, height - 2, 1, 1);
}

/** A line down to the bottom with a wedge on top. */
function drawMark(context: CanvasRenderingContext2D, view: StripView, row: number, step: number, color: string): void {
  const bin = row === NO_ITEM ? -1 : binOf(view.bins, row);
  if (bin < 0) return;
  const x = (bin + 0.5) * step;
  context.fillStyle = color;
  context.fillRect(x - 1, MARK - 1, 2, view.height);
  context.beginPath();
  context.moveTo(x - 5, 0);
  context.lineTo(x + 5, 0);
  context.lineTo(x, MARK);
  context.fill();
}
