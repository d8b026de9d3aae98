import { valueInfo } from '../../formats/onnx/edit/valueInfos';
import type { Dimension } from '../../model/model';
import { inputOf, isOp, type ModelProto, outputOf } from '../graph/protos';
import { EXCERPT } from './excerpt';

/**
 * The excerpt of a quantized layer without the rounding at its edges: it takes codes and, where its output was rounded, gives codes, as
 * the layer does between neighbours that are quantized too.
 */
export function withIntegerEdges(model: ModelProto, shape: readonly Dimension[]): ModelProto {
  const graph = model.graph ?? {};
  const nodes = graph.node ?? [];
  const first = nodes.find(node => isOp(node, 'QuantizeLinear') && inputOf(node, 0) === EXCERPT.input);
  const last = nodes.find(node => isOp(node, 'DequantizeLinear') && outputOf(node) === EXCERPT.output);
  const input = first === undefined ? graph.input : [valueInfo(outputOf(first), 'uint8', shape)];
  const output = last === undefined ? graph.output : [valueInfo(inputOf(last, 0), 'uint8', null)];
  const node = nodes.filter(each => each !== first && each !== last);
  return { ...model, graph: { ...graph, node, input: input ?? [], output: output ?? [] } };
}
