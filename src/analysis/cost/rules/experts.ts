import { intAttribute } from '../../../model/attributes';
import { type CostRule, type CostTable, multiplyAdds } from '../costRule';
import { product, total } from '../figure';

/** Each token runs `k` of the experts; the weights are [experts, ...], packed several to a byte when quantized. */
function mixture(weights: readonly number[], isPacked: boolean): CostRule {
  return context => {
    const { node } = context;
    const tokens = context.input(0).sizes(0, -1);
    const chosen = intAttribute(node, 'k', 1);
    const packing = isPacked ? 8 / intAttribute(node, 'expert_weight_bits', 4) : 1;
    const connected = weights.filter(position => context.input(position).isConnected);
    const one = total(...connected.map(position => context.input(position).sizes(1)));
    return multiplyAdds(product(tokens, chosen, packing, one));
  };
}

const FORMULA =
  'MACs = tokens × k × numbers in the weights of one expert; activations and the sum of experts are not counted';

export const experts: CostTable = {
  MoE: { formula: FORMULA, cost: mixture([2, 4, 6], false) },
  QMoE: { formula: FORMULA, cost: mixture([2, 5, 8], true) },
};
