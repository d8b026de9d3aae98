import { floatOf, intOf } from '../graph/attributes';
import { type Constant, elementCount, numbersOf } from '../graph/constants';
import { inputOf, isOp, type NodeProto } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

/** A layer whose output has channels in axis 1, each with weights of its own: its scale can go into them. */
export interface ChannelLayer {
  readonly weight: Constant;
  readonly channels: number;
  /** Dimensions of the output. */
  readonly rank: number;
  /** What is added to each channel. */
  readonly bias: readonly number[];
  /** What multiplies weights and bias of the layer besides. */
  readonly attributes: { readonly beta: boolean };
  /** The channel that an element of the weight belongs to. */
  channelOf(element: number): number;
}

/** Reads a Conv, ConvTranspose or Gemm with constant float32 weights; `null` for everything else. */
export async function channelLayer(work: Workpiece, node: NodeProto): Promise<ChannelLayer | null> {
  if (!isOp(node, 'Conv', 'ConvTranspose', 'Gemm')) return null;
  const weight = work.constant(inputOf(node, 1));
  const biasName = inputOf(node, 2);
  const bias = work.constant(biasName);
  if (weight?.dtype !== 'float32' || (biasName !== '' && bias?.dtype !== 'float32')) return null;
  const form = isOp(node, 'Gemm') ? product(node, weight) : convolution(node, weight);
  if (form === null) return null;
  const values = await biasOf(node, bias, form.channels);
  return values === null ? null : { ...form, weight, bias: values };
}

type Form = Omit<ChannelLayer, 'weight' | 'bias'>;

function convolution(node: NodeProto, weight: Constant): Form | null {
  const [first = 0, second = 0] = weight.shape;
  const rank = weight.shape.length;
  if (rank < 3) return null;
  const attributes = { beta: false };
  if (isOp(node, 'Conv')) {
    const inner = elementCount(weight.shape.slice(1));
    return { channels: first, rank, attributes, channelOf: element => Math.floor(element / inner) };
  }
  // ConvTranspose: [inputs, outputs of a group, kernel...]; a group takes its share of the inputs.
  const groups = intOf(node, 'group', 1);
  if (groups < 1 || first % groups !== 0) return null;
  const kernel = elementCount(weight.shape.slice(2));
  const inputs = first / groups;
  const channelOf = (element: number): number => {
    const row = Math.floor(element / kernel);
    return Math.floor(Math.floor(row / second) / inputs) * second + (row % second);
  };
  return { channels: second * groups, rank, attributes, channelOf };
}

function product(node: NodeProto, weight: Constant): Form | null {
  const [rows = 0, columns = 0] = weight.shape;
  if (weight.shape.length !== 2) return null;
  const isTurned = intOf(node, 'transB', 0) !== 0;
  return {
    channels: isTurned ? rows : columns,
    rank: 2,
    attributes: { beta: true },
    channelOf: element => (isTurned ? Math.floor(element / columns) : element % columns),
  };
}

/** One value for each channel, the factor of Gemm's third input included; `null` when that differs along rows. */
async function biasOf(
  node: NodeProto,
  bias: Constant | undefined,
  channels: number,
): Promise<readonly number[] | null> {
  if (bias === undefined) return new Array(channels).fill(0);
  const beta = isOp(node, 'Gemm') ? floatOf(node, 'beta', 1) : 1;
  const isVector = bias.shape.at(-1) === channels && bias.elements === channels;
  if (!isVector && bias.elements !== 1) return null;
  const values = await numbersOf(bias);
  return Array.from({ length: channels }, (_, c) => beta * (values[isVector ? c : 0] ?? 0));
}
