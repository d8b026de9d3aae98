import { floatAttribute, intAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import { elementType } from '../../../model/elementTypes';
import type { Dimension } from '../../../model/model';
import { broadcast } from '../dimensions';
import { arithmetic, foldBinary } from '../elements';
import { forEach, type Inferred, type Rule, type RuleContext, type RuleTable, sameAsFirst, tensor } from '../rule';

type Combine = (x: Dimension, y: Dimension) => Dimension;

const unary: Rule = sameAsFirst;

/** A unary operator whose elements can be followed. */
function mapped(change: (x: number) => number): Rule {
  return context => {
    const data = context.data(0)?.map(x => (typeof x === 'number' ? change(x) : null)) ?? null;
    return [tensor(context.dtype(0), context.shape(0), data)];
  };
}

function binary(combine: Combine | null, result: DType | null): Rule {
  return context => {
    const shape = broadcastInputs(context, 2);
    const [a, b] = [context.data(0), context.data(1)];
    const data = combine === null ? null : foldBinary(a, context.shape(0), b, context.shape(1), shape, combine);
    return [tensor(result ?? context.dtype(0), shape, data)];
  };
}

function compare(isTrue: (x: number, y: number) => boolean): Combine {
  return (x, y) => (typeof x === 'number' && typeof y === 'number' ? Number(isTrue(x, y)) : null);
}

const equal: Combine = (x, y) => (x !== null && x === y ? 1 : compare((a, b) => a === b)(x, y));

/** Before opset 7 the second operand was stretched to the first's shape. */
function broadcastInputs(context: RuleContext, count: number): readonly Dimension[] | null {
  if (context.opset < 7) return context.shape(0);
  return broadcast(Array.from({ length: count }, (_, i) => context.shape(i)));
}

const variadic: Rule = context => {
  const shape = context.opset < 6 ? context.shape(0) : broadcastInputs(context, context.node.inputs.length);
  return [tensor(context.dtype(0), shape)];
};

function extreme(pick: (x: number, y: number) => number): Rule {
  const two = binary((x, y) => (typeof x === 'number' && typeof y === 'number' ? pick(x, y) : null), null);
  return context => (context.node.inputs.length === 2 && context.opset >= 8 ? two(context) : variadic(context));
}

const where: Rule = context => {
  const shape = broadcastInputs(context, 3);
  const condition = context.data(0);
  const [a, b] = [context.data(1), context.data(2)];
  const isFlat = [0, 1, 2].every(i => context.data(i)?.length === condition?.length);
  const data =
    condition === null || a === null || b === null || !isFlat
      ? null
      : condition.map((c, i) => (c === null || typeof c === 'string' ? null : ((c === 0 ? b[i] : a[i]) ?? null)));
  return [tensor(context.dtype(1) ?? context.dtype(2), shape, data)];
};

const cast: Rule = context => {
  const to = elementType(intAttribute(context.node, 'to', 0));
  return [tensor(to, context.shape(0), castData(context.data(0), to))];
};

function castData(data: readonly Dimension[] | null, to: DType | null): readonly Dimension[] | null {
  if (data === null || to === null) return null;
  if (/^u?int/.test(to)) return data.map(x => (typeof x === 'number' ? Math.trunc(x) : x));
  if (to === 'bool') return data.map(x => (typeof x === 'number' ? Number(x !== 0) : null));
  return /^float(32|64)$/.test(to) ? data : null;
}

const dropout: Rule = context => {
  const shape = context.shape(0);
  const mask = context.opset < 10 ? context.dtype(0) : 'bool';
  return [tensor(context.dtype(0), shape, context.data(0)), tensor(mask, shape)];
};

const identity: Rule = (context): Inferred[] => [{ type: context.type(0), data: context.data(0) }];

const clip: Rule = context => {
  const bound = (name: string, input: number, none: number): number =>
    context.opset < 11 ? floatAttribute(context.node, name, none) : (context.numbers(input)?.[0] ?? none);
  const low = bound('min', 1, Number.NEGATIVE_INFINITY);
  const high = bound('max', 2, Number.POSITIVE_INFINITY);
  const isKnown = [1, 2].every(i => !context.has(i) || context.numbers(i) !== null);
  return isKnown ? mapped(x => Math.min(Math.max(x, low), high))(context) : sameAsFirst(context);
};

const not: Rule = context => {
  const data = context.data(0)?.map(x => (typeof x === 'number' ? Number(x === 0) : null)) ?? null;
  return [tensor('bool', context.shape(0), data)];
};

/** Whole numbers only; with `fmod` the sign follows the dividend, else the divisor. */
const mod: Rule = context => {
  const isFmod = intAttribute(context.node, 'fmod', 0) !== 0;
  const remainder = (x: number, y: number): number | null => {
    if (y === 0) return null;
    return isFmod ? x % y : x - y * Math.floor(x / y);
  };
  return binary((x, y) => (typeof x === 'number' && typeof y === 'number' ? remainder(x, y) : null), null)(context);
};

const UNARY = [
  'Acos',
  'Acosh',
  'Asin',
  'Asinh',
  'Atan',
  'Atanh',
  'BitwiseNot',
  'Celu',
  'Cos',
  'Cosh',
  'Elu',
  'Erf',
  'Exp',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'Hardmax',
  'LeakyRelu',
  'Log',
  'LogSoftmax',
  'Mish',
  'PRelu',
  'ParametricSoftplus',
  'Reciprocal',
  'Relu',
  'Round',
  'ScaledTanh',
  'Selu',
  'Shrink',
  'Sigmoid',
  'Sin',
  'Sinh',
  'Softmax',
  'Softplus',
  'Softsign',
  'SwiGLU',
  'Swish',
  'Tan',
  'Tanh',
  'ThresholdedRelu',
];

/** Operators that work element by element, with broadcasting where they take several tensors. */
export const elementwise: RuleTable = {
  ...forEach(UNARY, unary),
  ...forEach(['And', 'Or', 'Xor'], binary(null, 'bool')),
  ...forEach(['BitShift', 'BitwiseAnd', 'BitwiseOr', 'BitwiseXor', 'Pow'], binary(null, null)),
  ...forEach(['IsInf', 'IsNaN'], context => [tensor('bool', context.shape(0))]),
  ...forEach(['Mean', 'Sum'], variadic),
  BitCast: context => [tensor(elementType(intAttribute(context.node, 'to', 0)), context.shape(0))],
  Abs: mapped(Math.abs),
  Add: binary(arithmetic('add'), null),
  Cast: cast,
  CastLike: context => [tensor(context.dtype(1), context.shape(0), castData(context.data(0), context.dtype(1)))],
  Ceil: mapped(Math.ceil),
  Clip: clip,
  Div: divide(),
  Dropout: dropout,
  Equal: binary(equal, 'bool'),
  Floor: mapped(Math.floor),
  Greater: binary(
    compare((x, y) => x > y),
    'bool',
  ),
  GreaterOrEqual: binary(
    compare((x, y) => x >= y),
    'bool',
  ),
  Identity: identity,
  Less: binary(
    compare((x, y) => x < y),
    'bool',
  ),
  LessOrEqual: binary(
    compare((x, y) => x <= y),
    'bool',
  ),
  Max: extreme(Math.max),
  Min: extreme(Math.min),
  Mod: mod,
  Mul: binary(arithmetic('multiply'), null),
  Neg: mapped(x => 0 - x),
  Not: not,
  Sign: mapped(Math.sign),
  Sqrt: mapped(Math.sqrt),
  Sub: binary(arithmetic('subtract'), null),
  Where: where,
};

/** Whole numbers divide toward zero, floats do not. */
function divide(): Rule {
  const whole = binary(arithmetic('divide'), null);
  const real = binary((x, y) => (typeof x === 'number' && typeof y === 'number' && y !== 0 ? x / y : null), null);
  return context => (/^u?int/.test(context.dtype(0) ?? '') ? whole(context) : real(context));
}
