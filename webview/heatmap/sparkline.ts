import type { Histogram } from '../../src/shared/reports/weightReport';
import { element } from '../dom';
import { prepareCanvas } from '../ui/canvas';
import { readTheme } from '../ui/theme';
import { mergeBins } from './mergeBins';

const WIDTH = 110;
const HEIGHT = 20;
const BARS = 55;

/** A small histogram; heights are square roots of the counts, so tails stay visible. A tick marks zero. */
export function sparkline(histogram: Histogram, label: string): HTMLCanvasElement {
  const canvas = element('canvas', { class: 'sparkline', role: 'img', label });
  const context = prepareCanvas(canvas, WIDTH, HEIGHT);
  if (context === null) return canvas;
  const theme = readTheme();
  const bars = mergeBins(histogram.counts, BARS);
  const most = Math.max(1, ...bars);
  const step = WIDTH / bars.length;
  context.fillStyle = theme.color('--vscode-charts-blue');
  bars.forEach((count, i) => {
    if (count === 0) return;
    const height = Math.max(1, (HEIGHT - 2) * Math.sqrt(count / most));
    context.fillRect(i * step, HEIGHT - height, Math.max(1, step - 0.5), height);
  });
  if (histogram.low < 0 && histogram.high > 0) {
    context.fillStyle = theme.color('--vscode-foreground');
    context.fillRect((WIDTH * -histogram.low) / (histogram.high - histogram.low), 0, 1, 4);
  }
  return canvas;
}
