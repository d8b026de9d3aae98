import { isOp, type NodeProto } from '../graph/protos';

/** Operators that give something else each time. A Dropout may be training. */
const RANDOM = [
  'Bernoulli',
  'Dropout',
  'Multinomial',
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
] as const;

/** Whether a node of the default domain gives the same for the same inputs. */
export function isDeterministic(node: NodeProto): boolean {
  return !isOp(node, ...RANDOM);
}
