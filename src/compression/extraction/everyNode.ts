import { type NodeProto, subgraphsOf } from '../graph/protos';

/** Nodes, and all those in their branches and loop bodies. */
export function* everyNode(nodes: readonly NodeProto[]): Generator<NodeProto> {
  const waiting: (readonly NodeProto[])[] = [nodes];
  for (let some = waiting.pop(); some !== undefined; some = waiting.pop()) {
    for (const node of some) {
      yield node;
      for (const inner of subgraphsOf(node)) waiting.push(inner.node ?? []);
    }
  }
}
