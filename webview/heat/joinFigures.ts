import type { NodeFigures } from '../../src/shared/figures/nodeFigures';
import { rowCount } from '../../src/shared/nodeTable/cells';
import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import type { Figure } from './figure';
import { NO_ITEM } from './heat';
import { parameterElements } from './ownedWeights';
import type { RowIndex } from './rowIndex';

/** A figure that the host made, by row. Nodes that the model does not have are told in a note; the first of two figures counts. */
export function joinFigures(figures: NodeFigures, table: NodeTable, index: RowIndex): Figure {
  const each = new Float64Array(rowCount(table)).fill(Number.NaN);
  let strangers = 0;
  for (const [at, node] of figures.node.entries()) {
    const row = index.rowOf(figures.graphs[figures.graph[at] ?? NO_ITEM] ?? '', node);
    if (row === NO_ITEM) strangers += 1;
    else if (Number.isNaN(each[row] ?? Number.NaN)) each[row] = figures.value[at] ?? Number.NaN;
  }
  const { id, title, source, unit, aggregation, hot, notes } = figures;
  return {
    id,
    title,
    source,
    unit,
    aggregation,
    hot,
    notes: strangers === 0 ? notes : [...notes, `${strangers} figures are of nodes that this model does not have`],
    each,
    perRun: false,
    weight: unit === 'share' ? parameterElements(table) : null,
    shared: null,
  };
}
