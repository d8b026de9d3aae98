import { intAttribute, intsAttribute, stringAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import type { Dimension } from '../../../model/model';
import { calculate, type Shape, size } from '../dimensions';
import { forEach, type Rule, type RuleContext, type RuleTable, tensor } from '../rule';
import { slide, windowOf } from './windows';

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
const transposed: Rule = context => {
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
    const length = input?.[axis + 2];
    const kernel = window?.kernel[axis];
    if (window === null || typeof length !== 'number' || typeof kernel !== 'number') return null;
    const stride = window.strides[axis] ?? 1;
    if (window.autoPad.startsWith('SAME')) return size(length * stride);
    const extent = (window.dilations[axis] ?? 1) * (kernel - 1) + 1;
    const pads = window.autoPad === 'VALID' ? 0 : (window.pads[axis] ?? 0) + (window.pads[axis + rank] ?? 0);
    return length < 1 ? null : size(stride * (length - 1) + (extra[axis] ?? 0) + extent - pads);
  });
  const filters = calculate('multiply', weight?.[1] ?? null, intAttribute(node, 'group', 1));
  return [
    tensor(context.dtype(0), [input?.[0] ?? null, typeof filters === 'number' ? size(filters) : filters, ...spatial]),
  ];
};

/** Channels-last convolution of com.microsoft: the weight's layout stays filters first. */
const nhwc: Rule = context => {
  const input = context.shape(0);
  const weight = context.shape(1);
  if (input === null || weight === null || input.length < 3) return [tensor(context.dtype(0), null)];
  const window = windowOf(context.node, input.length - 2, intsAttribute(context.node, 'kernel_shape', weight.slice(2)));
  const spatial = window === null ? input.slice(1, -1).map(() => null) : slide(input.slice(1, -1), window);
  return [tensor(context.dtype(0), [input[0] ?? null, ...spatial, weight[0] ?? null])];
};

const col2im: Rule = context => {
  const input = context.shape(0);
  const image = context.data(1);
  const block = context.numbers(2);
  if (image === null) return [tensor(context.dtype(0), null)];
  const area = block?.reduce((a, b) => a * b, 1) ?? 0;
  const columns = input?.[1];
  const channels = typeof columns === 'number' && area > 0 ? size(columns / area) : null;
  return [tensor(context.dtype(0), [input?.[0] ?? null, channels, ...image])];
};

const isChannelsLast = (context: RuleContext): boolean =>
  intAttribute(context.node, 'channels_last', 0) !== 0 || stringAttribute(context.node, 'data_format', '') === 'NHWC';

export const convolutions: RuleTable = {
  ...forEach(
    ['Conv', 'DeformConv', 'FusedConv'],
    convolution(1, context => context.dtype(0)),
  ),
  Col2Im: col2im,
  ConvInteger: convolution(1, () => 'int32'),
  ConvTranspose: transposed,
  NhwcConv: nhwc,
  NhwcFusedConv: nhwc,
  QLinearConv: context => {
    if (isChannelsLast(context)) return [tensor(context.dtype(7) ?? context.dtype(0), null)];
    return convolution(3, ({ dtype }) => dtype(7) ?? dtype(0))(context);
  },
};
