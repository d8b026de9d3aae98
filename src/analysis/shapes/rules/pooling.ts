import { intAttribute, intsAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import { asSize, type Shape, size } from '../dimensions';
import { forEach, type Rule, type RuleContext, type RuleTable, tensor } from '../rule';
import { channelsLast } from './adapted';
import { combined } from './arithmetic';
import { slide, windowOf } from './windows';

function pooledShape({ node, shape }: RuleContext): Shape | null {
  const input = shape(0);
  const kernel = intsAttribute(node, 'kernel_shape', null);
  if (input === null || input.length < 3) return null;
  const rank = input.length - 2;
  const window = kernel === null ? null : windowOf(node, rank, kernel);
  const spatial = window === null ? new Array<null>(rank).fill(null) : slide(input.slice(2), window);
  return [input[0] ?? null, input[1] ?? null, ...spatial];
}

/** The second output of MaxPool holds the index of each maximum. */
const pool: Rule = context => {
  const shape = pooledShape(context);
  return [tensor(context.dtype(0), shape), tensor('int64', shape)];
};

function globalPool(dtype: (context: RuleContext) => DType | null): Rule {
  return context => {
    const shape = context.shape(0)?.map((length, axis) => (axis < 2 ? length : 1)) ?? null;
    return [tensor(dtype(context), shape)];
  };
}

const unpool: Rule = context => {
  const input = context.shape(0);
  const given = context.data(2);
  if (context.has(2)) return [tensor(context.dtype(0), given?.map(asSize) ?? null)];
  const kernel = intsAttribute(context.node, 'kernel_shape', null);
  if (input === null || kernel === null || kernel.length !== input.length - 2) return [tensor(context.dtype(0), null)];
  const window = windowOf(context.node, kernel.length, kernel);
  const spatial = input.slice(2).map((length, axis) => {
    if (window === null) return null;
    const stride = window.strides[axis] ?? 1;
    const pads = (window.pads[axis] ?? 0) + (window.pads[axis + kernel.length] ?? 0);
    return combined('add', combined('multiply', length, stride), (kernel[axis] ?? 0) - stride - pads);
  });
  return [tensor(context.dtype(0), [input[0] ?? null, input[1] ?? null, ...spatial])];
};

/** One result for each region: MaxRoiPool by `pooled_shape`, RoiAlign by `output_height` and `output_width`. */
function regions(sizes: (context: RuleContext) => readonly number[]): Rule {
  return context => {
    const count = context.shape(1)?.[0] ?? null;
    const channels = context.shape(0)?.[1] ?? null;
    return [tensor(context.dtype(0), [count, channels, ...sizes(context).map(size)])];
  };
}

const average: Rule = context => [tensor(context.dtype(0), pooledShape(context))];
const global = globalPool(context => context.dtype(0));

export const pooling: RuleTable = {
  ...forEach(['AveragePool', 'LpPool'], average),
  ...forEach(['GlobalAveragePool', 'GlobalLpPool', 'GlobalMaxPool'], global),
  MaxPool: pool,
  MaxRoiPool: regions(({ node }) => intsAttribute(node, 'pooled_shape', [-1, -1])),
  MaxUnpool: unpool,
  RoiAlign: regions(({ node }) => [intAttribute(node, 'output_height', 1), intAttribute(node, 'output_width', 1)]),
};

/** The layout is an attribute of com.microsoft's quantized operators. */
function inEitherLayout(rule: Rule): Rule {
  const last = channelsLast(rule);
  return context => (intAttribute(context.node, 'channels_last', 0) === 0 ? rule : last)(context);
}

export const fusedPooling: RuleTable = {
  MaxpoolWithMask: average,
  NhwcMaxPool: channelsLast(average),
  QLinearAveragePool: inEitherLayout(average),
  QLinearGlobalAveragePool: inEitherLayout(global),
};
