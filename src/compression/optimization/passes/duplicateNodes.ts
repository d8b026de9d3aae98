import { onnx } from '../../../formats/onnx/generated/onnx';
import { isDefaultDomain, type NodeProto, subgraphsOf } from '../../graph/protos';
import { type Duplicate, dropDuplicates } from '../../graph/replaceValues';
import { isDeterministic } from '../deterministic';
import type { Pass } from '../pass';

/** Nodes that compute what another one computes already (common subexpressions). */
export const duplicateNodes: Pass = {
  id: 'duplicate-nodes',
  title: 'Compute the same thing once',
  mends: [],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { work } = context;
    const first = new Map<string, NodeProto>();
    const same = new Map<string, string>();
    const found: Duplicate[] = [];
    for (const node of work.graph.node) {
      const [output = '', ...others] = node.output ?? [];
      if (others.length > 0 || output === '' || !canBeShared(node)) continue;
      const key = keyOf(node, same);
      const known = first.get(key);
      if (known === undefined) first.set(key, node);
      else {
        const original = known.output?.[0] ?? '';
        same.set(output, original);
        found.push({ node, output, same: original });
      }
    }
    const gone = dropDuplicates(work, found, (node, reason) => context.skipped(node, reason));
    for (const node of gone) context.changed(node);
  },
};

function canBeShared(node: NodeProto): boolean {
  return isDefaultDomain(node.domain) && isDeterministic(node) && subgraphsOf(node).length === 0;
}

/** What a node computes of what, as text: its message without names, the inputs as what they equal. */
function keyOf(node: NodeProto, same: ReadonlyMap<string, string>): string {
  const attribute = (node.attribute ?? []).toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  const input = (node.input ?? []).map(name => same.get(name) ?? name);
  const bytes = onnx.NodeProto.encode({ opType: node.opType ?? '', input, attribute }).finish();
  return Buffer.from(bytes).toString('latin1');
}
