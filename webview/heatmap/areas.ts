import { amountAt } from '../../src/shared/nodeTable/cells';
import { HOLDS, type NodeTable, type TableWeight } from '../../src/shared/nodeTable/nodeTable';
import { formatBytes, formatCount } from '../../src/shared/units';
import { callsOnly, countedRuns, sizeOf } from '../heat/runs';
import type { ViewState } from '../state/viewState';

/** What the area of a tile is in proportion to. */
export interface AreaMeasure {
  readonly id: ViewState['heatmap']['area'];
  readonly title: string;
  print(value: number): string;
  /** By row; adds up to the total of the model. */
  areas(table: NodeTable): Float64Array;
}

/** Every measure: one entry each. */
export const AREA_MEASURES: readonly AreaMeasure[] = [
  {
    id: 'parameters',
    title: 'parameters',
    print: value => `${formatCount(Math.round(value))} parameters`,
    areas: table => owned(table, ({ elements, isParameter }) => (isParameter ? elements : 0)),
  },
  {
    id: 'bytes',
    title: 'weight bytes',
    print: value => formatBytes(Math.round(value)),
    areas: table => owned(table, ({ bytes }) => bytes),
  },
  {
    id: 'macs',
    title: 'MACs',
    print: value => `${formatCount(Math.round(value))} MACs`,
    areas: macs,
  },
];

/** What several rows share is split evenly among them. */
function owned({ weightStart, weightOf, weights }: NodeTable, size: (weight: TableWeight) => number): Float64Array {
  const owners = new Uint32Array(weights.length);
  for (const weight of weightOf) owners[weight] = (owners[weight] ?? 0) + 1;
  const areas = new Float64Array(weightStart.length - 1);
  for (let row = 0; row < areas.length; row++) {
    for (let at = weightStart[row] ?? 0; at < (weightStart[row + 1] ?? 0); at++) {
      const part = weightOf[at] ?? 0;
      const weight = weights[part];
      if (weight !== undefined) areas[row] = (areas[row] ?? 0) + size(weight) / (owners[part] ?? 1);
    }
  }
  return areas;
}

/** In one run of the model. A node that holds graphs has none where the nodes in it have theirs. */
function macs(table: NodeTable): Float64Array {
  const runs = countedRuns(table, callsOnly(table));
  return Float64Array.from(table.graph, (graph, row) => {
    if (table.holds[row] === HOLDS.rows) return 0;
    const area = sizeOf(amountAt(table.macs, row)) * (runs[graph] ?? 0);
    return Number.isFinite(area) && area > 0 ? area : 0;
  });
}
