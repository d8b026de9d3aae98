import { element, svg } from '../dom';

/** Size of a chart's own units; it scales with its box. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const FRAME: Frame = { width: 640, height: 240, left: 64, right: 624, top: 26, bottom: 202 };

/** A titled chart; `summary` says in words what the picture shows. */
export function chart(title: string, summary: string, parts: readonly Node[], testId: string): HTMLElement {
  const drawing = svg('svg', { viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: 'img', class: 'chart' }, ...parts);
  drawing.setAttribute('aria-label', summary);
  return element('figure', { class: 'chart-figure', testId }, element('figcaption', { text: title }), drawing);
}

export interface Axis {
  readonly scale: (value: number) => number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  readonly title: string;
}

export function axes(x: Axis, y: Axis): SVGElement[] {
  const { left, right, top, bottom } = FRAME;
  const xParts = x.ticks.flatMap(tick => [
    svg('line', { x1: x.scale(tick), x2: x.scale(tick), y1: bottom, y2: bottom + 4, class: 'axis' }),
    svg('text', { x: x.scale(tick), y: bottom + 16, class: 'tick', 'text-anchor': 'middle' }, x.format(tick)),
  ]);
  const yParts = y.ticks.flatMap(tick => [
    svg('line', { x1: left, x2: right, y1: y.scale(tick), y2: y.scale(tick), class: 'grid' }),
    svg('text', { x: left - 8, y: y.scale(tick) + 4, class: 'tick', 'text-anchor': 'end' }, y.format(tick)),
  ]);
  return [
    ...yParts,
    svg('line', { x1: left, x2: right, y1: bottom, y2: bottom, class: 'axis' }),
    ...xParts,
    svg('text', { x: (left + right) / 2, y: bottom + 34, class: 'axis-title', 'text-anchor': 'middle' }, x.title),
    svg('text', { x: 4, y: top - 12, class: 'axis-title' }, y.title),
  ];
}
