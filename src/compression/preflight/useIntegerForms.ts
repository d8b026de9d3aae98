import { intOf, intsOf } from '../graph/attributes';
import { numbersOf } from '../graph/constants';
import type { GraphIndex } from '../graph/graphIndex';
import { inputCount, inputOf, isOp, type NodeProto, outputOf } from '../graph/protos';
import { ranksOf } from '../graph/ranks';
import type { Workpiece } from '../graph/workpiece';

/**
 * Says the same with operators that have integer kernels: Sum of two as Add, the mean over all positions as GlobalAveragePool, and
 * MatMul with a bias behind it as Gemm, whose kernel adds the bias before rounding.
 */
export async function useIntegerForms(work: Workpiece): Promise<void> {
  const index = work.index();
  const rank = ranksOf(work);
  const gone = new Set<NodeProto>();
  for (const node of work.graph.node) {
    if (isOp(node, 'Sum') && inputCount(node) === 2) node.opType = 'Add';
    else if (isOp(node, 'ReduceMean')) await asGlobalPool(work, node, rank(inputOf(node, 0)));
    else if (isOp(node, 'MatMul') && rank(inputOf(node, 0)) === 2) {
      const add = biasBehind(work, index, node);
      if (add === null) continue;
      const operand = inputOf(add, 0) === outputOf(node) ? inputOf(add, 1) : inputOf(add, 0);
      node.opType = 'Gemm';
      node.input = [inputOf(node, 0), inputOf(node, 1), operand];
      node.output = [outputOf(add)];
      gone.add(add);
    }
  }
  work.graph.node = work.graph.node.filter(node => !gone.has(node));
}

async function asGlobalPool(work: Workpiece, node: NodeProto, rank: number | null): Promise<void> {
  if (rank === null || rank < 3 || intOf(node, 'keepdims', 1) !== 1) return;
  const given = work.constant(inputOf(node, 1));
  const axes = intsOf(node, 'axes', null) ?? (given === undefined ? null : await numbersOf(given));
  if (axes === null || axes.length !== rank - 2) return;
  const reduced = new Set(axes.map(axis => (axis < 0 ? axis + rank : axis)));
  for (let axis = 2; axis < rank; axis++) if (!reduced.has(axis)) return;
  node.opType = 'GlobalAveragePool';
  node.input = [inputOf(node, 0)];
  node.attribute = [];
}

/** The Add of a constant vector that alone reads a MatMul with a constant matrix. */
function biasBehind(work: Workpiece, index: GraphIndex, node: NodeProto): NodeProto | null {
  const weight = work.constant(inputOf(node, 1));
  const add = index.onlyConsumer(outputOf(node));
  if (weight?.shape.length !== 2 || weight.dtype !== 'float32' || add === undefined || !isOp(add, 'Add')) return null;
  const bias = work.constant(inputOf(add, 0)) ?? work.constant(inputOf(add, 1));
  const columns = weight.shape[1] ?? 0;
  const fits = bias?.elements === columns && bias.shape.at(-1) === columns && bias.shape.length <= 2;
  return fits && bias.dtype === 'float32' ? add : null;
}
