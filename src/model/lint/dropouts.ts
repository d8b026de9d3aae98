import { intAttribute } from '../attributes';
import type { Model, Node } from '../model';
import { type GraphIndex, modelIndex } from '../modelIndex';
import { opsetsIn } from './scope';
import { smallConstant } from './smallConstant';

/** First version in which Dropout is told by an input whether it trains, and the first in which it never does until then. */
const MODE_IS_INPUT = 12;
const INFERENCE_ONLY = 7;

/** What a Dropout does: drop elements, nothing, or what an input says when the model runs; `null` for other nodes. */
export function dropoutMode(model: Model, { graph }: GraphIndex, node: Node): 'trains' | 'idle' | 'asks' | null {
  if (node.op !== 'Dropout' || node.domain !== '') return null;
  const opset = opsetsIn(model, graph).get('') ?? 1;
  if (opset < INFERENCE_ONLY) return intAttribute(node, 'is_test', 0) === 0 ? 'trains' : 'idle';
  const mode = node.inputs[2] ?? '';
  if (opset < MODE_IS_INPUT || mode === '') return 'idle';
  const [value] = smallConstant(modelIndex(model), graph.id, mode) ?? [];
  if (value === undefined) return 'asks';
  return value === 0 ? 'idle' : 'trains';
}
