import { intAttribute, intsAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { asSize, broadcast, calculate, normalizeAxes, product, type Shape, size, unknownShape } from '../dimensions';
import { foldExpand, foldTile, foldTranspose } from '../folding';
import { type Rule, type RuleContext, type RuleTable, tensor } from '../rule';
import { share } from './arithmetic';

const shapeOf: Rule = context => {
  const input = context.shape(0);
  if (input === null) return [tensor('int64', [null])];
  const clamp = (index: number): number =>
    Math.min(Math.max(index < 0 ? index + input.length : index, 0), input.length);
  const start = clamp(intAttribute(context.node, 'start', 0));
  const end = clamp(intAttribute(context.node, 'end', input.length));
  const part = input.slice(start, Math.max(start, end));
  return [tensor('int64', [part.length], part)];
};

const sizeOf: Rule = context => {
  const input = context.shape(0);
  const total = input === null ? null : product(input);
  return [tensor('int64', [], total === null ? null : [total])];
};

const reshape: Rule = context => {
  const { node } = context;
  const wanted = context.opset < 5 ? intsAttribute(node, 'shape', null) : context.data(1);
  const input = context.shape(0);
  if (wanted === null) {
    const rank = context.shape(1)?.[0];
    return [tensor(context.dtype(0), typeof rank === 'number' ? unknownShape(rank) : null)];
  }
  const keepsZero = intAttribute(node, 'allowzero', 0) !== 0;
  const shape = wanted.map((length, axis): Dimension => {
    if (length === 0 && !keepsZero) return input?.[axis] ?? null;
    return typeof length === 'number' && length !== -1 ? size(length) : length;
  });
  const open = shape.indexOf(-1);
  if (open >= 0)
    shape[open] = remaining(
      input,
      shape.filter((_, axis) => axis !== open),
    );
  const isValid = shape.every(length => typeof length !== 'number' || length >= 0);
  return [tensor(context.dtype(0), isValid ? fillOne(input, shape) : null, context.data(0))];
};

/**
 * What is left of the input's elements for the one open size. Reshape only runs where that comes out even, and where sizes
 * that cancel are not 0.
 */
function remaining(input: Shape | null, known: Shape): Dimension {
  if (input === null) return null;
  const left = [...input];
  const divisors: Dimension[] = [];
  for (const length of known) {
    const same = length === null || length === 0 ? -1 : left.indexOf(length);
    if (same < 0) divisors.push(length);
    else left.splice(same, 1);
  }
  const elements = product(left);
  const divisor = product(divisors);
  if (divisor === 0) return null;
  return asSize(calculate('divideExactly', elements, divisor) ?? calculate('divideDown', elements, divisor));
}

/** A single unknown size of the result follows from the number of elements. */
function fillOne(input: Shape | null, shape: Shape): Shape {
  const open = shape.indexOf(null);
  if (open < 0 || shape.indexOf(null, open + 1) >= 0) return shape;
  const length = remaining(
    input,
    shape.filter((_, axis) => axis !== open),
  );
  return shape.map((known, axis) => (axis === open ? length : known));
}

const flatten: Rule = context => {
  const input = context.shape(0);
  const axis = intAttribute(context.node, 'axis', 1);
  if (input === null) return [tensor(context.dtype(0), [null, null])];
  const at = axis < 0 ? axis + input.length : axis;
  if (!(at >= 0 && at <= input.length)) return [tensor(context.dtype(0), [null, null])];
  return [tensor(context.dtype(0), [product(input.slice(0, at)), product(input.slice(at))])];
};

/** Axes are an attribute before opset 13, an input since. `undefined`: not given. `null`: not known. */
function axesOf(context: RuleContext): readonly number[] | null | undefined {
  if (context.opset >= 13) return context.has(1) ? context.numbers(1) : undefined;
  return intsAttribute(context.node, 'axes', undefined);
}

const squeeze: Rule = context => {
  const input = context.shape(0);
  const given = axesOf(context);
  if (input === null || given === null) {
    const count = context.shape(1)?.[0];
    const rank = input !== null && typeof count === 'number' ? unknownShape(input.length - count) : null;
    return [tensor(context.dtype(0), rank, context.data(0))];
  }
  if (given === undefined) {
    const isKnown = input.every(length => typeof length === 'number');
    return [tensor(context.dtype(0), isKnown ? input.filter(length => length !== 1) : null, context.data(0))];
  }
  const axes = normalizeAxes(given, input.length);
  const shape = axes === null ? null : input.filter((_, axis) => !axes.includes(axis));
  return [tensor(context.dtype(0), shape, context.data(0))];
};

const unsqueeze: Rule = context => {
  const input = context.shape(0);
  const given = axesOf(context);
  if (input === null || given === null || given === undefined) {
    const count = context.shape(1)?.[0];
    const rank = input !== null && typeof count === 'number' ? unknownShape(input.length + count) : null;
    return [tensor(context.dtype(0), rank, context.data(0))];
  }
  const rank = input.length + given.length;
  const axes = unknownShape(rank) === null ? null : normalizeAxes(given, rank);
  if (axes === null || new Set(axes).size !== axes.length) return [tensor(context.dtype(0), null)];
  const rest = [...input];
  const shape = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (rest.shift() ?? null)));
  return [tensor(context.dtype(0), shape, context.data(0))];
};

const transpose: Rule = context => {
  const input = context.shape(0);
  if (input === null) return [tensor(context.dtype(0), null)];
  const reversed = Array.from({ length: input.length }, (_, axis) => input.length - 1 - axis);
  const perm = normalizeAxes(intsAttribute(context.node, 'perm', reversed), input.length);
  if (perm === null || new Set(perm).size !== input.length) return [tensor(context.dtype(0), null)];
  const shape = perm.map(axis => input[axis] ?? null);
  return [tensor(context.dtype(0), shape, foldTranspose(context.data(0), input, perm))];
};

const expandTo: Rule = context => {
  const input = context.shape(0);
  const wanted = context.data(1);
  const length = context.shape(1)?.[0];
  const target = wanted?.map(asSize) ?? (typeof length === 'number' ? unknownShape(length) : null);
  const shape = broadcast([input, target]);
  return [tensor(context.dtype(0), shape, foldExpand(context.data(0), input, shape))];
};

const tile: Rule = context => {
  const input = context.shape(0);
  const repeats = context.data(1);
  if (input === null) return [tensor(context.dtype(0), null)];
  const shape = input.map((length, axis) => product([length, asSize(repeats?.[axis] ?? null)]));
  return [tensor(context.dtype(0), shape, foldTile(context.data(0), input, context.numbers(1)))];
};

/** Blocks of pixels move into channels, or back. */
function blocks(isToDepth: boolean): Rule {
  return context => {
    const block = intAttribute(context.node, 'blocksize', 0);
    const [batch, channels, height, width] = context.shape(0) ?? [];
    if (!(block >= 1) || width === undefined) return [tensor(context.dtype(0), null)];
    const times = (length: Dimension | undefined, factor: number): Dimension => product([length ?? null, factor]);
    const over = (length: Dimension | undefined, factor: number): Dimension => share(length ?? null, factor);
    const area = block * block;
    const shape = isToDepth
      ? [batch ?? null, times(channels, area), over(height, block), over(width, block)]
      : [batch ?? null, over(channels, area), times(height, block), times(width, block)];
    return [tensor(context.dtype(0), shape)];
  };
}

const centerCropPad: Rule = context => {
  const input = context.shape(0);
  const wanted = context.data(1);
  if (input === null) return [tensor(context.dtype(0), null)];
  const all = Array.from({ length: input.length }, (_, axis) => axis);
  const axes = normalizeAxes(intsAttribute(context.node, 'axes', all), input.length);
  if (axes === null) return [tensor(context.dtype(0), null)];
  const shape = [...input];
  axes.forEach((axis, i) => {
    shape[axis] = asSize(wanted?.[i] ?? null);
  });
  return [tensor(context.dtype(0), shape)];
};

export const reshaping: RuleTable = {
  CenterCropPad: centerCropPad,
  DepthToSpace: blocks(false),
  Expand: expandTo,
  Flatten: flatten,
  Reshape: reshape,
  Shape: shapeOf,
  Size: sizeOf,
  SpaceToDepth: blocks(true),
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};
