import { attribute } from '../../../formats/onnx/edit/attributes';
import { node as newNode } from '../../../formats/onnx/edit/nodes';
import { intOf, withoutAttributes } from '../../graph/attributes';
import { inputOf, outputOf } from '../../graph/protos';
import {
  axesToInput,
  clipToInputs,
  dropoutToInputs,
  padToInputs,
  resizeWithRules,
  sliceToInputs,
  splitToInput,
  topKToInput,
  upsampleToResize,
} from './attributesToInputs';
import type { Conversion } from './conversion';

/**
 * Softmax, LogSoftmax and Hardmax before 13 flatten their input to a matrix at `axis` (1 unless given) and work on whole rows
 * of it; from 13 on they work along one axis. The same: Flatten, the operator along the last axis, and the shape restored.
 */
const rowwise: Conversion = (node, context) => {
  const axis = intOf(node, 'axis', 1);
  const last = { ...node, attribute: [...withoutAttributes(node, 'axis'), attribute('axis', -1n)] };
  const input = inputOf(node, 0);
  const rank = context.rank(input);
  if (axis === -1 || (rank !== null && axis === rank - 1)) return [last];
  const name = node.name ?? '';
  const shape = context.fresh(`${name}_shape`);
  const rows = context.fresh(`${name}_rows`);
  const result = context.fresh(`${name}_result`);
  return [
    newNode('Shape', [input], [shape], {}, { name: `${name}_Shape` }),
    newNode('Flatten', [input], [rows], { axis: BigInt(axis) }, { name: `${name}_Flatten` }),
    { ...last, input: [rows], output: [result] },
    newNode('Reshape', [result, shape], [outputOf(node)], {}, { name: `${name}_Reshape` }),
  ];
};

/** BatchNormalization: `spatial` went in 9; until then 0 meant one mean for each element instead of each channel. */
const batchNormalization: Conversion = node => {
  if (intOf(node, 'spatial', 1) !== 1) return { reason: 'it normalizes each element on its own (spatial = 0)' };
  if ((node.output ?? []).slice(1).some(name => name !== '')) return { reason: 'it is in training form' };
  return [{ ...node, attribute: withoutAttributes(node, 'spatial') }];
};

/** Scatter is called ScatterElements since 11. */
const scatter: Conversion = node => [{ ...node, opType: 'ScatterElements' }];

/** Scan lost its batch dimension in 9. */
const scan: Conversion = (node, context) =>
  context.from >= 9 ? [node] : { reason: 'Scan had a batch dimension before opset 9' };

/** How to say in opset 13 what a node says in opset 7 to 12, by operator. */
export const CONVERSIONS: ReadonlyMap<string, Conversion> = new Map([
  ['Squeeze', axesToInput],
  ['Unsqueeze', axesToInput],
  ['ReduceSum', axesToInput],
  ['Split', splitToInput],
  ['Slice', sliceToInputs],
  ['TopK', topKToInput],
  ['Clip', clipToInputs],
  ['Pad', padToInputs],
  ['Dropout', dropoutToInputs],
  ['Upsample', upsampleToResize],
  ['Resize', resizeWithRules],
  ['Softmax', rowwise],
  ['LogSoftmax', rowwise],
  ['Hardmax', rowwise],
  ['BatchNormalization', batchNormalization],
  ['Scatter', scatter],
  ['Scan', scan],
]);
