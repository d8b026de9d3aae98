import { floatOf, intOf } from '../graph/attributes';
import { numbersOf } from '../graph/constants';
import { inputOf, isOp, type NodeProto } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

/** y_c = factor_c · x_c + shift_c for every channel c. */
export interface Affine {
  readonly factor: readonly number[];
  readonly shift: readonly number[];
}

/** The second of two, first `inner`: c ↦ outer(inner(c)). */
export function chained(inner: Affine, outer: Affine): Affine {
  return {
    factor: inner.factor.map((value, c) => value * (outer.factor[c] ?? 1)),
    shift: inner.shift.map((value, c) => value * (outer.factor[c] ?? 1) + (outer.shift[c] ?? 0)),
  };
}

/**
 * What a node does to the channels (axis 1) of `value`, whose rank is `rank`; a text says why it cannot be told, `null` that the node
 * does more than scale and shift.
 */
export async function affineOf(
  work: Workpiece,
  node: NodeProto,
  value: string,
  rank: number,
  channels: number,
): Promise<Affine | string | null> {
  if (isOp(node, 'BatchNormalization')) return inputOf(node, 0) === value ? batchNorm(work, node, channels) : null;
  if (!isOp(node, 'Mul', 'Div', 'Add', 'Sub')) return null;
  const isFirst = inputOf(node, 0) === value;
  if (!isFirst && isOp(node, 'Div', 'Sub')) return null;
  const operand = work.constant(inputOf(node, isFirst ? 1 : 0));
  if (operand?.dtype !== 'float32' || !isPerChannel(operand.shape, rank, channels)) return null;
  const values = await numbersOf(operand);
  const each = Array.from({ length: channels }, (_, c) => values[values.length === 1 ? 0 : c] ?? 0);
  const none = (fill: number): number[] => new Array(channels).fill(fill);
  if (isOp(node, 'Mul')) return finite({ factor: each, shift: none(0) });
  if (isOp(node, 'Div')) return finite({ factor: each.map(divisor => 1 / divisor), shift: none(0) });
  return finite({ factor: none(1), shift: isOp(node, 'Sub') ? each.map(amount => -amount) : each });
}

/** Whether a constant broadcasts over [N, C, spatial...] with at most one value for each channel, and does not enlarge it. */
function isPerChannel(shape: readonly number[], rank: number, channels: number): boolean {
  if (shape.length > rank) return false;
  return shape.every((size, i) => {
    const axis = i + rank - shape.length;
    return size === 1 || (axis === 1 && size === channels);
  });
}

/** factor = scale / √(variance + ε), shift = offset − mean · factor. */
async function batchNorm(work: Workpiece, node: NodeProto, channels: number): Promise<Affine | string> {
  if (intOf(node, 'training_mode', 0) !== 0) return 'it is in training mode';
  if (intOf(node, 'spatial', 1) !== 1) return 'it normalizes each element on its own';
  if ((node.output ?? []).slice(1).some(name => name !== '')) return 'it gives out statistics of its input';
  const parameters: number[][] = [];
  for (let at = 1; at <= 4; at++) {
    const constant = work.constant(inputOf(node, at));
    if (constant === undefined) return 'its scale, offset, mean and variance are not all constant';
    if (constant.dtype !== 'float32') return `its parameters are ${constant.dtype}`;
    if (constant.elements !== channels) return 'it has other channels than the layer before';
    parameters.push(await numbersOf(constant));
  }
  const [scale = [], offset = [], mean = [], variance = []] = parameters;
  const epsilon = floatOf(node, 'epsilon', 1e-5);
  const factor = scale.map((value, c) => value / Math.sqrt((variance[c] ?? 0) + epsilon));
  return finite({ factor, shift: factor.map((value, c) => (offset[c] ?? 0) - (mean[c] ?? 0) * value) });
}

/** Weights that become NaN or infinite say something else than dividing by zero at the end. */
function finite(affine: Affine): Affine | string {
  const isUsable = [...affine.factor, ...affine.shift].every(Number.isFinite);
  return isUsable ? affine : 'its parameters give factors that are not finite';
}
