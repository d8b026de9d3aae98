import { cannotRaiseOpset } from '../../errors';
import { nameNodes } from '../../preflight/nameNodes';
import { RAISED_OPSETS, raiseFurther } from '../../preflight/opset/raiseFurther';
import type { Pass } from '../pass';

/** Says the same in a newer operator set. */
export const raisedOpset: Pass = {
  id: 'opset',
  title: 'Raise the operator set',
  mends: ['old-opset'],
  exactness: 'exact',
  request: { option: '--opset', isGiven: ({ opset }) => opset !== null },
  async run(context) {
    const { work, options, source } = context;
    const { opset: wanted } = options;
    const before = work.opset;
    if (wanted === null || wanted === before) return;
    const { least, most } = RAISED_OPSETS;
    if (wanted < before || wanted < least || wanted > most) {
      throw cannotRaiseOpset(source.name, before, wanted, `it can be any from ${Math.max(before, least)} to ${most}`);
    }
    // New constants are named after their node.
    nameNodes(work);
    const raised = await raiseFurther(work, wanted);
    if (!raised.done) throw cannotRaiseOpset(source.name, before, wanted, raised.reason);
    context.changed(`opset ${before} → ${wanted}`);
  },
};
