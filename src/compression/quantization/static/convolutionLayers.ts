import { floatOf, intOf } from '../../graph/attributes';
import { type Constant, changedConstant } from '../../graph/constants';
import { inputOf, isOp, type NodeProto } from '../../graph/protos';
import type { Workpiece } from '../../graph/workpiece';
import type { QuantizableLayer } from '../layer';

/** A Conv, Gemm or MatMul with a constant weight and a bias that is constant or absent. */
export interface StaticLayer extends QuantizableLayer {
  /** Name of the bias; `''` without one. */
  readonly bias: string;
  /** Gemm's factor of the bias, 1 elsewhere. Its factor of the product is in `weight` already. */
  readonly beta: number;
}

/** Operators that multiply with a weight and have an integer kernel between quantized values. */
export function multiplies(node: NodeProto): boolean {
  return isOp(node, 'Conv', 'Gemm', 'MatMul');
}

/** Reads a node for which `multiplies` holds; a text is the reason why it stays in float. */
export function staticLayer(work: Workpiece, node: NodeProto): StaticLayer | string {
  const weight = work.constant(inputOf(node, 1));
  if (weight === undefined) return 'its weight is computed while the model runs';
  if (weight.dtype !== 'float32') return `its weight is ${weight.dtype}, and only float32 is quantized`;
  if (weight.elements === 0) return 'its weight is empty';
  if (work.constant(inputOf(node, 0)) !== undefined) return 'both factors are constant';
  const rank = weight.shape.length;
  if (isOp(node, 'Conv') ? rank < 3 : rank !== 2)
    return `its weight has ${rank} dimensions, and the integer kernel takes 2`;
  const channelAxis = isOp(node, 'Conv') || (isOp(node, 'Gemm') && intOf(node, 'transB', 0) !== 0) ? 0 : 1;
  const isGemm = isOp(node, 'Gemm');
  const alpha = isGemm ? floatOf(node, 'alpha', 1) : 1;
  const beta = isGemm ? floatOf(node, 'beta', 1) : 1;
  const bias = isOp(node, 'MatMul') || beta === 0 ? '' : inputOf(node, 2);
  const reason = biasReason(work, bias, weight.shape[channelAxis] ?? 0);
  if (reason !== null) return reason;
  return { node, activation: inputOf(node, 0), weight: multiplied(weight, alpha), channelAxis, bias, beta };
}

/** The integer kernel has no factor of its own. */
function multiplied(weight: Constant, factor: number): Constant {
  if (factor === 1) return weight;
  return changedConstant(weight, `${weight.name}_times_${factor}`, values => {
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * factor;
  });
}

function biasReason(work: Workpiece, name: string, channels: number): string | null {
  if (name === '') return null;
  const bias = work.constant(name);
  if (bias === undefined) return 'its bias is computed while the model runs';
  if (bias.dtype !== 'float32') return `its bias is ${bias.dtype}`;
  const isVector = bias.shape.at(-1) === channels && bias.elements === channels;
  return isVector
    ? null
    : `its bias has shape [${bias.shape.join(',')}] instead of one value for each of ${channels} channels`;
}
