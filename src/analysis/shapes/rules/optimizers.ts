import { type Rule, type RuleTable, tensor } from '../rule';

/** Learning rate, step, then groups of equally many tensors, of which the gradients (the second group) are not given back. */
function optimizer(groups: number): Rule {
  return context => {
    const count = (context.node.inputs.length - 2) / groups;
    if (!Number.isInteger(count)) return [];
    return context.node.outputs.map((_, i) => {
      const input = 2 + (i < count ? i : i + count);
      return tensor(context.dtype(input), context.shape(input));
    });
  };
}

/** A derivative by each of the inputs that `xs` names, which have their shapes. */
const gradient: Rule = context => context.node.outputs.map((_, i) => tensor(context.dtype(i), context.shape(i)));

/** ai.onnx.preview.training. */
export const optimizers: RuleTable = {
  Adagrad: optimizer(3),
  Adam: optimizer(4),
  Gradient: gradient,
  Momentum: optimizer(3),
};
