import { byteLength } from '../../graph/constants';
import type { NodeProto } from '../../graph/protos';
import type { PassContext } from '../passContext';

/** Nodes that must be computed together. */
export interface Component {
  readonly nodes: readonly NodeProto[];
  /** Of the constants they read. */
  readonly bytes: number;
}

/** The parts of a plan that have no value but constants in common; each keeps the order of its nodes. */
export function components(planned: readonly NodeProto[], context: PassContext): readonly Component[] {
  const parent = new Map<NodeProto, NodeProto>();
  const producers = new Map<string, NodeProto>();
  for (const node of planned) {
    parent.set(node, node);
    for (const name of node.input ?? []) {
      const producer = producers.get(name);
      if (producer !== undefined) parent.set(rootOf(producer, parent), rootOf(node, parent));
    }
    for (const name of node.output ?? []) producers.set(name, node);
  }
  const groups = new Map<NodeProto, NodeProto[]>();
  for (const node of planned) {
    const root = rootOf(node, parent);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [node]);
    else group.push(node);
  }
  return Array.from(groups.values(), nodes => {
    const names = new Set(nodes.flatMap(node => node.input ?? []));
    const constants = [...names].map(name => context.constant(name)).filter(constant => constant !== undefined);
    return { nodes, bytes: constants.reduce((sum, constant) => sum + byteLength(constant), 0) };
  });
}

function rootOf(node: NodeProto, parent: Map<NodeProto, NodeProto>): NodeProto {
  let root = node;
  for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
  for (let at = node; at !== root; ) {
    const next = parent.get(at) ?? root;
    parent.set(at, root);
    at = next;
  }
  return root;
}
