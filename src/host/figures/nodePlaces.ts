import type { Model } from '../../model/model';
import { graphById } from '../../model/queries';
import { count, type Fields, text } from './fields';
import type { NodeNames, NodePlace } from './nodeNames';

/**
 * The node that a report means by graph, position, name and operator: the one at that place if it is still the same, else the one
 * of that name; `null` when neither is there.
 */
export function placeOf(model: Model, names: NodeNames, entry: Fields): NodePlace | null {
  const name = text(entry.get('name'));
  const op = text(entry.get('op'));
  const graph = graphById(model, text(entry.get('graph')));
  const node = graph?.nodes[count(entry.get('node')) ?? -1];
  if (graph !== undefined && node !== undefined && node.name === name && node.op === op) return { graph, node };
  const named = name === '' ? undefined : names.get(name);
  return named?.node.op === op ? named : null;
}
