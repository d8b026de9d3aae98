import { rowCount, weightsAt } from '../../src/shared/nodeTable/cells';
import type { NodeTable, TableWeight } from '../../src/shared/nodeTable/nodeTable';
import type { WeightFigures, WeightReport } from '../../src/shared/reports/weightReport';
import type { Figure } from './figure';
import type { MeasuredMetric } from './weightMetrics';

/**
 * A metric of each node over its parameters: shares weighted by elements, of anything else the largest. A node of which a
 * parameter was not measured has none.
 */
export function joinMetric(metric: MeasuredMetric, table: NodeTable, report: WeightReport): Figure {
  const measured = new Map(report.weights.map(figures => [weightKey(figures), figures]));
  const rows = rowCount(table);
  const each = new Float64Array(rows).fill(Number.NaN);
  const weight = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const joined = joinRow(metric, weightsAt(table, row), measured);
    if (joined === null) continue;
    each[row] = joined.value;
    weight[row] = joined.elements;
  }
  const notes = report.skipped.length === 0 ? [] : ['Nodes with weights that could not be measured have no figure'];
  return {
    id: metric.figure,
    title: metric.title,
    source: `measured on the weights of ${report.model.file}`,
    unit: metric.unit,
    aggregation: metric.join,
    hot: 'high',
    notes,
    scale: metric.scale,
    each,
    perRun: false,
    weight,
    shared: null,
  };
}

interface Joined {
  readonly value: number;
  readonly elements: number;
}

function joinRow(
  metric: MeasuredMetric,
  weights: readonly TableWeight[],
  measured: ReadonlyMap<string, WeightFigures>,
): Joined | null {
  let sum = 0;
  let largest = Number.NEGATIVE_INFINITY;
  let elements = 0;
  for (const each of weights) {
    if (!each.isParameter) continue;
    const figures = measured.get(weightKey(each));
    if (figures === undefined) return null;
    const value = metric.value(figures);
    if (value === null) continue;
    sum += value * figures.elements;
    largest = Math.max(largest, value);
    elements += figures.elements;
  }
  if (elements === 0) return null;
  return { value: metric.join === 'mean' ? sum / elements : largest, elements };
}

/** Weights are known by their graph and name. */
export function weightKey(weight: { readonly graph: string; readonly name: string }): string {
  return `${weight.graph}\n${weight.name}`;
}
