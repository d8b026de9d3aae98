import { withoutAttributes } from '../graph/attributes';
import { type Constant, changedConstant, floatConstant } from '../graph/constants';
import type { GraphIndex } from '../graph/graphIndex';
import { inputOf, type NodeProto, outputOf } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';
import { type Affine, affineOf, chained } from './affine';
import { type ChannelLayer, channelLayer } from './channelLayers';

export interface FoldOptions {
  /** Whether a weight that others read as well may get a scaled copy. */
  readonly growing: boolean;
}

export interface Folding {
  readonly gone: readonly NodeProto[];
  /** What stands behind a layer and could not be folded into it. */
  readonly kept: readonly { readonly node: NodeProto; readonly reason: string }[];
}

/**
 * Folds what follows a Conv, ConvTranspose or Gemm and only scales and shifts its channels (BatchNormalization, or Mul, Div, Add, Sub
 * with a constant for each channel) into its weight and bias: W'_c = factor_c · W_c, b'_c = factor_c · b_c + shift_c.
 */
export async function foldAffine(work: Workpiece, options: FoldOptions = { growing: true }): Promise<Folding> {
  const index = work.index();
  const gone = new Set<NodeProto>();
  const kept: { node: NodeProto; reason: string }[] = [];
  for (const node of work.graph.node) {
    const layer = gone.has(node) ? null : await channelLayer(work, node);
    if (layer === null) continue;
    const { chain, stopped } = await chainBehind(work, index, node, layer);
    if (stopped !== null) kept.push(stopped);
    const [first] = chain;
    if (first === undefined) continue;
    const affine = chain.reduce((sum, link) => chained(sum, link.affine), { factor: ones(layer), shift: layer.bias });
    if (!options.growing && isShared(index, layer.weight) && affine.factor.some(value => value !== 1)) {
      kept.push({ node: first.node, reason: 'other nodes read the weight of the layer before it as well' });
      continue;
    }
    replaceLayer(work, node, layer, affine, outputOf(chain.at(-1)?.node ?? node));
    for (const link of chain) gone.add(link.node);
  }
  work.graph.node = work.graph.node.filter(node => !gone.has(node));
  return { gone: [...gone], kept };
}

function ones({ channels }: ChannelLayer): readonly number[] {
  return new Array(channels).fill(1);
}

function isShared(index: GraphIndex, weight: Constant): boolean {
  return index.onlyConsumer(weight.name) === undefined;
}

interface Chain {
  readonly chain: readonly { readonly node: NodeProto; readonly affine: Affine }[];
  readonly stopped: { readonly node: NodeProto; readonly reason: string } | null;
}

async function chainBehind(work: Workpiece, index: GraphIndex, node: NodeProto, layer: ChannelLayer): Promise<Chain> {
  const chain: { node: NodeProto; affine: Affine }[] = [];
  for (let output = outputOf(node); ; output = outputOf(chain.at(-1)?.node ?? node)) {
    const next = index.onlyConsumer(output);
    if (next === undefined) {
      const [reader] = index.consumers(output);
      const reason = 'the result of the layer before it is needed elsewhere as well';
      return { chain, stopped: reader === undefined ? null : { node: reader, reason } };
    }
    const affine = await affineOf(work, next, output, layer.rank, layer.channels);
    if (affine === null) return { chain, stopped: null };
    if (typeof affine === 'string') return { chain, stopped: { node: next, reason: affine } };
    chain.push({ node: next, affine });
  }
}

function replaceLayer(
  work: Workpiece,
  node: NodeProto,
  { weight, attributes, channelOf }: ChannelLayer,
  { factor, shift }: Affine,
  output: string,
): void {
  const isScaled = factor.some(value => value !== 1);
  const weightName = isScaled ? work.valueNames.fresh(`${weight.name}_folded`) : weight.name;
  if (isScaled) {
    const scale = (values: Float32Array, start: number): void => {
      for (let i = 0; i < values.length; i++) {
        values[i] = (values[i] as number) * (factor[channelOf(start + i)] ?? 1);
      }
    };
    work.add(changedConstant(weight, weightName, scale));
  }
  const biasName = work.valueNames.fresh(`${weight.name}_bias_folded`);
  work.add(floatConstant(biasName, [shift.length], Float32Array.from(shift)));
  node.input = [inputOf(node, 0), weightName, biasName];
  node.output = [output];
  if (attributes.beta) node.attribute = withoutAttributes(node, 'beta');
}
