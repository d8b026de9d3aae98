import { formatBytes } from '../../../shared/units';
import { byteLength, elementCount, viewOf } from '../../graph/constants';
import type { GraphIndex } from '../../graph/graphIndex';
import { inputOf, outputOf } from '../../graph/protos';
import { viewShape } from '../../preflight/foldViews';
import type { PassContext } from '../passContext';
import type { GrowthLimits } from './limits';

/** Reshape and its like of a constant: the same bytes under another shape, however large, without reading them. */
export async function dropFoldedViews(context: PassContext, limits: GrowthLimits): Promise<void> {
  const { work } = context;
  const index = context.index();
  const kept = [];
  for (const node of work.graph.node) {
    const output = outputOf(node);
    const source = work.constant(inputOf(node, 0));
    const isBound = source === undefined || source.dtype === 'string' || index.isOutput(output);
    const shape = isBound ? null : await viewShape(work, node, source);
    if (source === undefined || shape === null || !isView(shape, source.elements)) {
      kept.push(node);
    } else if (byteLength(source) > limits.one && !isOnlyReader(index, source.name)) {
      context.skipped(
        node,
        `the constant it reads is used elsewhere too, and a second one would take over ${formatBytes(limits.one)}`,
      );
      kept.push(node);
    } else {
      work.add(viewOf(source, output, shape));
      context.changed(node);
    }
  }
  work.graph.node = kept;
}

function isView(shape: readonly number[], elements: number): boolean {
  return shape.every(size => Number.isSafeInteger(size) && size >= 0) && elementCount(shape) === elements;
}

function isOnlyReader(index: GraphIndex, constant: string): boolean {
  return index.onlyConsumer(constant) !== undefined;
}
