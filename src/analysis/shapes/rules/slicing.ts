import { floatAttribute, intAttribute, intsAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import {
  calculate,
  isNumeric,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  size,
  sum,
  withDimension,
} from '../dimensions';
import { foldSlice, type SliceRange } from '../folding';
import { type Inferred, type Rule, type RuleContext, type RuleTable, tensor } from '../rule';

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
  return [tensor(dtype, shape, rank === 1 ? concatenated(context, shapes) : null)];
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
  const data = context.numbers(0);
  let start = 0;
  return node.outputs.map((_, i) => {
    const length = lengths[i] ?? null;
    const part =
      data !== null && input.length === 1 && typeof length === 'number' ? data.slice(start, start + length) : null;
    start += typeof length === 'number' ? length : Number.NaN;
    return tensor(context.dtype(0), withDimension(input, axis, length), part?.length === length ? part : null);
  });
};

/** Equal parts, the last one smaller, unless the sizes are given. */
function splitLengths(context: RuleContext, length: Dimension): readonly Dimension[] {
  const { node } = context;
  const given = context.opset < 13 ? intsAttribute(node, 'split', null) : context.data(1);
  if (given !== null) return given.map(part => (typeof part === 'number' ? size(part) : part));
  const isGivenElsewhere = context.opset < 13 ? context.has(1) && context.opset < 2 : context.has(1);
  if (isGivenElsewhere || typeof length !== 'number')
    return node.outputs.length === 1 && !isGivenElsewhere ? [length] : [];
  const parts = intAttribute(node, 'num_outputs', node.outputs.length);
  if (!(parts >= 1)) return [];
  const each = Math.ceil(length / parts);
  return node.outputs.map((_, i) => size(Math.max(0, Math.min(each, length - each * i))));
}

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
    shape[axis] = cut.length;
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
  if (typeof length !== 'number') {
    const toEnd = end === length || (typeof end === 'number' && end >= Number.MAX_SAFE_INTEGER);
    if (start === 0 && step === 1 && length !== null && toEnd) return { length, range: null };
    if (step === -1 && start === -1 && typeof end === 'number' && end <= -Number.MAX_SAFE_INTEGER)
      return { length, range: null };
    return unknown;
  }
  if (typeof start !== 'number' || typeof end !== 'number') return unknown;
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? length : length - 1;
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, lowest), highest);
  const from = clamp(start);
  const count = Math.max(0, Math.ceil((clamp(end) - from) / step));
  return { length: size(count), range: { start: from, step, count } };
}

function numberOf(length: Dimension | undefined): number | null {
  return typeof length === 'number' ? length : null;
}

/** Pads are an attribute before opset 11 (`paddings` in opset 1), an input since; `axes` may limit them since 18. */
const pad: Rule = context => {
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

/** Sizes are scaled, or given. Inputs: opset 10 `X, scales`; since 11 `X, roi, scales, sizes`. Upsample: `X, scales`. */
function resize(scalesInput: (context: RuleContext) => number): Rule {
  return context => {
    const input = context.shape(0);
    if (input === null) return [tensor(context.dtype(0), null)];
    const at = scalesInput(context);
    const sizes = at === 2 && context.has(3) ? context.data(3) : null;
    const scales = context.has(at) ? context.numbers(at) : floatsOf(context);
    const all = Array.from({ length: input.length }, (_, axis) => axis);
    const axes = normalizeAxes(intsAttribute(context.node, 'axes', all), input.length);
    const values = sizes ?? (at === 2 && context.has(3) ? null : scales);
    if (axes === null || values === null || values.length !== axes.length) {
      return [
        tensor(
          context.dtype(0),
          input.map(() => null),
        ),
      ];
    }
    const isKept = context.node.attributes.some(({ name }) => name === 'keep_aspect_ratio_policy');
    const shape = [...input];
    axes.forEach((axis, i) => {
      shape[axis] = sizes === null ? scaled(input[axis] ?? null, values[i] ?? null) : (sizes[i] ?? null);
    });
    return [tensor(context.dtype(0), sizes !== null && isKept ? keepAspect(context, input, axes, sizes) : shape)];
  };
}

function scaled(length: Dimension, scale: Dimension): Dimension {
  if (scale === 1) return length;
  if (typeof length !== 'number' || typeof scale !== 'number') {
    return typeof scale === 'number' && Number.isInteger(scale) ? calculate('multiply', length, scale) : null;
  }
  return size(Math.floor(length * scale));
}

/** One scale for all resized axes: the smallest or the largest that the wanted sizes ask for. */
function keepAspect(context: RuleContext, input: Shape, axes: readonly number[], sizes: readonly Dimension[]): Shape {
  const policy = context.node.attributes.find(({ name }) => name === 'keep_aspect_ratio_policy')?.value;
  const name = policy?.kind === 'string' ? new TextDecoder().decode(policy.value) : 'stretch';
  const wanted = axes.map((_, i) => sizes[i] ?? null);
  if (name === 'stretch')
    return input.map((length, axis) => (axes.includes(axis) ? (wanted[axes.indexOf(axis)] ?? null) : length));
  if (!isNumeric(wanted) || !isNumeric(input))
    return input.map((length, axis) => (axes.includes(axis) ? null : length));
  const ratios = axes.map((axis, i) => (wanted[i] ?? 0) / (input[axis] ?? 1));
  const scale = name === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  return input.map((length, axis) => (axes.includes(axis) ? size(Math.round(length * scale)) : length));
}

function floatsOf({ node }: RuleContext): readonly number[] | null {
  const scales = node.attributes.find(({ name }) => name === 'scales')?.value;
  if (scales?.kind === 'floats') return scales.value;
  const height = floatAttribute(node, 'height_scale', null);
  const width = floatAttribute(node, 'width_scale', null);
  return height === null || width === null ? null : [1, 1, height, width];
}

const gridSample: Rule = context => {
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
  Resize: resize(({ opset }) => (opset < 11 ? 1 : 2)),
  Slice: slice,
  Split: split,
  Upsample: resize(() => 1),
};
