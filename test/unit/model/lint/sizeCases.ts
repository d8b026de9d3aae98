import { type GraphBuilder, graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import type { RuleCases } from './ruleCase';

const ones = (count: number): number[] => new Array(count).fill(1);

function image(height: number | string, width: number | string): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', ['N', 3, height, width])
    .weight('w', 'float32', [8, 3, 3, 3], ones(216))
    .node('Conv', ['x', 'w'], ['c'], {}, { name: 'conv1' })
    .node('MaxPool', ['c'], ['y'], { kernel_shape: [2n, 2n] })
    .output('y', 'float32', null);
}

export const sizeCases: RuleCases = {
  'constant-subgraph': {
    positive: [
      {
        what: 'a product of constants behind a transposed one',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1, 32])
            .weight('a', 'float32', [32, 32], ones(1024))
            .weight('b', 'float32', [32, 32], ones(1024))
            .node('Transpose', ['a'], ['t'])
            .node('MatMul', ['t', 'b'], ['w'], {}, { name: 'product' })
            .node('MatMul', ['x', 'w'], ['y'])
            .output('y', 'float32', [1, 32]),
        finds: ['MatMul "product" ends 2 nodes on constants: its result, 4.10 kB, is always the same.'],
      },
    ],
    negative: [
      {
        what: 'small views, fills, dequantized weights and random numbers',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1, 64])
            .weight('shape', 'int64', [2], [64, 64])
            .weight('flat', 'int64', [1], [-1])
            .weight('bias', 'float32', [1, 64], ones(64))
            .weight('q', 'int8', [64, 64], ones(4096))
            .weight('s', 'float32', [], [0.5])
            .node('Reshape', ['bias', 'flat'], ['b'])
            .node('ConstantOfShape', ['shape'], ['zeros'])
            .node('DequantizeLinear', ['q', 's'], ['w'])
            .node('RandomUniformLike', ['zeros'], ['r'])
            .node('MatMul', ['x', 'zeros'], ['m'])
            .node('MatMul', ['m', 'w'], ['n'])
            .node('MatMul', ['n', 'r'], ['o'])
            .node('Add', ['o', 'b'], ['y'])
            .output('y', 'float32', [1, 64]),
        finds: [],
      },
      {
        what: 'what would be larger than all it is made of',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1, 1000])
            .weight('one', 'float32', [1, 1], [1])
            .weight('shape', 'int64', [2], [1000, 1000])
            .node('Neg', ['one'], ['minus'])
            .node('Expand', ['minus', 'shape'], ['w'])
            .node('MatMul', ['x', 'w'], ['y'])
            .output('y', 'float32', [1, 1000]),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'sums of sums, each of two, forty deep: nodes are counted once',
        model: () => {
          const graph = graphBuilder().input('x', 'float32', [1]).weight('v0', 'float32', [256], ones(256));
          for (let level = 0; level < 40; level++) graph.node('Add', [`v${level}`, `v${level}`], [`v${level + 1}`]);
          return graph.node('Add', ['x', 'v40'], ['y']).output('y', 'float32', [256]);
        },
        finds: ['Add (node 39) ends 40 nodes on constants: its result, 1.02 kB, is always the same.'],
      },
    ],
  },
  'dynamic-dimension': {
    positive: [
      {
        what: 'an image of open height',
        model: () => image('height', 32),
        finds: ['Size "height" is open: 2 nodes over spatial axes cannot be planned, Conv "conv1" first.'],
      },
      {
        what: 'a target shape that is computed from an open length, and one that the data decide',
        model: () =>
          graphBuilder()
            .input('x', 'float32', ['batch', 'seq', 8])
            .weight('tail', 'int64', [2], [2, 4])
            .weight('two', 'int64', [1], [2])
            .weight('minus', 'int64', [1], [-1])
            .node('Shape', ['x'], ['s'], { end: 2n })
            .node('Concat', ['s', 'tail'], ['t'], { axis: 0n })
            .node('Reshape', ['x', 't'], ['r'], {}, { name: 'heads' })
            .node('NonZero', ['x'], ['n'], {}, { name: 'nonzero' })
            .node('Shape', ['n'], ['m'])
            .node('Reshape', ['n', 'm'], ['o'], {}, { name: 'found' })
            .output('r', 'float32', null)
            .output('o', 'int64', null),
        finds: [
          'Size "seq" is open: 1 shape computed while the model runs, that for Reshape "heads" first.',
          'Size "n.1" depends on the data: 1 shape computed while the model runs, that for Reshape "found" first.',
        ],
      },
    ],
    negative: [{ what: 'an open batch alone', model: () => image(32, 32), finds: [] }],
    hostile: [
      {
        what: 'a size with quotes and operators in its name, an input of no rank, a Conv of nothing',
        model: () =>
          image('h"*(', 32)
            .input('u', 'float32', null)
            .node('Conv', ['u', 'w'], ['v'])
            .node('Conv', [], ['z'])
            .output('v', 'float32', null),
        finds: ['Size "h"*(" is open: 2 nodes over spatial axes cannot be planned, Conv "conv1" first.'],
      },
    ],
  },
  'zero-sized-tensor': {
    positive: [
      {
        what: 'an input of size 0, a layer that reads nothing, a slice that leaves nothing',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [0, 3])
            .input('z', 'float32', [4, 3])
            .weight('w', 'float32', [3, 0], [])
            .weight('from', 'int64', [1], [2])
            .weight('to', 'int64', [1], [1])
            .node('MatMul', ['z', 'w'], ['m'], {}, { name: 'layer' })
            .node('Slice', ['z', 'from', 'to'], ['y'], {}, { name: 'slice' })
            .node('Relu', ['y'], ['r'])
            .output('m', 'float32', null)
            .output('r', 'float32', null),
        finds: [
          'Input "x" is float32[0,3]: it has no elements.',
          'MatMul "layer" reads "w" (float32[3,0]), which has no elements.',
          'Slice "slice" makes float32[0,3], which has no elements.',
        ],
      },
    ],
    negative: [
      {
        what: 'an empty list of axes, a scalar shape, a Resize without a region',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1, 1, 2, 2])
            .weight('none', 'float32', [0], [])
            .weight('scalar', 'int64', [0], [])
            .weight('scales', 'float32', [4], [1, 1, 2, 2])
            .node('Resize', ['x', 'none', 'scales'], ['y'])
            .node('ConstantOfShape', ['scalar'], ['s'], { value: weightProto('', 'float32', [1], [2]) })
            .output('y', 'float32', null)
            .output('s', 'float32', null),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'every layer without any input',
        model: () =>
          graphBuilder()
            .node('Conv', [], ['a'])
            .node('LSTM', ['', '', ''], ['b'])
            .node('MatMul', ['gone', 'too'], ['c']),
        finds: [],
      },
    ],
  },
};
