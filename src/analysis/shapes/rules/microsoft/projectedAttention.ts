import { intAttribute, intsAttribute } from '../../../../model/attributes';
import type { DType } from '../../../../model/dtype';
import type { Dimension } from '../../../../model/model';
import { type Shape, size } from '../../dimensions';
import { type Rule, type RuleContext, type RuleTable, sameAsFirst, tensor } from '../../rule';
import { at, combined, share, withLast } from '../arithmetic';

/** Where an attention that projects its input itself takes what from. */
interface Inputs {
  readonly weight: number;
  readonly bias: number;
  readonly past: number;
  readonly dtype: (context: RuleContext) => DType | null;
}

/**
 * Input [batch, length, width] and one weight [width, Q | K | V side by side]; the result is as wide as V. Keys and values
 * so far are one tensor [2, batch, heads, length, size].
 */
function projected({ weight, bias, past, dtype }: Inputs): Rule {
  return context => {
    const sizes = intsAttribute(context.node, 'qkv_hidden_sizes', null);
    const sideBySide = context.has(weight) ? at(context.shape(weight), 1) : at(context.shape(bias), 0);
    const third = share(sideBySide, 3);
    const [keyWidth, valueWidth] = sizes === null ? [third, third] : [size(sizes[1] ?? -1), size(sizes[2] ?? -1)];
    const type = dtype(context);
    const present = presentOf(context, past, keyWidth);
    return [tensor(type, withLast(context.shape(0), valueWidth)), tensor(type, present)];
  };
}

function presentOf(context: RuleContext, past: number, keyWidth: Dimension): Shape {
  const before = context.shape(past);
  const current = at(context.shape(0), 1);
  const isShared = intAttribute(context.node, 'past_present_share_buffer', 0) !== 0;
  if (before?.length === 5) {
    const length = isShared ? at(before, 3) : combined('add', at(before, 3), current);
    return [2, at(before, 1), at(before, 2), length, at(before, 4)];
  }
  const heads = intAttribute(context.node, 'num_heads', -1);
  const length = context.has(past) || isShared ? null : current;
  return [2, at(context.shape(0), 0), size(heads), length, share(keyWidth, size(heads))];
}

/** Three weights, one for each of Q, K and V. */
const ordered: Rule = context => [tensor('int8', withLast(context.shape(0), at(context.shape(7), 1)))];

/** Query [length, batch, width]; the caches may be those of the encoder, so their length depends on a flag. */
const decoder: Rule = context => {
  const query = context.shape(0);
  const heads = size(intAttribute(context.node, 'num_heads', -1));
  const cache = tensor(context.dtype(0), [at(query, 1), heads, null, share(at(query, 2), heads)]);
  return [tensor(context.dtype(0), query), cache, cache];
};

const floatInput = (context: RuleContext): DType | null => context.dtype(0);

export const projectedAttention: RuleTable = {
  Attention: projected({ weight: 1, bias: 2, past: 4, dtype: floatInput }),
  DecoderAttention: decoder,
  DecoderMaskedSelfAttention: projected({ weight: 1, bias: 2, past: 4, dtype: floatInput }),
  LongformerAttention: sameAsFirst,
  PackedAttention: context => projected({ weight: 1, bias: 2, past: -1, dtype: floatInput })(context).slice(0, 1),
  QAttention: projected({ weight: 1, bias: 2, past: 8, dtype: context => context.dtype(3) }),
  QOrderedAttention: ordered,
  QOrderedLongformerAttention: sameAsFirst,
};
