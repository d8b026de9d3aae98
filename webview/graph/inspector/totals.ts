import { printAmount } from '../../../src/shared/amount';
import type { NodeTable } from '../../../src/shared/nodeTable/nodeTable';
import { totalsOf } from '../../../src/shared/nodeTable/totals';
import { formatCount, formatInteger } from '../../../src/shared/units';
import { element } from '../../dom';
import { COMPUTED_FIGURES } from '../../heat/figures';
import { NO_ITEM } from '../../heat/heat';
import { makeHeat } from '../../heat/makeHeat';
import { RowIndex } from '../../heat/rowIndex';
import type { ArrangedGraph } from '../navigation/arrangedGraph';
import type { Inspected } from './inspector';
import { facts, section } from './sections';

/** What nodes own, what they hold included. */
const OWNED = ['parameters', 'weightBytes'];

/** What some items cost together, filled in as soon as the costs of the model are known. */
export function totalsBlock({ graph, data }: Inspected, items: readonly number[]): HTMLElement {
  const body = element('div', { testId: 'group-totals' }, element('p', { class: 'quiet', text: 'Working it out' }));
  data.nodes().then(
    table => body.replaceChildren(facts(totals(graph, table, items))),
    () =>
      body.replaceChildren(
        element('p', { class: 'quiet', text: 'Not known: the costs of this model could not be worked out.' }),
      ),
  );
  return section('Total', [body]);
}

function totals(graph: ArrangedGraph, table: NodeTable, items: readonly number[]): [string, string][] {
  const rows = [...rowsIn(graph, new RowIndex(table), items)];
  const owned = COMPUTED_FIGURES.filter(({ id }) => OWNED.includes(id)).map((source): [string, string] => {
    const heat = makeHeat(source.make(table), table, 'auto');
    const value = heat.of(rows);
    return [heat.title, Number.isNaN(value) ? 'unknown' : heat.print(value)];
  });
  const { macs, flops, unknownRows } = totalsOf(table, rows);
  return [
    ...owned,
    ['MACs', printAmount(macs, formatCount)],
    ['FLOPs', printAmount(flops, formatCount)],
    ['Not known', unknownRows === 0 ? '' : `of ${formatInteger(unknownRows)} nodes, not in MACs and FLOPs`],
  ];
}

/** Rows of the nodes in items, without what lies in bodies: their holders have it. */
function rowsIn(graph: ArrangedGraph, index: RowIndex, items: readonly number[]): Set<number> {
  const rows = new Set<number>();
  for (const item of graph.nodesIn(items)) {
    const place = graph.placeOf(item);
    const row = place === null ? NO_ITEM : index.rowOf(place.graph, place.index);
    if (row !== NO_ITEM) rows.add(row);
  }
  return rows;
}
