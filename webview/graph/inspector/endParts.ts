import type { Inspected } from './inspector';
import { itemLinks } from './itemLinks';
import { facts, paragraph, section } from './sections';

/** Everything about an input or output of a graph. */
export function endParts(about: Inspected, item: number): Node[] {
  const { graph, neighbours } = about;
  const page = graph.pageOf(item);
  const at = (graph.placeOf(item)?.index ?? 0) - page.names.length;
  const isInput = at < page.inputs.length;
  const end = isInput ? page.inputs[at] : page.outputs[at - page.inputs.length];
  const isCaptured = isInput && at >= page.inputs.length - page.captured;
  return [
    facts([
      ['Kind', isCaptured ? 'value of an enclosing graph' : `graph ${isInput ? 'input' : 'output'}`],
      ['Name', end?.name ?? ''],
      ['Type', end?.type ?? ''],
    ]),
    ...paragraph(end?.doc ?? ''),
    section(isInput ? 'Used by' : 'Comes from', [
      itemLinks(about, isInput ? neighbours.after(item) : neighbours.before(item)),
    ]),
  ];
}
