import { inputOf, isOp } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

export interface MethodChoice {
  readonly method: 'dynamic' | 'static';
  /** One sentence. */
  readonly reason: string;
}

/**
 * Static for models that are mostly convolutions, because integer convolution with activations quantized while running is many times slower
 * than float; dynamic for the others, because it needs no data and follows the range of every input. Works on a model whose
 * weights have been found; `null` when neither has anything to do.
 */
export function chooseMethod(work: Workpiece): MethodChoice | null {
  const index = work.index();
  let convolutions = 0;
  let products = 0;
  let linear = 0;
  for (const node of work.graph.node) {
    const name = inputOf(node, 1);
    const producer = index.producer(name);
    const isLearned = work.constants.has(name) || (producer !== undefined && work.constants.has(inputOf(producer, 0)));
    if (!isLearned) continue;
    if (isOp(node, 'Conv')) convolutions += 1;
    if (isOp(node, 'MatMul')) products += 1;
    if (isOp(node, 'Gemm')) linear += 1;
  }
  if (convolutions > 0 && convolutions >= products) {
    return {
      method: 'static',
      reason: `Static, because ${convolutions} of the ${convolutions + products + linear} layers are convolutions, whose integer form is only fast when the ranges of activations are fixed beforehand.`,
    };
  }
  if (products + linear === 0) return null;
  const others = convolutions === 0 ? 'no convolution' : `only ${convolutions} convolutions, which stay in float`;
  return {
    method: 'dynamic',
    reason: `Dynamic, because the model has ${products + linear} MatMul and Gemm layers and ${others}: ranges of activations are taken from each input while running, and no data is needed.`,
  };
}
