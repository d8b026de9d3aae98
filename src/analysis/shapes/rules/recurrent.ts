import { intAttribute, stringAttribute } from '../../../model/attributes';
import type { Dimension } from '../../../model/model';
import { size } from '../dimensions';
import { type Rule, type RuleContext, type RuleTable, tensor } from '../rule';

/**
 * Y [steps, directions, batch, hidden], Y_h and Y_c [directions, batch, hidden]; with `layout` 1 the batch comes first.
 * https://onnx.ai/onnx/operators/onnx__LSTM.html
 */
function recurrent(states: 1 | 2, hiddenSize: (context: RuleContext) => Dimension): Rule {
  return context => {
    const { node } = context;
    const [first, second] = context.shape(0) ?? [null, null];
    const isBatchFirst = intAttribute(node, 'layout', 0) === 1;
    const steps: Dimension = (isBatchFirst ? second : first) ?? null;
    const batch: Dimension = (isBatchFirst ? first : second) ?? null;
    const directions = stringAttribute(node, 'direction', 'forward') === 'bidirectional' ? 2 : 1;
    const hidden = size(intAttribute(node, 'hidden_size', -1)) ?? hiddenSize(context);
    const dtype = context.dtype(0);
    const all = isBatchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
    const last = tensor(dtype, isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden]);
    return states === 2 ? [tensor(dtype, all), last, last] : [tensor(dtype, all), last];
  };
}

/** The recurrence weight is [directions, gates * hidden, hidden]. */
const lastOfRecurrence = (context: RuleContext): Dimension => context.shape(2)?.[2] ?? null;

export const recurrence: RuleTable = {
  GRU: recurrent(1, lastOfRecurrence),
  LSTM: recurrent(2, lastOfRecurrence),
  RNN: recurrent(1, lastOfRecurrence),
};

/** com.microsoft: the quantized recurrence weight is transposed to [directions, hidden, gates * hidden]. */
export const fusedRecurrence: RuleTable = {
  AttnLSTM: recurrent(2, () => null),
  DynamicQuantizeLSTM: recurrent(2, context => context.shape(2)?.[1] ?? null),
};
