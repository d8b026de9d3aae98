import { memorySource } from '../../src/formats/fileSource';
import { onnx } from '../../src/formats/onnx/generated/onnx';
import { longOf } from '../../src/formats/onnx/integers';
import { readOnnx } from '../../src/formats/onnx/readOnnx';
import { dataTypeOf } from '../../src/model/elementTypes';
import type { Model } from '../../src/model/model';
import { type GraphBuilder, graphBuilder, modelBytes } from '../fixtures/builders/onnxModel';

const HIDDEN = 1024;
const HEADS = 16;
const HEAD_SIZE = HIDDEN / HEADS;
const VOCABULARY = 32_000;
const LONGEST = 2048;

/**
 * A decoder of at least `nodes` nodes as TorchScript exporters write one: every reshape takes its sizes from the tensor at hand
 * (`Shape`, `Gather`, `Unsqueeze`, `Concat`), the causal mask is cut out of a constant, and batch and sequence are open. Weights are in
 * a file that does not exist.
 */
export async function transformerOf(nodes: number): Promise<Model> {
  const graph = graphBuilder()
    .input('input_ids', 'int64', ['batch', 'sequence'])
    .input('attention_mask', 'int64', ['batch', 'sequence'])
    .output('logits', 'float32', ['batch', 'sequence', VOCABULARY]);
  constants(graph);
  embedding(graph);
  let layers = 0;
  while (graph.proto.node.length < nodes) layer(graph, layers++);
  weight(graph, 'lm_head', [HIDDEN, VOCABULARY]);
  graph.node('MatMul', [hidden(layers), 'lm_head'], ['logits']);
  const { model } = await readOnnx(memorySource(modelBytes(graph), 'transformer.onnx'));
  return model;
}

const hidden = (layer: number): string => `/layers.${layer}/hidden`;

function weight(
  graph: GraphBuilder,
  name: string,
  dims: readonly number[],
  dtype: 'float32' | 'bool' = 'float32',
): void {
  graph.proto.initializer.push(
    onnx.TensorProto.create({
      name,
      dataType: dataTypeOf(dtype),
      dims: dims.map(size => longOf(BigInt(size))),
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: [{ key: 'location', value: 'weights.bin' }],
    }),
  );
}

function constants(graph: GraphBuilder): void {
  for (const index of [0, 1, 2, 3]) graph.weight(`at${index}`, 'int64', [], [index]);
  graph
    .weight('axis0', 'int64', [1], [0])
    .weight('axis1', 'int64', [1], [1])
    .weight('axis2', 'int64', [1], [2])
    .weight('axis3', 'int64', [1], [3])
    .weight('rest', 'int64', [1], [-1])
    .weight('last', 'int64', [1], [2 ** 31 - 1])
    .weight('heads', 'int64', [1], [HEADS])
    .weight('headSize', 'int64', [1], [HEAD_SIZE])
    .weight('one', 'float32', [], [1])
    .weight('half', 'float32', [], [0.5])
    .weight('two', 'float32', [], [2])
    .weight('rootOfTwo', 'float32', [], [Math.SQRT2])
    .weight('epsilon', 'float32', [], [1e-5])
    .weight('lowest', 'float32', [], [-3.4e38]);
  weight(graph, 'causal', [1, 1, LONGEST, LONGEST], 'bool');
  weight(graph, 'tokens', [VOCABULARY, HIDDEN]);
  weight(graph, 'positions', [LONGEST, HIDDEN]);
}

function embedding(graph: GraphBuilder): void {
  graph
    .node('Shape', ['input_ids'], ['ids_shape'])
    .node('Gather', ['ids_shape', 'at1'], ['ids_length'], { axis: 0n })
    .node('Cast', ['ids_length'], ['ids_limit'], { to: 7n })
    .weight('stepOne', 'int64', [], [1])
    .node('Range', ['at0', 'ids_limit', 'stepOne'], ['position_ids'])
    .node('Gather', ['tokens', 'input_ids'], ['token_values'])
    .node('Gather', ['positions', 'position_ids'], ['position_values'])
    .node('Add', ['token_values', 'position_values'], [hidden(0)])
    .node('Unsqueeze', ['attention_mask', 'axis1'], ['mask3'])
    .node('Unsqueeze', ['mask3', 'axis2'], ['mask4'])
    .node('Cast', ['mask4'], ['maskFloat'], { to: 1n })
    .node('Sub', ['one', 'maskFloat'], ['unmasked'])
    .node('Mul', ['unmasked', 'lowest'], ['mask']);
}

function layer(graph: GraphBuilder, index: number): void {
  const at = (name: string): string => `/layers.${index}/${name}`;
  normalize(graph, hidden(index), at('norm1'));
  for (const which of ['query', 'key', 'value']) {
    linear(graph, at('norm1'), at(which), HIDDEN, HIDDEN);
    splitHeads(graph, at(which));
  }
  graph
    .node('Transpose', [at('key/split')], [at('key/turned')], { perm: [0n, 1n, 3n, 2n] })
    .node('MatMul', [at('query/split'), at('key/turned')], [at('scores')])
    .node('Shape', [at('value/split')], [at('value/shape')])
    .node('Gather', [at('value/shape'), 'at3'], [at('value/size')], { axis: 0n })
    .node('Cast', [at('value/size')], [at('value/sizeFloat')], { to: 1n })
    .node('Sqrt', [at('value/sizeFloat')], [at('value/root')])
    .node('Div', [at('scores'), at('value/root')], [at('scaled')]);
  causalMask(graph, at);
  graph
    .node('Add', [at('causal'), 'mask'], [at('masked')])
    .node('Softmax', [at('masked')], [at('weights')], { axis: -1n })
    .node('MatMul', [at('weights'), at('value/split')], [at('context')]);
  joinHeads(graph, at);
  linear(graph, at('joined'), at('out'), HIDDEN, HIDDEN);
  graph.node('Add', [hidden(index), at('out')], [at('attended')]);
  normalize(graph, at('attended'), at('norm2'));
  linear(graph, at('norm2'), at('up'), HIDDEN, 4 * HIDDEN);
  gelu(graph, at);
  linear(graph, at('gelu'), at('down'), 4 * HIDDEN, HIDDEN);
  graph.node('Add', [at('attended'), at('down')], [hidden(index + 1)]);
}

function linear(graph: GraphBuilder, input: string, output: string, inner: number, outer: number): void {
  weight(graph, `${output}.weight`, [inner, outer]);
  weight(graph, `${output}.bias`, [outer]);
  graph
    .node('MatMul', [input, `${output}.weight`], [`${output}/product`], {}, { name: `${output}/MatMul` })
    .node('Add', [`${output}.bias`, `${output}/product`], [output], {}, { name: `${output}/Add` });
}

/** Layer normalization before opset 17 had an operator for it. */
function normalize(graph: GraphBuilder, input: string, output: string): void {
  weight(graph, `${output}.weight`, [HIDDEN]);
  weight(graph, `${output}.bias`, [HIDDEN]);
  graph
    .node('ReduceMean', [input], [`${output}/mean`], { axes: [-1n] })
    .node('Sub', [input, `${output}/mean`], [`${output}/centred`])
    .node('Pow', [`${output}/centred`, 'two'], [`${output}/squared`])
    .node('ReduceMean', [`${output}/squared`], [`${output}/variance`], { axes: [-1n] })
    .node('Add', [`${output}/variance`, 'epsilon'], [`${output}/safe`])
    .node('Sqrt', [`${output}/safe`], [`${output}/deviation`])
    .node('Div', [`${output}/centred`, `${output}/deviation`], [`${output}/unit`])
    .node('Mul', [`${output}/unit`, `${output}.weight`], [`${output}/scaled`])
    .node('Add', [`${output}/scaled`, `${output}.bias`], [output]);
}

/** `[batch, sequence, hidden]` as `[batch, heads, sequence, size]`, with the sizes read from the tensor. */
function splitHeads(graph: GraphBuilder, value: string): void {
  sizeOf(graph, value, 0, `${value}/batch`);
  sizeOf(graph, value, 1, `${value}/length`);
  graph
    .node('Concat', [`${value}/batch`, `${value}/length`, 'heads', 'headSize'], [`${value}/target`], { axis: 0n })
    .node('Reshape', [value, `${value}/target`], [`${value}/viewed`])
    .node('Transpose', [`${value}/viewed`], [`${value}/split`], { perm: [0n, 2n, 1n, 3n] });
}

function joinHeads(graph: GraphBuilder, at: (name: string) => string): void {
  graph.node('Transpose', [at('context')], [at('turned')], { perm: [0n, 2n, 1n, 3n] });
  sizeOf(graph, at('turned'), 0, at('joined/batch'));
  sizeOf(graph, at('turned'), 1, at('joined/length'));
  graph
    .node('Concat', [at('joined/batch'), at('joined/length'), 'rest'], [at('joined/target')], { axis: 0n })
    .node('Reshape', [at('turned'), at('joined/target')], [at('joined')]);
}

function sizeOf(graph: GraphBuilder, value: string, axis: number, output: string): void {
  graph
    .node('Shape', [value], [`${output}/shape`])
    .node('Gather', [`${output}/shape`, `at${axis}`], [`${output}/size`], { axis: 0n })
    .node('Unsqueeze', [`${output}/size`, 'axis0'], [output]);
}

/** The part of a constant triangle that the scores cover: from `keys - queries` to `keys`. */
function causalMask(graph: GraphBuilder, at: (name: string) => string): void {
  sizeOf(graph, at('scaled'), 2, at('queries'));
  sizeOf(graph, at('scaled'), 3, at('keys'));
  graph
    .node('Sub', [at('keys'), at('queries')], [at('past')])
    .node('Slice', ['causal', at('past'), at('keys'), 'axis2'], [at('rows')])
    .node('Slice', [at('rows'), 'axis0', at('keys'), 'axis3'], [at('triangle')])
    .node('Where', [at('triangle'), at('scaled'), 'lowest'], [at('causal')]);
}

function gelu(graph: GraphBuilder, at: (name: string) => string): void {
  graph
    .node('Div', [at('up'), 'rootOfTwo'], [at('gelu/scaled')])
    .node('Erf', [at('gelu/scaled')], [at('gelu/erf')])
    .node('Add', [at('gelu/erf'), 'one'], [at('gelu/shifted')])
    .node('Mul', [at('up'), at('gelu/shifted')], [at('gelu/product')])
    .node('Mul', [at('gelu/product'), 'half'], [at('gelu')]);
}
