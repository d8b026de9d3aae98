import { formatInteger } from '../../../src/shared/units';
import { element } from '../../dom';
import type { Inspected } from './inspector';
import { itemLinks } from './itemLinks';
import { section } from './sections';
import { totalsBlock } from './totals';

/** What several selected items are together. */
export function severalParts(about: Inspected, items: readonly number[]): Node[] {
  const { graph } = about;
  const nodes = items.reduce((sum, item) => sum + (graph.isEnd(item) ? 0 : (graph.hierarchy.nodes[item] ?? 0)), 0);
  const groups = items.filter(item => graph.placeOf(item) === null).length;
  const inGroups = groups === 0 ? '' : `, with those in ${formatInteger(groups)} ${groups === 1 ? 'group' : 'groups'}`;
  return [
    element('p', {
      testId: 'several',
      text: `${formatInteger(items.length)} items: ${formatInteger(nodes)} ${nodes === 1 ? 'node' : 'nodes'}${inGroups}.`,
    }),
    totalsBlock(about, items),
    section('Selected', [itemLinks(about, items)]),
  ];
}
