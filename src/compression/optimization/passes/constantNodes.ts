import { isOp, outputOf } from '../../graph/protos';
import { constantOf } from '../../preflight/liftConstants';
import type { Pass } from '../pass';

/** Weights of `Constant` nodes become initializers, where every tool looks for them. */
export const constantNodes: Pass = {
  id: 'constant-nodes',
  title: 'Lift weights out of Constant nodes',
  mends: ['constant-node-weight'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { work } = context;
    const index = context.index();
    work.graph.node = work.graph.node.filter(node => {
      if (!isOp(node, 'Constant')) return true;
      if (index.isOutput(outputOf(node))) {
        context.skipped(node, 'its value is an output of the model');
        return true;
      }
      const constant = constantOf(work, node);
      if (constant === null || constant.dtype === 'string') {
        context.skipped(node, 'it holds text, a sparse tensor or nothing that is known here');
        return true;
      }
      work.add(constant);
      context.changed(node);
      return false;
    });
  },
};
