import { withoutAttributes } from '../../graph/attributes';
import { integerConstant } from '../../graph/constants';
import { inputOf, isOp, outputOf } from '../../graph/protos';
import type { Pass } from '../pass';
import { shapeOf } from '../passContext';

type Sizes = readonly (number | string | null)[];

/** A Reshape says its target itself where all sizes but those of open dimensions are known; what computed it is needed no more. */
export const reshapeTargets: Pass = {
  id: 'reshape-targets',
  title: 'Write computed targets of Reshape as constants',
  mends: ['constant-subgraph'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { work } = context;
    const known = await context.known();
    for (const node of work.graph.node) {
      if (!isOp(node, 'Reshape') || work.opset < 5) continue;
      if (inputOf(node, 1) === '' || work.constant(inputOf(node, 1)) !== undefined) continue;
      const from = shapeOf(known.type(inputOf(node, 0)));
      const to = shapeOf(known.type(outputOf(node)));
      const target = from === null || to === null ? null : targetOf(from, to);
      if (target === null) continue;
      const name = work.valueNames.fresh(`${outputOf(node)}_shape`);
      work.add(integerConstant(name, target));
      node.input = [inputOf(node, 0), name];
      // The new target has no zero that is meant as a size.
      node.attribute = withoutAttributes(node, 'allowzero');
      context.changed(node);
    }
  },
};

/**
 * 0 copies a size of the input in the same place, −1 stands for one that follows. Not both: of a tensor without elements, nothing
 * would follow.
 */
function targetOf(from: Sizes, to: Sizes): readonly number[] | null {
  if (to.some(size => typeof size === 'number' && size <= 0)) return null;
  const open = to.flatMap((size, axis) => (typeof size === 'number' ? [] : [axis]));
  const isCopied = (axis: number): boolean => to[axis] !== null && to[axis] === from[axis];
  if (open.every(isCopied)) return to.map(size => (typeof size === 'number' ? size : 0));
  return open.length === 1 ? to.map(size => (typeof size === 'number' ? size : -1)) : null;
}
