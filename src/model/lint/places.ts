import type { Node } from '../model';
import type { LocatedWeight } from '../modelIndex';
import type { Found } from './rule';

/** A finding that is of a node. */
export function atNode(graph: string, node: Pick<Node, 'index'>, message: string): Found {
  return { message, graph, node: node.index, value: null };
}

/** A finding that is of a constant. */
export function atWeight({ graph, name, node }: LocatedWeight, message: string): Found {
  return { message, graph, node, value: name };
}

/** A finding that is of a value. */
export function atValue(graph: string, value: string, message: string): Found {
  return { message, graph, node: null, value };
}

/** A finding that is of the whole model. */
export function atModel(message: string): Found {
  return { message, graph: 'main', node: null, value: null };
}
