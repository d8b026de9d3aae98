import type { Shape } from '../dimensions';
import type { Inferred, Rule, RuleContext } from '../rule';

/** What a rule sees of its node, with some of it seen differently. */
export function adapted(context: RuleContext, changes: Partial<RuleContext>): RuleContext {
  return {
    node: context.node,
    opset: context.opset,
    has: input => context.has(input),
    type: input => context.type(input),
    dtype: input => context.dtype(input),
    shape: input => context.shape(input),
    data: input => context.data(input),
    numbers: input => context.numbers(input),
    fresh: output => context.fresh(output),
    constant: weight => context.constant(weight),
    infer: (graph, inputs) => context.infer(graph, inputs),
    ...changes,
  };
}

/** A rule of the ONNX operators as it is since `opset`, for an operator of a domain that counts its versions otherwise. */
export function asSince(opset: number, rule: Rule): Rule {
  return context => rule(adapted(context, { opset }));
}

/** The rule for a first input and an output whose channels come last, made of the rule for [batch, channels, …]. */
export function channelsLast(rule: Rule): Rule {
  return context => {
    const shape = (input: number): Shape | null =>
      input === 0 ? channelsSecond(context.shape(0)) : context.shape(input);
    return rule(adapted(context, { shape })).map(channelsAtEnd);
  };
}

function channelsSecond(shape: Shape | null): Shape | null {
  if (shape === null || shape.length < 3) return null;
  return [shape[0] ?? null, shape.at(-1) ?? null, ...shape.slice(1, -1)];
}

function channelsAtEnd(inferred: Inferred): Inferred {
  const { type } = inferred;
  if (type?.kind !== 'tensor' || type.shape === null || type.shape.length < 3) return inferred;
  const [batch = null, channels = null, ...spatial] = type.shape;
  return { type: { ...type, shape: [batch, ...spatial, channels] }, data: null };
}
