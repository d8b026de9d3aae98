import { numbersOf } from '../graph/constants';
import { inputOf, isOp, type NodeProto, outputOf } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

/**
 * Removes Identity and Dropout (which does nothing at inference), so that what they separate can be seen together. Kept where
 * the output is the model's, the mask is used, or training mode is or may be on.
 */
export async function dropPassThrough(work: Workpiece): Promise<void> {
  const index = work.index();
  const replaced = new Map<string, string>();
  const kept: NodeProto[] = [];
  for (const node of work.graph.node) {
    const outputs = [outputOf(node), outputOf(node, 1)];
    const isBound = outputs.some(name => name !== '' && (index.isOutput(name) || index.isCaptured(name)));
    const isMasked = index.consumers(outputs[1] ?? '').length > 0 && outputs[1] !== '';
    const passes = isOp(node, 'Identity') || (isOp(node, 'Dropout') && !isMasked && (await isInference(work, node)));
    if (!passes || isBound) {
      kept.push(node);
      continue;
    }
    const input = inputOf(node, 0);
    replaced.set(outputs[0] ?? '', replaced.get(input) ?? input);
  }
  for (const node of kept) node.input = (node.input ?? []).map(name => replaced.get(name) ?? name);
  work.graph.node = kept;
}

/** Whether a Dropout surely does nothing. */
export async function isInference(work: Workpiece, node: NodeProto): Promise<boolean> {
  const name = inputOf(node, 2);
  if (name === '') return true;
  const mode = work.constant(name);
  return mode !== undefined && (await numbersOf(mode)).every(value => value === 0);
}
