import { node as newNode } from '../../formats/onnx/edit/nodes';
import { valueInfo } from '../../formats/onnx/edit/valueInfos';
import type { GraphIndex } from '../graph/graphIndex';
import { inputOf, type ModelProto, type NodeProto } from '../graph/protos';
import { Workpiece } from '../graph/workpiece';
import type { QuantizableLayer } from '../quantization/layer';

/** Names of the excerpt's one free input and of its output. */
export const EXCERPT = { input: 'excerpt_input', output: 'excerpt_output' } as const;

export interface Excerpt {
  readonly work: Workpiece;
  /** The layer's node in the excerpt. */
  readonly node: NodeProto;
}

/**
 * A model that is one layer of another, with its own weight and the shape its input really has, and a Relu behind it where the
 * layer has one. Measured alone it tells what the layer costs.
 */
export function excerptOf(
  work: Workpiece,
  index: GraphIndex,
  layer: QuantizableLayer,
  activationShape: readonly number[],
  withRelu: boolean,
): Excerpt {
  const [, weightName = '', ...others] = layer.node.input ?? [];
  const turner = index.producer(weightName);
  const product = withRelu ? 'excerpt_product' : EXCERPT.output;
  const known = others.filter(name => work.constants.has(name));
  const node: NodeProto = { ...layer.node, input: [EXCERPT.input, weightName, ...known], output: [product] };
  const relu = newNode('Relu', [product], [EXCERPT.output], {}, { name: 'excerpt_relu' });
  const model: ModelProto = {
    ...work.model,
    functions: [],
    graph: {
      name: 'excerpt',
      node: [...(turner === undefined ? [] : [turner]), node, ...(withRelu ? [relu] : [])],
      input: [valueInfo(EXCERPT.input, 'float32', activationShape)],
      output: [valueInfo(EXCERPT.output, 'float32', null)],
    },
  };
  const excerpt = new Workpiece(model, work.files);
  for (const name of [weightName, turner === undefined ? '' : inputOf(turner, 0), ...known]) {
    const constant = work.constant(name);
    if (constant !== undefined) excerpt.add(constant);
  }
  return { work: excerpt, node };
}
