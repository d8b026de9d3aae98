import { attribute, findAttribute } from '../../../formats/onnx/edit/attributes';
import { intOf, intsOf, textOf, withoutAttributes } from '../../graph/attributes';
import { inputOf, type NodeProto } from '../../graph/protos';
import type { Conversion } from './conversion';

/** A change of meaning and the opset that brought it. */
interface Change {
  readonly since: number;
  readonly convert: Conversion;
}

/** `axes` became an input. */
const axesToInput: Conversion = (node, context) => {
  const axes = intsOf(node, 'axes', null);
  if (axes === null) return [node];
  const input = [inputOf(node, 0), context.integers(`${node.name}_axes`, axes)];
  return [{ ...node, input, attribute: withoutAttributes(node, 'axes') }];
};

/** Equal parts must be counted. */
const countedSplit: Conversion = node => {
  if (inputOf(node, 1) !== '') return [node];
  return [withAttribute(node, attribute('num_outputs', BigInt((node.output ?? []).length)))];
};

/** Until then coordinates were not moved by half a pixel. */
const unmovedRoi: Conversion = node => [
  withAttribute(node, attribute('coordinate_transformation_mode', 'output_half_pixel')),
];

const training: Conversion = node =>
  (node.output ?? []).slice(1).some(name => name !== '') ? { reason: 'it is in training form' } : [node];

const GRID_MODES: ReadonlyMap<string, string> = new Map([
  ['bilinear', 'linear'],
  ['bicubic', 'cubic'],
]);

/** Modes are called as they are in any number of dimensions. */
const gridModes: Conversion = node => {
  const mode = textOf(node, 'mode', 'bilinear');
  return [withAttribute(node, attribute('mode', GRID_MODES.get(mode) ?? mode))];
};

/** The axis became an input, with another default. */
const axisToInput: Conversion = (node, context) => {
  const axis = context.integers(`${node.name}_axis`, [intOf(node, 'axis', 1)], []);
  return [{ ...node, input: [inputOf(node, 0), inputOf(node, 1), axis], attribute: withoutAttributes(node, 'axis') }];
};

/** Scale and bias were of groups and became of channels. */
const groupScales: Conversion = () => ({ reason: 'its scale and bias are of groups, not of channels' });

/** Operators whose nodes mean something else from some opset after 13 on (https://onnx.ai/onnx/operators/). One line each. */
export const LATER_CONVERSIONS: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['BatchNormalization', { since: 14, convert: training }],
  ['RoiAlign', { since: 16, convert: unmovedRoi }],
  ['ReduceL1', { since: 18, convert: axesToInput }],
  ['ReduceL2', { since: 18, convert: axesToInput }],
  ['ReduceLogSum', { since: 18, convert: axesToInput }],
  ['ReduceLogSumExp', { since: 18, convert: axesToInput }],
  ['ReduceMax', { since: 18, convert: axesToInput }],
  ['ReduceMean', { since: 18, convert: axesToInput }],
  ['ReduceMin', { since: 18, convert: axesToInput }],
  ['ReduceProd', { since: 18, convert: axesToInput }],
  ['ReduceSumSquare', { since: 18, convert: axesToInput }],
  ['Split', { since: 18, convert: countedSplit }],
  ['GridSample', { since: 20, convert: gridModes }],
  ['DFT', { since: 20, convert: axisToInput }],
  ['GroupNormalization', { since: 21, convert: groupScales }],
]);

/** Sets an attribute that the node may have already. */
function withAttribute(node: NodeProto, value: ReturnType<typeof attribute>): NodeProto {
  const isGiven = findAttribute(node, value.name) !== undefined;
  const others = isGiven ? withoutAttributes(node, value.name) : (node.attribute ?? []);
  return { ...node, attribute: [...others, value] };
}
