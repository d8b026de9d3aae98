import { intOf, intsOf } from '../../graph/attributes';
import type { Constant } from '../../graph/constants';
import type { GraphIndex } from '../../graph/graphIndex';
import { inputOf, isOp, type NodeProto } from '../../graph/protos';
import type { Workpiece } from '../../graph/workpiece';
import type { QuantizableLayer } from '../layer';

/** A product A · W with a constant matrix, whichever operator says it. */
export interface LinearLayer extends QuantizableLayer {
  /** Whether W as stored is [columns, rows] and has to be turned for MatMulInteger. */
  readonly isTransposed: boolean;
  readonly rows: number;
  readonly columns: number;
}

/** Reads MatMul and Gemm nodes; a text is the reason why the node stays in float. */
export function linearLayer(work: Workpiece, index: GraphIndex, node: NodeProto): LinearLayer | string {
  const activation = inputOf(node, 0);
  const found = constantMatrix(work, index, inputOf(node, 1));
  if (found === null) {
    const left = work.constant(activation);
    return left === undefined ? 'both factors are computed while the model runs' : 'its constant is the left factor';
  }
  const { weight, isTurned } = found;
  if (weight.dtype !== 'float32') return `its weight is ${weight.dtype}, and only float32 is quantized`;
  if (weight.shape.length !== 2)
    return `its weight has ${weight.shape.length} dimensions, and the integer kernel takes 2`;
  if (weight.elements === 0) return 'its weight is empty';
  if (work.constant(activation) !== undefined) return 'both factors are constant';
  const isTransposed = isTurned !== (isOp(node, 'Gemm') && intOf(node, 'transB', 0) !== 0);
  const [first = 0, second = 0] = weight.shape;
  return {
    node,
    activation,
    weight,
    channelAxis: isTransposed ? 0 : 1,
    isTransposed,
    rows: isTransposed ? second : first,
    columns: isTransposed ? first : second,
  };
}

/** The constant behind a name, also through a Transpose of its two dimensions, as exporters write y = x · Wᵀ. */
function constantMatrix(
  work: Workpiece,
  index: GraphIndex,
  name: string,
): { readonly weight: Constant; readonly isTurned: boolean } | null {
  const weight = work.constant(name);
  if (weight !== undefined) return { weight, isTurned: false };
  const producer = index.producer(name);
  if (producer === undefined || !isOp(producer, 'Transpose')) return null;
  const turned = work.constant(inputOf(producer, 0));
  const permutation = intsOf(producer, 'perm', [1, 0]);
  if (turned?.shape.length !== 2 || permutation[0] !== 1) return null;
  return { weight: turned, isTurned: true };
}
