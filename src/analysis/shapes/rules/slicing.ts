import { intAttribute, intsAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { isAtLeast, type KnownSize } from '../../symbolic/sizes';
import { asSize, calculate, normalizeAxes, normalizeAxis, type Shape, size, sum, withDimension } from '../dimensions';
import { foldConcat, foldPart, foldSlice, type SliceRange } from '../folding';
import { type Inferred, type Rule, type RuleContext, type RuleTable, tensor } from '../rule';
import { combined, share } from './arithmetic';

const concat: Rule = context => {
  const { node } = context;
  const shapes = node.inputs.map((_, i) => context.shape(i));
  const rank = shapes.find(shape => shape !== null)?.length;
  const dtype = node.inputs.map((_, i) => context.dtype(i)).find(found => found !== null) ?? null;
  if (rank === undefined) return [tensor(dtype, null)];
  const axis = normalizeAxis(intAttribute(node, 'axis', context.opset < 4 ? 1 : 0), rank);
  if (axis === null || shapes.some(shape => shape !== null && shape.length !== rank)) return [tensor(dtype, null)];
  const shape = Array.from({ length: rank }, (_, i): Dimension => {
    const lengths = shapes.map(known => known?.[i] ?? null);
    if (i === axis) return sum(lengths);
    return lengths.find(length => typeof length === 'number') ?? lengths.find(length => length !== null) ?? null;
  });
  const parts = shapes.map((_, i) => context.data(i));
  return [tensor(dtype, shape, rank === 1 ? concatenated(context, shapes) : foldConcat(parts, shapes, axis))];
};

/** Elements whose count is known stay in place even where their values are not. */
function concatenated(context: RuleContext, shapes: readonly (Shape | null)[]): readonly Dimension[] | null {
  const elements: Dimension[] = [];
  for (const [i, shape] of shapes.entries()) {
    const length = shape?.[0];
    const data = context.data(i);
    if (typeof length !== 'number' || length > 64) {
      if (data === null) return null;
    }
    elements.push(...(data ?? new Array<null>(typeof length === 'number' ? length : 0).fill(null)));
  }
  return elements;
}

const split: Rule = context => {
  const { node } = context;
  const input = context.shape(0);
  const axis = input === null ? null : normalizeAxis(intAttribute(node, 'axis', 0), input.length);
  if (input === null || axis === null) return node.outputs.map(() => tensor(context.dtype(0), null));
  const lengths = splitLengths(context, input[axis] ?? null);
  let start = 0;
  return node.outputs.map((_, i) => {
    const length = lengths[i] ?? null;
    const count = typeof length === 'number' ? length : Number.NaN;
    const part = foldPart(context.data(0), input, axis, start, count);
    start += count;
    return tensor(context.dtype(0), withDimension(input, axis, length), part);
  });
};

/** Equal parts, the last one smaller, unless the sizes are given. */
function splitLengths(context: RuleContext, length: Dimension): readonly Dimension[] {
  const { node } = context;
  const given = context.opset < 13 ? intsAttribute(node, 'split', null) : context.data(1);
  if (given !== null) return given.map(part => (typeof part === 'number' ? size(part) : part));
  const isGivenElsewhere = context.opset < 13 ? context.has(1) && context.opset < 2 : context.has(1);
  const parts = intAttribute(node, 'num_outputs', node.outputs.length);
  if (isGivenElsewhere || !(parts >= 1)) return [];
  if (typeof length !== 'number') return symbolicParts(length, parts, context.opset >= 18);
  const each = Math.ceil(length / parts);
  return node.outputs.map((_, i) => size(Math.max(0, Math.min(each, length - each * i))));
}

/** Before opset 18 all parts are alike; since then the last one may be smaller. */
function symbolicParts(length: Dimension, parts: number, mayDiffer: boolean): readonly Dimension[] {
  if (parts === 1) return [length];
  const each = mayDiffer ? combined('divideUp', length, parts) : share(length, parts);
  const last = combined('subtract', length, combined('multiply', each, parts - 1));
  const count = Math.min(parts, MOST_PARTS);
  return Array.from({ length: count }, (_, i) => (mayDiffer && i === parts - 1 ? last : each));
}

/** A file may ask for more parts than the node has outputs. */
const MOST_PARTS = 4096;

const slice: Rule = context => {
  const input = context.shape(0);
  if (input === null) return [tensor(context.dtype(0), null)];
  const isOld = context.opset < 10;
  const starts = isOld ? intsAttribute(context.node, 'starts', null) : context.data(1);
  const ends = isOld ? intsAttribute(context.node, 'ends', null) : context.data(2);
  const counted = starts?.length ?? ends?.length ?? numberOf(context.shape(1)?.[0]);
  const inOrder = counted === null ? null : Array.from({ length: Math.min(counted, input.length) }, (_, axis) => axis);
  const given = isOld ? intsAttribute(context.node, 'axes', inOrder) : context.has(3) ? context.numbers(3) : inOrder;
  const axes = given === null ? null : normalizeAxes(given, input.length);
  if (axes === null)
    return [
      tensor(
        context.dtype(0),
        input.map(() => null),
      ),
    ];
  const steps = !isOld && context.has(4) ? context.numbers(4) : axes.map(() => 1);
  const shape = [...input];
  const ranges: (SliceRange | null)[] = input.map(length =>
    typeof length === 'number' ? { start: 0, step: 1, count: length } : null,
  );
  axes.forEach((axis, i) => {
    const cut = cutAxis(input[axis] ?? null, starts?.[i] ?? null, ends?.[i] ?? null, steps?.[i] ?? null);
    shape[axis] = cut.length ?? (input[axis] === null ? null : context.fresh(0));
    ranges[axis] = cut.range;
  });
  const known = ranges.filter(range => range !== null);
  const data = known.length === ranges.length ? foldSlice(context.data(0), input, known) : null;
  return [tensor(context.dtype(0), shape, data)];
};

interface Cut {
  readonly length: Dimension;
  readonly range: SliceRange | null;
}

/** numpy's rules: negative positions count from the end, both are clamped. */
function cutAxis(length: Dimension, start: Dimension, end: Dimension, step: number | null): Cut {
  const unknown = { length: null, range: null };
  if (step === null || step === 0 || !Number.isInteger(step)) return unknown;
  if (typeof length !== 'number' || typeof start !== 'number' || typeof end !== 'number') {
    return { length: cutNamed(length, start, end, step), range: null };
  }
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? length : length - 1;
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, lowest), highest);
  const from = clamp(start);
  const count = Math.max(0, Math.ceil((clamp(end) - from) / step));
  return { length: size(count), range: { start: from, step, count } };
}

/** Exporters write the largest 32-bit or 64-bit number for the end of an axis. */
const TO_END = 2 ** 31 - 1;

function cutNamed(length: Dimension, start: Dimension, end: Dimension, step: number): Dimension {
  if (length === null || start === null || end === null) return null;
  if (step > 0) {
    const room = calculate('subtract', clamped(length, end), clamped(length, start));
    return asSize(calculate('maximum', 0, calculate('divideUp', room, step)));
  }
  const isLast = start === -1 || (typeof start === 'number' && start >= TO_END);
  const isWhole = isLast && typeof end === 'number' && end <= -TO_END;
  return isWhole ? calculate('divideUp', length, -step) : null;
}

/** A position between 0 and the length; `null` when it is open from which side it counts. */
function clamped(length: KnownSize, at: KnownSize): Dimension {
  if (typeof at === 'number' && at >= TO_END) return length;
  if (isAtLeast(at, 0)) return calculate('minimum', at, length);
  return isAtLeast(-1, at) ? calculate('maximum', 0, calculate('add', length, at)) : null;
}

function numberOf(length: Dimension | undefined): number | null {
  return typeof length === 'number' ? length : null;
}

/** Pads are an attribute before opset 11 (`paddings` in opset 1), an input since; `axes` may limit them since 18. */
export const pad: Rule = context => {
  const input = context.shape(0);
  if (input === null) return [tensor(context.dtype(0), null)];
  const old = intsAttribute(context.node, 'pads', intsAttribute(context.node, 'paddings', null));
  const pads = context.opset < 11 ? old : context.data(1);
  const all = Array.from({ length: input.length }, (_, axis) => axis);
  const given = context.has(3) ? context.numbers(3) : all;
  const axes = given === null ? null : normalizeAxes(given, input.length);
  if (pads === null || axes === null || pads.length !== 2 * axes.length) {
    return [
      tensor(
        context.dtype(0),
        input.map(() => null),
      ),
    ];
  }
  const shape = [...input];
  axes.forEach((axis, i) => {
    const total = calculate('add', pads[i] ?? null, pads[i + axes.length] ?? null);
    const length = calculate('add', input[axis] ?? null, total);
    shape[axis] = typeof length === 'number' ? size(length) : length;
  });
  return [tensor(context.dtype(0), shape)];
};

export const gridSample: Rule = context => {
  const input = context.shape(0);
  const grid = context.shape(1);
  if (input === null || grid === null) return [tensor(context.dtype(0), null)];
  return [tensor(context.dtype(0), [input[0] ?? null, input[1] ?? null, ...grid.slice(1, -1)])];
};

const affineGrid: Rule = (context): Inferred[] => {
  const wanted = context.data(1);
  if (wanted === null) return [tensor(context.dtype(0), null)];
  const spatial = wanted.slice(2).map(length => (typeof length === 'number' ? size(length) : length));
  return [tensor(context.dtype(0), [wanted[0] ?? null, ...spatial, spatial.length])];
};

export const slicing: RuleTable = {
  AffineGrid: affineGrid,
  Concat: concat,
  GridSample: gridSample,
  Pad: pad,
  Slice: slice,
  Split: split,
};
