import { floatAttribute, floatsAttribute, intsAttribute, stringAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { asSize, calculate, isNumeric, normalizeAxes, type Shape, size, unknownShape } from '../dimensions';
import { type Rule, type RuleContext, type RuleTable, tensor } from '../rule';
import { combined } from './arithmetic';

/** Where the scales are: opset 10 `X, scales`; since 11 `X, roi, scales, sizes`. Upsample: `X, scales` or an attribute. */
function resize(scalesInput: (context: RuleContext) => number): Rule {
  return context => {
    const input = context.shape(0);
    if (input === null) return [tensor(context.dtype(0), null)];
    const all = Array.from({ length: input.length }, (_, axis) => axis);
    const axes = normalizeAxes(intsAttribute(context.node, 'axes', all), input.length);
    const shape = axes === null ? null : resized(context, input, axes, scalesInput(context));
    return [tensor(context.dtype(0), shape ?? unknownShape(input.length))];
  };
}

function resized(context: RuleContext, input: Shape, axes: readonly number[], scalesInput: number): Shape | null {
  const sizes = scalesInput === 2 && isGiven(context, 3) ? context.data(3) : undefined;
  if (sizes === null) return null;
  if (sizes !== undefined) return sizes.length === axes.length ? toSizes(context, input, axes, sizes) : null;
  const scales = context.has(scalesInput) ? context.numbers(scalesInput) : attributeScales(context);
  // Only a part of the input is taken, which further inputs tell; runtimes do not agree on the resulting size.
  const isCropped = stringAttribute(context.node, 'coordinate_transformation_mode', '') === 'tf_crop_and_resize';
  if (scales?.length !== axes.length || isCropped) return null;
  const shape = [...input];
  axes.forEach((axis, i) => {
    shape[axis] = scaled(input[axis] ?? null, scales[i] ?? Number.NaN);
  });
  return shape;
}

/** Older exporters leave an input out by giving an empty tensor. */
function isGiven(context: RuleContext, input: number): boolean {
  return context.has(input) && context.shape(input)?.[0] !== 0;
}

/** floor(length * scale), both as 32-bit floats, as scales are. */
function scaled(length: Dimension, scale: number): Dimension {
  if (scale === 1) return length;
  if (!(scale > 0) || length === null) return null;
  if (typeof length === 'number') return size(Math.floor(Math.fround(Math.fround(length) * Math.fround(scale))));
  const product = calculate('multiply', length, scale);
  return product === null ? null : combined('divideDown', product, 1);
}

function toSizes(context: RuleContext, input: Shape, axes: readonly number[], sizes: readonly Dimension[]): Shape {
  const policy = stringAttribute(context.node, 'keep_aspect_ratio_policy', 'stretch');
  const wanted = new Map(axes.map((axis, i) => [axis, asSize(sizes[i] ?? null)]));
  if (policy === 'stretch') return input.map((length, axis) => wanted.get(axis) ?? (wanted.has(axis) ? null : length));
  const lengths: Shape = axes.map(axis => input[axis] ?? null);
  const known: Shape = axes.map(axis => wanted.get(axis) ?? null);
  if (!isNumeric(lengths) || !isNumeric(known)) {
    return input.map((length, axis) => (wanted.has(axis) ? null : length));
  }
  const ratios = known.map((length, i) => Math.fround(length / (lengths[i] ?? 1)));
  const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  const keep = (length: Dimension): Dimension =>
    typeof length === 'number' ? size(Math.round(Math.fround(length * scale))) : null;
  return input.map((length, axis) => (wanted.has(axis) ? keep(length) : length));
}

/** Upsample before opset 9 has an attribute, before 7 one for each axis of an image. */
function attributeScales({ node }: RuleContext): readonly number[] | null {
  const scales = floatsAttribute(node, 'scales', null);
  if (scales !== null) return scales;
  const height = floatAttribute(node, 'height_scale', null);
  const width = floatAttribute(node, 'width_scale', null);
  return height === null || width === null ? null : [1, 1, height, width];
}

export const resizing: RuleTable = {
  Resize: resize(context => (context.opset < 11 ? 1 : 2)),
  Upsample: resize(() => 1),
};
