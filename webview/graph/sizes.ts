import { formatBytes } from '../../src/shared/units';
import type { DrawnGraph } from './drawnGraph';

/** Drawing units are CSS pixels at 100 %. */
export const TITLE_SIZE = 13;
export const DETAIL_SIZE = 11;
export const NODE_PADDING = 12;
const NARROWEST = 72;
const WIDEST = 300;
const ONE_LINE = 30;
const TWO_LINES = 46;

/** Width of a text at the title's or the detail's size; measured by a canvas, or estimated in tests. */
export type Measure = (text: string, size: number, bold: boolean) => number;

/** The line under the operator: the host's detail and, for nodes that own weights, their size. */
export function secondLine(graph: DrawnGraph, vertex: number): string {
  const bytes = graph.weightBytes(vertex);
  const size = bytes > 0 ? formatBytes(bytes) : '';
  return [graph.detail(vertex), size].filter(part => part !== '').join(' · ');
}

/** Sizes of all boxes, wide enough for their text up to a limit past which it is shortened. */
export function boxSizes(graph: DrawnGraph, measure: Measure): { width: Float32Array; height: Float32Array } {
  const width = new Float32Array(graph.vertices);
  const height = new Float32Array(graph.vertices);
  const known = new Map<string, number>();
  const measured = (text: string, size: number, bold: boolean): number => {
    const key = `${size} ${text}`;
    const cached = known.get(key) ?? measure(text, size, bold);
    known.set(key, cached);
    return cached;
  };
  for (let v = 0; v < graph.vertices; v++) {
    const detail = secondLine(graph, v);
    const text = Math.max(measured(graph.title(v), TITLE_SIZE, true), measured(detail, DETAIL_SIZE, false));
    width[v] = Math.min(WIDEST, Math.max(NARROWEST, Math.ceil(text) + 2 * NODE_PADDING));
    height[v] = detail === '' ? ONE_LINE : TWO_LINES;
  }
  return { width, height };
}
