import { type CostContext, type CostRule, type CostTable, entries, multiplyAdds } from '../costRule';
import { product, total } from '../figure';

/** Taps of one filter: channels of its group times the kernel's positions; the weight is filters first. */
function taps(context: CostContext, weight: number) {
  return context.input(weight).sizes(1);
}

function convolution(weight: number, bias: number): CostRule {
  return context => {
    const outputs = context.output(0).elements;
    return multiplyAdds(product(outputs, taps(context, weight)), context.input(bias).isConnected ? outputs : 0);
  };
}

/** Bias, sum with the fourth input and activation in one. */
const fused: CostRule = context => {
  const outputs = context.output(0).elements;
  const bias = context.input(2).isConnected ? 1 : 0;
  const sum = context.input(3).isConnected ? 1 : 0;
  const activation = context.node.attributes.some(({ name }) => name === 'activation') ? 1 : 0;
  return multiplyAdds(product(outputs, taps(context, 1)), product(bias + sum + activation, outputs));
};

const transposed: CostRule = context => {
  const bias = context.input(2).isConnected ? context.output(0).elements : 0;
  return multiplyAdds(product(context.input(0).elements, taps(context, 1)), bias);
};

/** Every tap of every position is sampled between four neighbours and, with a mask, weighted. */
const deformable: CostRule = context => {
  const outputs = context.output(0).elements;
  const kernel = context.input(1).sizes(2);
  const positions = product(context.output(0).size(0), context.output(0).sizes(2));
  const samples = product(positions, context.input(0).size(1), kernel);
  const each = 8 + (context.input(4).isConnected ? 1 : 0);
  return multiplyAdds(
    product(outputs, taps(context, 1)),
    total(product(each, samples), context.input(3).isConnected ? outputs : 0),
  );
};

const CONVOLUTION = 'MACs = output elements × kernel positions × input channels / group; + 1 FLOP per output with bias';

const TRANSPOSED = 'MACs = input elements × kernel positions × output channels / group; + 1 FLOP per output with bias';

export const convolutions: CostTable = {
  Conv: { formula: CONVOLUTION, cost: convolution(1, 2) },
  ConvInteger: { formula: 'as Conv, without bias', cost: convolution(1, Number.POSITIVE_INFINITY) },
  QLinearConv: { formula: 'as Conv; rescaling is not counted', cost: convolution(3, 8) },
  ConvTranspose: { formula: TRANSPOSED, cost: transposed },
  DeformConv: {
    formula:
      'MACs as Conv; + 8 FLOPs per sampled tap (bilinear), + 1 per tap with mask, + 1 per output with bias; taps = output positions × kernel positions × input channels',
    cost: deformable,
  },
  CausalConvWithState: {
    formula:
      'MACs = output elements × kernel positions × input channels / group; + 1 FLOP per output each for bias and activation',
    cost: context => {
      const outputs = context.output(0).elements;
      const bias = context.input(2).isConnected ? 1 : 0;
      const activation = context.node.attributes.some(({ name }) => name === 'activation') ? 1 : 0;
      return multiplyAdds(product(outputs, taps(context, 1)), product(bias + activation, outputs));
    },
  },
};

export const fusedConvolutions: CostTable = {
  ...entries(
    ['FusedConv', 'NhwcFusedConv'],
    'as Conv; + 1 FLOP per output each for the sum with a fourth input and for the activation',
    fused,
  ),
  NhwcConv: { formula: 'as Conv', cost: convolution(1, 2) },
  ConvTransposeWithDynamicPads: { formula: TRANSPOSED, cost: transposed },
};

/** Channels in blocks; the weight is padded to whole blocks. */
export const blockedConvolutions: CostTable = {
  Conv: { formula: 'as FusedConv', cost: fused },
};
