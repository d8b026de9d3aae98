import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';
import type { RuleCases } from './ruleCase';

/** x quantized and dequantized, a weight dequantized, and one layer; what comes behind its result `c` is up to the case. */
function layer(op: 'Conv' | 'Gemm', codes: 'uint8' | 'uint16' = 'uint8', attributes = {}): GraphBuilder {
  const shape = op === 'Conv' ? [4, 4, 1, 1] : [4, 4];
  return graphBuilder()
    .input('x', 'float32', op === 'Conv' ? [1, 4, 2, 2] : [1, 4])
    .weight('s', 'float32', [], [0.5])
    .weight('zero', codes, [], [0])
    .weight('middle', codes, [], [128])
    .weight('w', 'int8', shape, new Array(16).fill(3))
    .weight('b', 'float32', [4], [1, 2, 3, 4])
    .node('QuantizeLinear', ['x', 's', 'middle'], ['xq'])
    .node('DequantizeLinear', ['xq', 's', 'middle'], ['xd'])
    .node('DequantizeLinear', ['w', 's'], ['wd'])
    .node(op, ['xd', 'wd', 'b'], ['c'], attributes, { name: 'layer' });
}

function quantized(graph: GraphBuilder, value: string, zero = 'middle'): GraphBuilder {
  return graph
    .node('QuantizeLinear', [value, 's', zero], [`${value}_q`])
    .node('DequantizeLinear', [`${value}_q`, 's', zero], [`${value}_d`])
    .output(`${value}_d`, 'float32', null);
}

/** Which of these onnxruntime 1.30 fuses was found by looking at the graphs that it makes of them. */
export const quantizedCases: RuleCases = {
  'qdq-blocks-fusion': {
    positive: [
      {
        what: 'a Conv whose result is an output',
        model: () => layer('Conv').output('c', 'float32', null),
        finds: ['Conv "layer" stays in float: its result is an output of the model.'],
      },
      {
        what: 'a Conv with two readers',
        model: () => quantized(layer('Conv'), 'c').node('Neg', ['c'], ['n']).output('n', 'float32', null),
        finds: ['Conv "layer" stays in float: 2 nodes read its result, not one QuantizeLinear alone.'],
      },
      {
        what: 'a Conv with another operator behind it',
        model: () => quantized(layer('Conv').node('Sigmoid', ['c'], ['r'], {}, { name: 'act' }), 'r'),
        finds: ['Conv "layer" stays in float: Sigmoid "act" reads its result, not a QuantizeLinear.'],
      },
      {
        what: 'a Relu that the codes do not cut off',
        model: () => quantized(layer('Conv').node('Relu', ['c'], ['r'], {}, { name: 'act' }), 'r'),
        finds: [
          'Conv "layer" stays in float: Relu "act" behind it is not covered by the codes, whose lowest is below zero.',
        ],
      },
      {
        what: 'a factor for the bias',
        model: () => quantized(layer('Gemm', 'uint8', { beta: 2 }), 'c'),
        finds: ['Gemm "layer" stays in float: its bias has the factor 2.'],
      },
      {
        what: '16-bit codes',
        options: { opset: 21, irVersion: 10 },
        model: () => quantized(layer('Conv', 'uint16'), 'c'),
        finds: ['Conv "layer" stays in float: its input has uint16 codes, for which there is no kernel.'],
      },
      {
        what: 'a sum with one operand in float, and a pair around an operator without a kernel',
        model: () => {
          const graph = quantized(layer('Conv'), 'c').node('Add', ['c_d', 'x'], ['a'], {}, { name: 'sum' });
          return quantized(quantized(graph, 'a').node('Tanh', ['a_d'], ['t'], {}, { name: 'tanh' }), 't');
        },
        finds: [
          'Add "sum" stays in float: 1 of its 2 operands are quantized.',
          'info: 1 Tanh node between DequantizeLinear and QuantizeLinear: the operator has no integer kernel, Tanh "tanh" first.',
        ],
      },
    ],
    negative: [
      {
        what: 'a Conv quantized right away, with a bias in float',
        model: () => quantized(layer('Conv'), 'c'),
        finds: [],
      },
      {
        what: 'a Relu that the codes cut off anyway',
        model: () => quantized(layer('Conv').node('Relu', ['c'], ['r']), 'r', 'zero'),
        finds: [],
      },
      { what: 'a Gemm whose result stays float', model: () => layer('Gemm').output('c', 'float32', null), finds: [] },
      {
        what: 'no quantization at all',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1, 1, 2, 2])
            .weight('w', 'float32', [1, 1, 1, 1], [1])
            .node('Conv', ['x', 'w'], ['y'])
            .output('y', 'float32', null),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'DequantizeLinear of nothing, and pairs in a circle',
        model: () =>
          graphBuilder()
            .node('DequantizeLinear', [], ['d'])
            .node('Conv', ['d', 'd'], ['c'], {}, { name: 'layer' })
            .node('QuantizeLinear', ['c'], ['q'])
            .node('DequantizeLinear', ['r'], ['e'])
            .node('Tanh', ['e'], ['t'])
            .node('QuantizeLinear', ['t'], ['r']),
        finds: [
          'info: 1 Tanh node between DequantizeLinear and QuantizeLinear: the operator has no integer kernel, Tanh (node 4) first.',
        ],
      },
    ],
  },
};
