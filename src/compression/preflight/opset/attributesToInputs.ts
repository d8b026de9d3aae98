import { attribute } from '../../../formats/onnx/edit/attributes';
import { bigintsOf, floatOf, floatsOf, intOf, intsOf, textOf, withoutAttributes } from '../../graph/attributes';
import { inputOf, type NodeProto } from '../../graph/protos';
import type { Conversion, ConversionContext, Refusal } from './conversion';

/** Squeeze, Unsqueeze, ReduceSum: `axes` became an input in 13. */
export const axesToInput: Conversion = (node, context) => {
  const axes = intsOf(node, 'axes', null);
  if (axes === null) return [node];
  return [changed(node, [inputOf(node, 0), context.integers(`${node.name}_axes`, axes)], 'axes')];
};

/** Split: `split` became an input in 13. */
export const splitToInput: Conversion = (node, context) => {
  const sizes = intsOf(node, 'split', null);
  if (sizes === null) return [node];
  return [changed(node, [inputOf(node, 0), context.integers(`${node.name}_split`, sizes)], 'split')];
};

/** Slice: everything became inputs in 10. */
export const sliceToInputs: Conversion = (node, context) => {
  if (context.from >= 10) return [node];
  const starts = bigintsOf(node, 'starts', []);
  const ends = bigintsOf(node, 'ends', []);
  const axes = intsOf(node, 'axes', null) ?? starts.map((_, axis) => axis);
  const inputs = [
    inputOf(node, 0),
    context.integers(`${node.name}_starts`, starts),
    context.integers(`${node.name}_ends`, ends),
    context.integers(`${node.name}_axes`, axes),
  ];
  return [changed(node, inputs, 'starts', 'ends', 'axes')];
};

/** TopK: `k` became an input in 10. */
export const topKToInput: Conversion = (node, context) => {
  if (context.from >= 10) return [node];
  const k = context.integers(`${node.name}_k`, [intOf(node, 'k', 0)]);
  return [changed(node, [inputOf(node, 0), k], 'k')];
};

/** Clip: `min` and `max` became inputs in 11. */
export const clipToInputs: Conversion = (node, context) => {
  if (context.from >= 11) return [node];
  const bound = (name: string): string => {
    const value = floatOf(node, name, null);
    return value === null ? '' : context.floats(`${node.name}_${name}`, [value], []);
  };
  const inputs = [inputOf(node, 0), bound('min'), bound('max')];
  while (inputs.at(-1) === '') inputs.pop();
  return [changed(node, inputs, 'min', 'max')];
};

/** Pad: `pads` and `value` became inputs in 11. */
export const padToInputs: Conversion = (node, context) => {
  if (context.from >= 11) return [node];
  const pads = context.integers(`${node.name}_pads`, intsOf(node, 'pads', []));
  const value = floatOf(node, 'value', 0);
  const inputs = [inputOf(node, 0), pads, ...(value === 0 ? [] : [context.floats(`${node.name}_value`, [value], [])])];
  return [changed(node, inputs, 'pads', 'value')];
};

/** Dropout: `ratio` became an input in 12, the mask boolean in 10. At inference both are idle. */
export const dropoutToInputs: Conversion = (node, context) => {
  const mask = node.output?.[1] ?? '';
  if (mask !== '' && context.isUsed(mask)) return { reason: 'its mask is used' };
  if (context.from >= 12) return [node];
  return [{ ...changed(node, [inputOf(node, 0)], 'ratio'), output: (node.output ?? []).slice(0, 1) }];
};

/** Upsample became Resize in 10; `scales` was an attribute until 9. */
export const upsampleToResize: Conversion = async (node, context) => {
  const values = floatsOf(node, 'scales', null);
  const scales = values === null ? inputOf(node, 1) : context.floats(`${node.name}_scales`, values);
  return enlarging(
    { ...changed(node, [inputOf(node, 0), '', scales], 'scales', 'mode'), opType: 'Resize' },
    node,
    context,
  );
};

/** Resize got a region and rules for coordinates in 11. */
export const resizeWithRules: Conversion = async (node, context) => {
  if (context.from >= 11) return [node];
  return enlarging(changed(node, [inputOf(node, 0), '', inputOf(node, 1)], 'mode'), node, context);
};

/**
 * What both computed is the asymmetric form of today's Resize, where it enlarges: which neighbour is nearest while shrinking was
 * never written down, and the runtime's choice then cannot be asked for now.
 */
async function enlarging(
  resize: NodeProto,
  source: NodeProto,
  context: ConversionContext,
): Promise<NodeProto[] | Refusal> {
  const scales = await context.numbers(inputOf(resize, 2));
  if (scales === null || scales.some(scale => scale < 1)) return { reason: 'it may shrink its input' };
  return [legacyResize(resize, source)];
}

function legacyResize(resize: NodeProto, source: NodeProto): NodeProto {
  const mode = textOf(source, 'mode', 'nearest');
  const rules = [
    attribute('mode', mode === 'bilinear' ? 'linear' : mode),
    attribute('coordinate_transformation_mode', 'asymmetric'),
    attribute('nearest_mode', 'floor'),
  ];
  return { ...resize, attribute: [...(resize.attribute ?? []), ...rules] };
}

function changed(node: NodeProto, input: string[], ...dropped: readonly string[]): NodeProto {
  return { ...node, input, attribute: withoutAttributes(node, ...dropped) };
}
