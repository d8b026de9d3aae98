import type { BenchmarkPoint } from '../../src/shared/reports/benchmarkReport';
import { formatMilliseconds } from '../../src/shared/units';
import { svg } from '../dom';
import { type Axis, axes, chart, FRAME } from './chart';
import { formatRate } from './formatRate';
import { linearScale, ticks } from './scales';

/** Samples a second for each batch size. */
export function throughputChart(points: readonly BenchmarkPoint[]): HTMLElement {
  const rates = points.map(point => point.samplesPerSecond);
  const y = verticalAxis(Math.max(...rates), formatRate, 'samples per second');
  return chart(
    'Throughput by batch size',
    `Samples per second: ${points.map(point => `batch ${batchName(point)} ${formatRate(point.samplesPerSecond)}`).join(', ')}`,
    [...axes(batchAxis(points), y), ...line(points, rates, y), ...labels(points, rates.map(formatRate), rates, y)],
    'chart-throughput',
  );
}

/** Median time of a batch with the range from p10 to p90. */
export function batchLatencyChart(points: readonly BenchmarkPoint[]): HTMLElement {
  const medians = points.map(point => point.latency.median);
  const y = verticalAxis(Math.max(...points.map(point => point.latency.p90)), formatMilliseconds, 'time of a batch');
  const x = batchAxis(points);
  const whiskers = points.map((point, i) =>
    svg('line', {
      x1: x.scale(i),
      x2: x.scale(i),
      y1: y.scale(point.latency.p10),
      y2: y.scale(point.latency.p90),
      class: 'whisker',
    }),
  );
  return chart(
    'Latency by batch size: median, p10 to p90',
    `Median time of a batch: ${points.map(point => `batch ${batchName(point)} ${formatMilliseconds(point.latency.median)}`).join(', ')}`,
    [
      ...axes(x, y),
      ...whiskers,
      ...line(points, medians, y),
      ...labels(points, medians.map(formatMilliseconds), medians, y),
    ],
    'chart-batch-latency',
  );
}

function batchName(point: BenchmarkPoint): string {
  return point.batch === null ? 'fixed' : String(point.batch);
}

/** Batch sizes at equal distances: they usually double. */
function batchAxis(points: readonly BenchmarkPoint[]): Axis {
  return {
    scale: linearScale(-0.5, points.length - 0.5, FRAME.left, FRAME.right),
    ticks: points.map((_, i) => i),
    format: i => {
      const point = points[i];
      return point === undefined ? '' : batchName(point);
    },
    title: 'batch size',
  };
}

function verticalAxis(most: number, format: (value: number) => string, title: string): Axis {
  const top = most > 0 ? most * 1.12 : 1;
  return { scale: linearScale(0, top, FRAME.bottom, FRAME.top), ticks: ticks(0, top, 4), format, title };
}

function line(points: readonly BenchmarkPoint[], values: readonly number[], y: Axis): SVGElement[] {
  const x = batchAxis(points);
  const path = values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x.scale(i)} ${y.scale(value)}`).join('');
  return [
    svg('path', { d: path, class: 'series' }),
    ...values.map((value, i) => svg('circle', { cx: x.scale(i), cy: y.scale(value), r: 4, class: 'point' })),
  ];
}

function labels(
  points: readonly BenchmarkPoint[],
  texts: readonly string[],
  values: readonly number[],
  y: Axis,
): SVGElement[] {
  const x = batchAxis(points);
  return texts.map((text, i) =>
    svg('text', { x: x.scale(i), y: y.scale(values[i] ?? 0) - 9, class: 'mark-label', 'text-anchor': 'middle' }, text),
  );
}
