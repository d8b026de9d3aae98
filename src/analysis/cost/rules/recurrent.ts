import { intAttribute, stringAttribute } from '../../../model/attributes';
import { type CostContext, type CostRule, type CostTable, multiplyAdds } from '../costRule';
import { type Figure, product, total } from '../figure';

function hiddenSize(context: CostContext): Figure {
  const hidden = intAttribute(context.node, 'hidden_size', -1);
  return hidden > 0 ? context.amount(hidden) : context.input(2).size(-1);
}

/**
 * `gates` matrices of [hidden, input] and [hidden, hidden] for each step, direction and item of the batch. Each gate adds
 * its bias once; `unit` further operations for each hidden unit: activations, products and sums.
 */
function recurrent(gates: number, unit: number): CostRule {
  return context => {
    const hidden = hiddenSize(context);
    const input = context.input(0);
    const directions = stringAttribute(context.node, 'direction', 'forward') === 'bidirectional' ? 2 : 1;
    const steps = product(directions, input.size(0), input.size(1));
    const macs = product(gates, steps, hidden, total(input.size(2), hidden));
    const bias = context.input(3).isConnected ? gates : 0;
    const peepholes = gates === 4 && context.input(7).isConnected ? 6 : 0;
    return multiplyAdds(macs, product(unit + bias + peepholes, steps, hidden));
  };
}

const STEPS = 'MACs = directions × steps × batch ×';
const WHOLE = 'every sequence counts with its full length';

export const recurrence: CostTable = {
  RNN: {
    formula: `${STEPS} hidden × (input + hidden); + per hidden unit and step: 1 activation, 1 with bias; ${WHOLE}`,
    cost: recurrent(1, 1),
  },
  GRU: {
    formula: `${STEPS} 3 × hidden × (input + hidden); + per hidden unit and step: 3 activations and 5 products and sums, 3 with bias; ${WHOLE}`,
    cost: recurrent(3, 8),
  },
  LSTM: {
    formula: `${STEPS} 4 × hidden × (input + hidden); + per hidden unit and step: 5 activations and 4 products and sums, 4 with bias, 6 with peepholes; ${WHOLE}`,
    cost: recurrent(4, 9),
  },
};

export const fusedRecurrence: CostTable = {
  DynamicQuantizeLSTM: { formula: 'as LSTM; quantizing is not counted', cost: recurrent(4, 9) },
};
