import { formatInteger } from '../../../src/shared/units';
import { element } from '../../dom';
import { ITEM } from '../hierarchy/hierarchy';
import type { ArrangedGraph } from '../navigation/arrangedGraph';
import { boundaryOf, type Crossing } from './boundary';
import type { Inspected } from './inspector';
import { itemLinks } from './itemLinks';
import { facts, none, section } from './sections';
import { totalsBlock } from './totals';

const KINDS = new Map<number, string>([
  [ITEM.scope, 'nodes whose names share a path'],
  [ITEM.block, 'one of several parts of equal structure'],
  [ITEM.stack, 'parts of equal structure'],
  [ITEM.body, 'graph inside a node'],
]);

const MOST_OPERATORS = 12;
const MOST_VALUES = 50;

/** What a group holds, costs, takes and gives. */
export function groupParts(about: Inspected, item: number): Node[] {
  const { graph } = about;
  const { hierarchy } = graph;
  const repeats = hierarchy.repeats[item] ?? 1;
  const around = graph.around(item).map(group => graph.texts.title(group));
  const { inputs, outputs } = boundaryOf(graph, item);
  return [
    facts([
      ['Kind', KINDS.get(hierarchy.kind[item] ?? ITEM.scope) ?? ''],
      ['In', around.join(' › ')],
      ['Nodes', formatInteger(hierarchy.nodes[item] ?? 0)],
      ['Parts', repeats > 1 ? formatInteger(repeats) : ''],
    ]),
    totalsBlock(about, [item]),
    section('Operators', [operators(graph, item)]),
    section('Holds', [itemLinks(about, [...graph.children(item)])]),
    section('Inputs', crossings(about, inputs)),
    section('Outputs', crossings(about, outputs)),
  ];
}

function operators(graph: ArrangedGraph, group: number): HTMLElement {
  const counts = new Map<string, number>();
  for (const item of graph.nodesIn(graph.children(group))) {
    const op = graph.texts.title(item);
    counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  if (sorted.length === 0) return none();
  const rest = sorted.slice(MOST_OPERATORS).reduce((sum, [, count]) => sum + count, 0);
  const shown = sorted.slice(0, MOST_OPERATORS).map(([op, count]): [string, string] => [op, formatInteger(count)]);
  return facts(rest === 0 ? shown : [...shown, ['others', formatInteger(rest)]]);
}

function crossings(about: Inspected, list: readonly Crossing[]): Node[] {
  if (list.length === 0) return [none()];
  const shown = list
    .slice(0, MOST_VALUES)
    .map(({ name, type, items }) =>
      element(
        'div',
        { class: 'crossing', testId: 'crossing' },
        element('div', { class: 'mono', text: name }),
        type === '' ? null : element('div', { class: 'mono quiet', text: type }),
        itemLinks(about, items),
      ),
    );
  const more = list.length - shown.length;
  return more > 0 ? [...shown, element('p', { class: 'quiet', text: `and ${formatInteger(more)} more` })] : shown;
}
