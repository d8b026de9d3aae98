import { attribute } from '../../../formats/onnx/edit/attributes';
import { dataTypeOf } from '../../../model/elementTypes';
import { intOf, withoutAttributes } from '../../graph/attributes';
import { elementCount, integerConstant } from '../../graph/constants';
import { inputOf, isOp, outputOf } from '../../graph/protos';
import type { Pass } from '../pass';
import { shapeOf } from '../passContext';

/** What follows from types that are known beforehand: the sizes that Shape and Size give, the type that CastLike means. */
export const typedNodes: Pass = {
  id: 'known-types',
  title: 'Use sizes and types that are known beforehand',
  mends: ['constant-subgraph'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { work } = context;
    const known = await context.known();
    const index = context.index();
    work.graph.node = work.graph.node.filter(node => {
      const output = outputOf(node);
      if (isOp(node, 'CastLike')) {
        const like = known.type(inputOf(node, 1));
        if (like?.kind !== 'tensor') return true;
        node.opType = 'Cast';
        node.input = [inputOf(node, 0)];
        node.attribute = [...withoutAttributes(node, 'to'), attribute('to', BigInt(dataTypeOf(like.dtype)))];
        context.changed(node);
        return true;
      }
      if (!isOp(node, 'Shape', 'Size') || index.isOutput(output)) return true;
      const shape = shapeOf(known.type(inputOf(node, 0)));
      const end = intOf(node, 'end', shape?.length ?? 0);
      const taken = isOp(node, 'Size') ? shape : shape?.slice(intOf(node, 'start', 0), end);
      const sizes = taken?.filter(size => typeof size === 'number');
      if (taken === undefined || taken === null || sizes?.length !== taken.length) return true;
      work.add(
        isOp(node, 'Size') ? integerConstant(output, [elementCount(sizes)], []) : integerConstant(output, sizes),
      );
      context.changed(node);
      return false;
    });
  },
};
