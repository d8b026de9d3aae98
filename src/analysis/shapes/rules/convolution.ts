import { intAttribute, intsAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import type { Dimension } from '../../../model/model';
import { asSize, type Shape, size } from '../dimensions';
import { forEach, type Inferred, type Rule, type RuleContext, type RuleTable, tensor } from '../rule';
import { channelsLast } from './adapted';
import { at, combined, share } from './arithmetic';
import { slide, type Window, windowOf } from './windows';

/** Output of a convolution: batch, filters, then the spatial sizes; `null` when the shapes do not say. */
function convolved(context: RuleContext, weightInput: number): Shape | null {
  const input = context.shape(0);
  const weight = context.shape(weightInput);
  const rank = input?.length ?? weight?.length ?? 0;
  if (rank < 3) return null;
  const batch = input?.[0] ?? null;
  const filters = weight?.[0] ?? null;
  const kernel = intsAttribute(context.node, 'kernel_shape', weight?.slice(2) ?? []);
  const window = windowOf(context.node, rank - 2, kernel);
  const spatial =
    input === null || window === null ? new Array<null>(rank - 2).fill(null) : slide(input.slice(2), window);
  return [batch, filters, ...spatial];
}

function convolution(weightInput: number, dtype: (context: RuleContext) => DType | null): Rule {
  return context => [tensor(dtype(context), convolved(context, weightInput))];
}

/** Stride * (in - 1) + output padding + extent - pads, unless `output_shape` says it. */
function transposed(context: RuleContext, pads: Pads): readonly Inferred[] {
  const { node } = context;
  const input = context.shape(0);
  const weight = context.shape(1);
  const rank = (input?.length ?? weight?.length ?? 0) - 2;
  if (rank < 1) return [tensor(context.dtype(0), null)];
  const window = windowOf(node, rank, intsAttribute(node, 'kernel_shape', weight?.slice(2) ?? []));
  const wanted = intsAttribute(node, 'output_shape', null);
  const extra = intsAttribute(node, 'output_padding', []);
  const spatial = Array.from({ length: rank }, (_, axis): Dimension => {
    if (wanted !== null) return size(wanted[wanted.length - rank + axis] ?? -1);
    const length = input?.[axis + 2] ?? null;
    const kernel = window?.kernel[axis];
    if (window === null || typeof kernel !== 'number') return null;
    const stride = window.strides[axis] ?? 1;
    const extent = (window.dilations[axis] ?? 1) * (kernel - 1) + 1;
    if (window.autoPad.startsWith('SAME')) {
      // Where the kernel leaves gaps, the specification pads by less than nothing, which the runtime does not.
      return extent + (extra[axis] ?? 0) < stride ? null : combined('multiply', length, stride);
    }
    const total = window.autoPad === 'VALID' ? 0 : pads(window, axis, rank);
    const added = total === null ? null : (extra[axis] ?? 0) + extent - total - stride;
    if (added === null || length === 0) return null;
    return combined('add', combined('multiply', length, stride), added);
  });
  const filters = combined('multiply', at(weight, 1), intAttribute(node, 'group', 1));
  return [tensor(context.dtype(0), [at(input, 0), filters, ...spatial])];
}

/** What padding takes from an axis; `null`: not known. */
type Pads = (window: Window, axis: number, rank: number) => number | null;

const attributePads: Pads = ({ pads }, axis, rank) => (pads[axis] ?? 0) + (pads[axis + rank] ?? 0);

/** The third input of com.microsoft's operator holds the starts of all axes, then the ends. */
const dynamicallyPadded: Rule = context =>
  transposed(context, (_, axis, rank) => {
    const given = context.has(2) ? context.numbers(2) : new Array<number>(2 * rank).fill(0);
    return given?.length === 2 * rank ? (given[axis] ?? 0) + (given[axis + rank] ?? 0) : null;
  });

const col2im: Rule = context => {
  const input = context.shape(0);
  const image = context.data(1);
  const block = context.numbers(2);
  if (image === null) return [tensor(context.dtype(0), null)];
  const area = block?.reduce((a, b) => a * b, 1) ?? 0;
  const channels = area > 0 ? share(at(input, 1), area) : null;
  return [tensor(context.dtype(0), [at(input, 0), channels, ...image.map(asSize)])];
};

const float = convolution(1, context => context.dtype(0));
const quantized = convolution(3, context => context.dtype(7));
const upward: Rule = context => transposed(context, attributePads);

export const convolutions: RuleTable = {
  ...forEach(['Conv', 'DeformConv'], float),
  Col2Im: col2im,
  ConvInteger: convolution(1, () => 'int32'),
  ConvTranspose: upward,
  QLinearConv: quantized,
};

/** com.microsoft: with an activation in it, or with the channels last. */
export const fusedConvolutions: RuleTable = {
  ConvTransposeWithDynamicPads: dynamicallyPadded,
  FusedConv: float,
  NhwcConv: channelsLast(float),
  NhwcFusedConv: channelsLast(float),
  QLinearConv: context => {
    const isLast = intAttribute(context.node, 'channels_last', 0) !== 0;
    return isLast ? channelsLast(quantized)(context) : quantized(context);
  },
};
