import { inputOf, isDefaultDomain, outputOf } from '../../graph/protos';
import { type Duplicate, dropDuplicates } from '../../graph/replaceValues';
import { IDLE } from '../idle';
import type { Pass } from '../pass';

/** Nodes whose result is their input: Identity, Dropout at inference, Cast to the type it has, Reshape to the shape it has. */
export const idleNodes: Pass = {
  id: 'idle-nodes',
  title: 'Drop operators that change nothing',
  mends: ['identity-chain', 'dropout-left'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { work } = context;
    const known = await context.known();
    const index = context.index();
    const duplicates: Duplicate[] = [];
    for (const node of work.graph.node) {
      const rule = isDefaultDomain(node.domain) ? IDLE.get(node.opType ?? '') : undefined;
      const others = (node.output ?? []).slice(1);
      if (rule === undefined || outputOf(node) === '') continue;
      const at = await rule({ node, known, opset: work.opset, constant: name => work.constant(name) });
      if (at === null || inputOf(node, at) === '') continue;
      if (
        others.some(
          name => name !== '' && (index.isOutput(name) || index.isCaptured(name) || index.consumers(name).length > 0),
        )
      ) {
        context.skipped(node, 'its other outputs are used');
        continue;
      }
      duplicates.push({ node, output: outputOf(node), same: inputOf(node, at) });
    }
    const gone = dropDuplicates(work, duplicates, (node, reason) => context.skipped(node, reason));
    for (const node of gone) context.changed(node);
  },
};
