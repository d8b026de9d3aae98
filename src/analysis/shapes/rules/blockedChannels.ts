import { intAttribute, intsAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { size } from '../dimensions';
import { type Rule, type RuleTable, tensor } from '../rule';
import { at, combined } from './arithmetic';
import { convolutions } from './convolution';
import { pooling } from './pooling';

/** Channels are filled up to a multiple of what the processor computes at once: 8 or 16. */
const LARGEST_BLOCK = 16;

const filledUp = (channels: Dimension): Dimension =>
  typeof channels === 'number' && channels % LARGEST_BLOCK === 0 ? channels : null;

const toBlocks: Rule = context => {
  const input = context.shape(0);
  if (input === null || input.length < 2) return [tensor(context.dtype(0), null)];
  const isLast = intAttribute(context.node, 'channels_last', 0) !== 0;
  const channels = filledUp(at(input, isLast ? -1 : 1));
  return [tensor(context.dtype(0), [at(input, 0), channels, ...(isLast ? input.slice(1, -1) : input.slice(2))])];
};

const fromBlocks: Rule = context => {
  const input = context.shape(0);
  if (input === null || input.length < 2) return [tensor(context.dtype(0), null)];
  const channels = size(intAttribute(context.node, 'channels', -1));
  const isLast = intAttribute(context.node, 'channels_last', 0) !== 0;
  const spatial = input.slice(2);
  return [tensor(context.dtype(0), [at(input, 0), ...(isLast ? [...spatial, channels] : [channels, ...spatial])])];
};

const upsample: Rule = context => {
  const input = context.shape(0);
  const scales = intsAttribute(context.node, 'scales', null);
  const isFit = input !== null && scales?.length === input.length;
  return [tensor(context.dtype(0), isFit ? input.map((n, i) => combined('multiply', n, scales[i] ?? null)) : null)];
};

const only = (table: RuleTable, ...operators: readonly string[]): RuleTable =>
  Object.fromEntries(Object.entries(table).filter(([operator]) => operators.includes(operator)));

/** com.microsoft.nchwc: what the runtime writes when it saves a model that it laid out for the processor. */
export const blockedChannels: RuleTable = {
  ...only(convolutions, 'Conv'),
  ...only(pooling, 'AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'MaxPool'),
  ReorderInput: toBlocks,
  ReorderOutput: fromBlocks,
  Upsample: upsample,
};
