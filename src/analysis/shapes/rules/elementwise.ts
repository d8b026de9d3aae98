import { floatAttribute, intAttribute } from '../../../model/attributes';
import type { DType } from '../../../model/dtype';
import { elementType } from '../../../model/elementTypes';
import type { Dimension } from '../../../model/model';
import { isAtLeast } from '../../symbolic/sizes';
import { broadcast, calculate } from '../dimensions';
import {
  arithmetic,
  type Combine,
  castElements,
  comparison,
  foldBinary,
  foldWhere,
  inPrecision,
  logic,
} from '../elements';
import { forEach, type Inferred, type Rule, type RuleContext, type RuleTable, sameAsFirst, tensor } from '../rule';

const unary: Rule = sameAsFirst;

/** A unary operator whose elements can be followed. */
function mapped(change: (x: Dimension) => Dimension): Rule {
  return context => {
    const data = context.data(0)?.map(change) ?? null;
    return [tensor(context.dtype(0), context.shape(0), inPrecision(data, context.dtype(0)))];
  };
}

/** The same for one that only numbers are known of. */
function mappedNumbers(change: (x: number) => number): Rule {
  return mapped(x => (typeof x === 'number' ? change(x) : null));
}

function binary(combine: Combine | null, result: DType | null): Rule {
  return context => {
    const shape = broadcastInputs(context, 2);
    const [a, b] = [context.data(0), context.data(1)];
    const data = combine === null ? null : foldBinary(a, context.shape(0), b, context.shape(1), shape, combine);
    const dtype = result ?? context.dtype(0);
    return [tensor(dtype, shape, inPrecision(data, dtype))];
  };
}

/** Before opset 7 the second operand was stretched to the first's shape. */
function broadcastInputs(context: RuleContext, count: number): readonly Dimension[] | null {
  if (context.opset < 7) return context.shape(0);
  return broadcast(Array.from({ length: count }, (_, i) => context.shape(i)));
}

/** Any number of inputs, combined from left to right. */
function variadic(combine: Combine | null): Rule {
  return context => {
    const count = context.node.inputs.length;
    const shape = context.opset < 6 ? context.shape(0) : broadcastInputs(context, count);
    let data = combine === null ? null : context.data(0);
    let known = context.shape(0);
    for (let i = 1; i < count && combine !== null && data !== null; i++) {
      const together = broadcast([known, context.shape(i)]);
      data = foldBinary(data, known, context.data(i), context.shape(i), together, combine);
      known = together;
    }
    return [tensor(context.dtype(0), shape, inPrecision(data, context.dtype(0)))];
  };
}

const where: Rule = context => {
  const shape = broadcastInputs(context, 3);
  const inputs = [0, 1, 2];
  const data = foldWhere(
    inputs.map(i => context.data(i)),
    inputs.map(i => context.shape(i)),
    shape,
  );
  return [tensor(context.dtype(1) ?? context.dtype(2), shape, data)];
};

const cast: Rule = context => {
  const to = elementType(intAttribute(context.node, 'to', 0));
  return [tensor(to, context.shape(0), castElements(context.data(0), to))];
};

const dropout: Rule = context => {
  const shape = context.shape(0);
  const mask = context.opset < 10 ? context.dtype(0) : 'bool';
  return [tensor(context.dtype(0), shape, context.data(0)), tensor(mask, shape)];
};

const identity: Rule = (context): Inferred[] => [{ type: context.type(0), data: context.data(0) }];

const clip: Rule = context => {
  const bound = (name: string, input: number): Dimension =>
    context.opset < 11 ? floatAttribute(context.node, name, null) : (context.data(input)?.[0] ?? null);
  const isKnown = (name: string, input: number): boolean =>
    context.opset < 11 || !context.has(input) || bound(name, input) !== null;
  if (!isKnown('min', 1) || !isKnown('max', 2)) return sameAsFirst(context);
  const [low, high] = [bound('min', 1), bound('max', 2)];
  return mapped(x => {
    const raised = low === null ? x : calculate('maximum', x, low);
    return high === null ? raised : calculate('minimum', raised, high);
  })(context);
};

const not: Rule = context => {
  const data = context.data(0)?.map(x => (typeof x === 'number' ? Number(x === 0) : null)) ?? null;
  return [tensor('bool', context.shape(0), data)];
};

/** With `fmod` the sign follows the dividend, else the divisor. */
const mod: Rule = context => {
  const isFmod = intAttribute(context.node, 'fmod', 0) !== 0;
  const remainder: Combine = (x, y) => {
    if (y === 0) return null;
    if (!isFmod) return calculate('modulo', x, y);
    return typeof x === 'number' && typeof y === 'number' ? x % y : null;
  };
  return binary(remainder, null)(context);
};

const power: Combine = (x, y) => {
  if (typeof x === 'number' && typeof y === 'number') return finite(x ** y);
  if (y !== 1 && y !== 2) return null;
  return y === 1 ? x : calculate('multiply', x, x);
};

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

const negative = (x: Dimension): Dimension => calculate('subtract', 0, x);

const absolute = (x: Dimension): Dimension => {
  if (typeof x === 'number') return Math.abs(x);
  return x !== null && isAtLeast(x, 0) ? x : null;
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
  And: binary(
    logic(0, (x, y) => x && y),
    'bool',
  ),
  Or: binary(
    logic(1, (x, y) => x || y),
    'bool',
  ),
  Xor: binary(
    logic(null, (x, y) => x !== y),
    'bool',
  ),
  ...forEach(['BitShift', 'BitwiseAnd', 'BitwiseOr', 'BitwiseXor'], binary(null, null)),
  ...forEach(['IsInf', 'IsNaN'], context => [tensor('bool', context.shape(0))]),
  Mean: variadic(null),
  Sum: variadic(arithmetic('add')),
  Pow: binary(power, null),
  BitCast: context => [tensor(elementType(intAttribute(context.node, 'to', 0)), context.shape(0))],
  Abs: mapped(absolute),
  Add: binary(arithmetic('add'), null),
  Cast: cast,
  CastLike: context => [tensor(context.dtype(1), context.shape(0), castElements(context.data(0), context.dtype(1)))],
  Ceil: mapped(x => calculate('divideUp', x, 1)),
  Clip: clip,
  Div: divide(),
  Dropout: dropout,
  Equal: binary(
    comparison(order => order === 0),
    'bool',
  ),
  Floor: mapped(x => calculate('divideDown', x, 1)),
  Greater: binary(
    comparison(order => order > 0),
    'bool',
  ),
  GreaterOrEqual: binary(
    comparison(order => order >= 0),
    'bool',
  ),
  Identity: identity,
  Less: binary(
    comparison(order => order < 0),
    'bool',
  ),
  LessOrEqual: binary(
    comparison(order => order <= 0),
    'bool',
  ),
  Max: variadic(arithmetic('maximum')),
  Min: variadic(arithmetic('minimum')),
  Mod: mod,
  Mul: binary(arithmetic('multiply'), null),
  Neg: mapped(negative),
  Not: not,
  Sign: mappedNumbers(Math.sign),
  Sqrt: mapped(x => (typeof x === 'number' ? finite(Math.sqrt(x)) : null)),
  Sub: binary(arithmetic('subtract'), null),
  Where: where,
};

/** Whole numbers divide toward zero, floats do not. */
function divide(): Rule {
  const whole = binary(arithmetic('divide'), null);
  const real = binary(arithmetic('divideExactly'), null);
  return context => (/^u?int/.test(context.dtype(0) ?? '') ? whole(context) : real(context));
}
