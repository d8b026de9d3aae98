import type { BenchmarkPoint } from '../../src/shared/reports/benchmarkReport';
import { formatInteger, formatMilliseconds } from '../../src/shared/units';
import { svg } from '../dom';
import { axes, chart, FRAME } from './chart';
import { countBins, linearScale, spread, ticks } from './scales';

const BINS = 48;
const LABEL_GAP = 92;

interface Mark {
  readonly name: string;
  readonly value: number;
  /** A dash pattern of its own, so lines can be told apart without colour. */
  readonly dash: string;
  readonly style: string;
}

function marks(point: BenchmarkPoint): readonly Mark[] {
  const { latency } = point;
  return [
    { name: 'median', value: latency.median, dash: 'none', style: 'mark-median' },
    { name: 'p90', value: latency.p90, dash: '6 3', style: 'mark-p90' },
    { name: 'p99', value: latency.p99, dash: '2 3', style: 'mark-p99' },
  ];
}

/** How run times are distributed, with median, p90 and p99. */
export function latencyHistogram(point: BenchmarkPoint): HTMLElement {
  const { low, high } = timeRange(point);
  const counts = countBins(point.times, low, high, BINS);
  const most = Math.max(1, ...counts);
  const x = linearScale(low, high, FRAME.left, FRAME.right);
  const y = linearScale(0, most, FRAME.bottom, FRAME.top);
  const step = (FRAME.right - FRAME.left) / BINS;
  const bars = counts.map((count, i) =>
    svg('rect', {
      x: FRAME.left + i * step + 0.5,
      y: y(count),
      width: step - 1,
      height: FRAME.bottom - y(count),
      class: 'bar',
    }),
  );
  const shown = marks(point);
  const labelX = spread(
    shown.map(mark => x(Math.min(high, mark.value))),
    LABEL_GAP,
    FRAME.left + LABEL_GAP / 2,
    FRAME.right - LABEL_GAP / 2,
  );
  const lines = shown.flatMap((mark, i) => [
    svg('line', {
      x1: x(Math.min(high, mark.value)),
      x2: x(Math.min(high, mark.value)),
      y1: FRAME.top,
      y2: FRAME.bottom,
      class: `mark ${mark.style}`,
      'stroke-dasharray': mark.dash,
    }),
    svg(
      'text',
      { x: labelX[i] ?? 0, y: FRAME.top - 8, class: 'mark-label', 'text-anchor': 'middle' },
      `${mark.name} ${formatMilliseconds(mark.value)}`,
    ),
  ]);
  return chart(
    `Distribution of ${formatInteger(point.times.length)} runs`,
    `Histogram of run times: ${shown.map(mark => `${mark.name} ${formatMilliseconds(mark.value)}`).join(', ')}`,
    [
      ...axes(
        { scale: x, ticks: ticks(low, high, 7), format: formatMilliseconds, title: outlierNote(point, high) },
        { scale: y, ticks: ticks(0, most, 4).filter(Number.isInteger), format: String, title: '' },
      ),
      ...bars,
      ...lines,
    ],
    'chart-histogram',
  );
}

/** Every run in order: drift, warm-up and disturbances show here. */
export function latencyRuns(point: BenchmarkPoint): HTMLElement {
  const { low, high } = timeRange(point);
  const x = linearScale(1, Math.max(2, point.times.length), FRAME.left + 4, FRAME.right - 4);
  const y = linearScale(low, high, FRAME.bottom, FRAME.top);
  const dots = point.times.map((time, i) => {
    const isOutside = time > high;
    const at = {
      cx: x(i + 1),
      cy: y(Math.min(high, time)),
      r: isOutside ? 3 : 2,
      class: isOutside ? 'dot outlier' : 'dot',
    };
    return svg('circle', at);
  });
  const lines = marks(point).map(mark =>
    svg('line', {
      x1: FRAME.left,
      x2: FRAME.right,
      y1: y(Math.min(high, mark.value)),
      y2: y(Math.min(high, mark.value)),
      class: `mark ${mark.style}`,
      'stroke-dasharray': mark.dash,
    }),
  );
  return chart(
    'Run by run',
    `Time of each of ${formatInteger(point.times.length)} runs in order, from ${formatMilliseconds(point.latency.min)} to ${formatMilliseconds(point.latency.max)}`,
    [
      ...axes(
        {
          scale: x,
          ticks: ticks(1, point.times.length, 7).filter(Number.isInteger),
          format: formatInteger,
          title: 'run',
        },
        { scale: y, ticks: ticks(low, high, 5), format: formatMilliseconds, title: '' },
      ),
      ...dots,
      ...lines,
    ],
    'chart-runs',
  );
}

/** From the fastest run to a little past p99, so one disturbed run does not flatten the rest. */
function timeRange(point: BenchmarkPoint): { low: number; high: number } {
  const { min, max, p99, median } = point.latency;
  const high = Math.min(max, p99 + 0.5 * (p99 - median) + 0.02 * median);
  return high > min ? { low: min, high } : { low: min * 0.95, high: min * 1.05 };
}

function outlierNote(point: BenchmarkPoint, high: number): string {
  const outside = point.times.filter(time => time > high).length;
  if (outside === 0) return 'time of one run';
  return `time of one run; ${outside} slower ${outside === 1 ? 'run' : 'runs'}, up to ${formatMilliseconds(point.latency.max)}, in the last bar`;
}
