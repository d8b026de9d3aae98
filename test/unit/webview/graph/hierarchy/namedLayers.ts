import { type GraphBuilder, graphBuilder } from '../../../../fixtures/builders/onnxModel';

/** How an exporter names a node of a module: `layers.3`, `attention` and `MatMul`; layers of none are `''`. */
export type Naming = (path: readonly string[], op: string) => string;

export const NAMINGS = {
  torch: (path, op) => ['', ...path, op].join('/'),
  tensorflow: (path, op) =>
    ['StatefulPartitionedCall', 'model', ...path.map(part => part.replace('.', '_')), op].join('/'),
  dotted: (path, op) => [...path, op].join('.'),
  none: () => '',
} satisfies Record<string, Naming>;

/**
 * A small encoder: embedding, `layers` equal layers of 14 nodes (attention of 8, perceptron of 3, normalization of 2, a sum), a
 * classifier. A mask made at the beginning feeds every layer.
 */
export function encoder(layers: number, naming: Naming): GraphBuilder {
  const graph = graphBuilder('encoder')
    .input('ids', 'int64', ['batch', 'length'])
    .input('padding', 'float32', ['batch', 1, 'length'])
    .weight('table', 'float32', [4, 2], new Array(8).fill(1))
    .weight('w', 'float32', [2, 2], new Array(4).fill(1))
    .weight('scale', 'float32', [2], [1, 1]);
  const node = (op: string, path: readonly string[], inputs: readonly string[], output: string): string => {
    graph.node(op, inputs, [output], {}, { name: naming(path, op) });
    return output;
  };
  node('Gather', ['embeddings'], ['table', 'ids'], 'hidden0');
  node('LayerNormalization', ['embeddings'], ['hidden0', 'scale'], 'embedded');
  node('Neg', [], ['padding'], 'mask');
  let hidden = 'embedded';
  for (let i = 0; i < layers; i++) {
    const at = (...parts: string[]): readonly string[] => [`layers.${i}`, ...parts];
    const value = (name: string): string => `${i}.${name}`;
    const normal = node('LayerNormalization', at('norm'), [hidden, 'scale'], value('normal'));
    node('Mul', at('norm'), [normal, 'scale'], value('scaled'));
    for (const which of ['query', 'key', 'value']) {
      node('MatMul', at('attention'), [value('scaled'), 'w'], value(which));
    }
    node('Transpose', at('attention'), [value('key')], value('turned'));
    node('MatMul', at('attention'), [value('query'), value('turned')], value('scores'));
    node('Add', at('attention'), [value('scores'), 'mask'], value('masked'));
    node('Softmax', at('attention'), [value('masked')], value('weights'));
    node('MatMul', at('attention'), [value('weights'), value('value')], value('context'));
    node('MatMul', at('mlp'), [value('context'), 'w'], value('up'));
    node('Gelu', at('mlp'), [value('up')], value('gelu'));
    node('MatMul', at('mlp'), [value('gelu'), 'w'], value('down'));
    hidden = node('Add', at(), [hidden, value('down')], value('sum'));
  }
  node('MatMul', ['classifier'], [hidden, 'w'], 'scores');
  return graph.output('scores', 'float32', ['batch', 'length', 2]);
}
