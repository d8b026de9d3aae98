import { floatOf, intOf } from '../graph/attributes';
import { type Constant, changedConstant, elementCount, floatConstant, numbersOf } from '../graph/constants';
import type { GraphIndex } from '../graph/graphIndex';
import { inputOf, isOp, type NodeProto, outputOf } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

/** y_c = factor_c · x_c + shift_c for every channel c. */
interface Affine {
  readonly factor: readonly number[];
  readonly shift: readonly number[];
}

/**
 * Folds what follows a Conv and only scales and shifts its channels (BatchNormalization, or Mul, Div, Add, Sub with a constant for each
 * channel) into its weight and bias: W'_c = factor_c · W_c, b'_c = factor_c · b_c + shift_c. The integer kernels have no room
 * between the convolution and its rounding.
 */
export async function foldAffine(work: Workpiece): Promise<void> {
  const index = work.index();
  const folded = new Set<NodeProto>();
  for (const node of work.graph.node) {
    if (isOp(node, 'Conv')) for (const gone of await foldBehind(work, index, node)) folded.add(gone);
  }
  work.graph.node = work.graph.node.filter(node => !folded.has(node));
}

async function foldBehind(work: Workpiece, index: GraphIndex, conv: NodeProto): Promise<readonly NodeProto[]> {
  const weight = work.constant(inputOf(conv, 1));
  const biasName = inputOf(conv, 2);
  const bias = work.constant(biasName);
  if (weight?.dtype !== 'float32' || weight.shape.length < 3 || (biasName !== '' && bias?.dtype !== 'float32'))
    return [];
  const channels = weight.shape[0] ?? 0;
  let factor: readonly number[] = new Array(channels).fill(1);
  let shift: readonly number[] = bias === undefined ? new Array(channels).fill(0) : await numbersOf(bias);
  let output = outputOf(conv);
  const gone: NodeProto[] = [];
  for (let next = index.onlyConsumer(output); next !== undefined; next = index.onlyConsumer(output)) {
    const affine = await affineOf(work, next, output, weight);
    if (affine === null) break;
    factor = factor.map((value, c) => value * (affine.factor[c] ?? 1));
    shift = shift.map((value, c) => value * (affine.factor[c] ?? 1) + (affine.shift[c] ?? 0));
    output = outputOf(next);
    gone.push(next);
  }
  if (gone.length > 0) replaceConv(work, conv, { weight, factor, shift, output });
  return gone;
}

interface Folded extends Affine {
  readonly weight: Constant;
  readonly output: string;
}

function replaceConv(work: Workpiece, conv: NodeProto, { weight, factor, shift, output }: Folded): void {
  const isScaled = factor.some(value => value !== 1);
  const weightName = isScaled ? work.valueNames.fresh(`${weight.name}_folded`) : weight.name;
  if (isScaled) {
    const inner = elementCount(weight.shape.slice(1));
    work.add(changedConstant(weight, weightName, (values, start) => scaleChannels(values, start, inner, factor)));
  }
  const biasName = work.valueNames.fresh(`${weight.name}_bias_folded`);
  work.add(floatConstant(biasName, [shift.length], Float32Array.from(shift)));
  conv.input = [inputOf(conv, 0), weightName, biasName];
  conv.output = [output];
}

function scaleChannels(values: Float32Array, start: number, inner: number, factor: readonly number[]): void {
  for (let i = 0; i < values.length; i++) {
    values[i] = (values[i] as number) * (factor[Math.floor((start + i) / inner)] ?? 1);
  }
}

async function affineOf(work: Workpiece, node: NodeProto, value: string, weight: Constant): Promise<Affine | null> {
  const channels = weight.shape[0] ?? 0;
  if (isOp(node, 'BatchNormalization')) return inputOf(node, 0) === value ? batchNorm(work, node, channels) : null;
  if (!isOp(node, 'Mul', 'Div', 'Add', 'Sub')) return null;
  const isFirst = inputOf(node, 0) === value;
  if (!isFirst && isOp(node, 'Div', 'Sub')) return null;
  const operand = work.constant(inputOf(node, isFirst ? 1 : 0));
  if (operand?.dtype !== 'float32' || !isPerChannel(operand.shape, weight.shape.length, channels)) return null;
  const values = await numbersOf(operand);
  const each = Array.from({ length: channels }, (_, c) => values[values.length === 1 ? 0 : c] ?? 0);
  const none = (fill: number): number[] => new Array(channels).fill(fill);
  if (isOp(node, 'Mul')) return { factor: each, shift: none(0) };
  if (isOp(node, 'Div')) return { factor: each.map(divisor => 1 / divisor), shift: none(0) };
  return { factor: none(1), shift: isOp(node, 'Sub') ? each.map(amount => -amount) : each };
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
async function batchNorm(work: Workpiece, node: NodeProto, channels: number): Promise<Affine | null> {
  if (intOf(node, 'training_mode', 0) !== 0 || intOf(node, 'spatial', 1) !== 1) return null;
  if ((node.output ?? []).slice(1).some(name => name !== '')) return null;
  const parameters: number[][] = [];
  for (let at = 1; at <= 4; at++) {
    const constant = work.constant(inputOf(node, at));
    if (constant?.dtype !== 'float32' || constant.elements !== channels) return null;
    parameters.push(await numbersOf(constant));
  }
  const [scale = [], offset = [], mean = [], variance = []] = parameters;
  const epsilon = floatOf(node, 'epsilon', 1e-5);
  const factor = scale.map((value, c) => value / Math.sqrt((variance[c] ?? 0) + epsilon));
  return { factor, shift: factor.map((value, c) => (offset[c] ?? 0) - (mean[c] ?? 0) * value) };
}
