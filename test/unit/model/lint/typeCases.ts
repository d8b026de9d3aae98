import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { type GraphBuilder, graphBuilder, modelProto } from '../../../fixtures/builders/onnxModel';
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

export const typeCases: RuleCases = {
  'invalid-graph': {
    positive: [
      {
        what: 'a circle, a value given twice, one that nothing gives',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1])
            .node('Add', ['x', 'b'], ['a'], {}, { name: 'first' })
            .node('Neg', ['a'], ['b'], {}, { name: 'second' })
            .node('Relu', ['x'], ['r'])
            .node('Abs', ['x'], ['r'], {}, { name: 'again' })
            .node('Add', ['r', 'nowhere'], ['y'], {}, { name: 'open' })
            .output('y', 'float32', [1])
            .output('gone', 'float32', [1]),
        finds: [
          'Add "first" comes before the node that makes its input "b".',
          'Neg "second" needs "a", which is computed from its own result.',
          'Abs "again" gives "r", and so does something before it.',
          'Add "open" reads "nowhere", which nothing gives.',
          'Nothing gives the output "gone".',
        ],
      },
      {
        what: 'nodes in another order than they compute',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1])
            .node('Neg', ['a'], ['y'], {}, { name: 'late' })
            .node('Relu', ['x'], ['a'])
            .output('y', 'float32', [1]),
        finds: ['Neg "late" comes before the node that makes its input "a".'],
      },
    ],
    negative: [{ what: 'a sound graph', model: () => image(8, 8), finds: [] }],
    hostile: [
      {
        what: 'a function that calls itself',
        model: () => {
          const graph = graphBuilder()
            .input('x', 'float32', [1])
            .node('Forever', ['x'], ['y'], {}, { domain: 'f' })
            .output('y', 'float32', [1]);
          const model = modelProto(graph, { domains: { f: 1 } });
          model.functions = [
            {
              name: 'Forever',
              domain: 'f',
              input: ['a'],
              output: ['b'],
              node: [{ opType: 'Forever', domain: 'f', input: ['a'], output: ['b'], name: 'inside' }],
              opsetImport: [{ domain: 'f', version: 1 }],
            },
          ];
          return onnx.ModelProto.encode(model).finish();
        },
        finds: ['Forever "inside" calls function "Forever" from within itself.'],
      },
    ],
  },
  'contradicting-shape': {
    positive: [
      {
        what: 'another size, and another element type',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [2, 3])
            .value('t', 'float32', [2, 3])
            .node('Transpose', ['x'], ['t'], { perm: [1n, 0n] }, { name: 'turn' })
            .node('Cast', ['t'], ['y'], { to: 7n }, { name: 'cast' })
            .output('y', 'float32', [2, 3]),
        finds: [
          '"t" is declared float32[2,3] and computed float32[3,2] by Transpose "turn".',
          'error: "y" is declared float32[2,3] and computed int64[2,3] by Cast "cast".',
        ],
      },
    ],
    negative: [
      {
        what: 'names for what is computed, and less than is computed',
        model: () =>
          graphBuilder()
            .input('x', 'float32', ['N', 3])
            .value('a', 'float32', null)
            .node('Relu', ['x'], ['a'])
            .node('Neg', ['a'], ['y'])
            .output('y', 'float32', ['batch', 3]),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a rank of sixty',
        model: () =>
          graphBuilder().input('x', 'float32', [1]).node('Relu', ['x'], ['y']).output('y', 'float32', ones(60)),
        finds: [`"y" is declared float32[${ones(60).join(',')}] and computed float32[1] by Relu (node 0).`],
      },
    ],
  },
  'unknown-operator': {
    positive: [
      {
        what: 'three nodes of one',
        options: { domains: { mine: 1 } },
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1])
            .node('Magic', ['x'], ['a'], {}, { domain: 'mine', name: 'one' })
            .node('Magic', ['a'], ['b'], {}, { domain: 'mine' })
            .node('Wand', ['b'], ['y'], {}, { domain: 'mine' })
            .output('y', 'float32', [1]),
        finds: [
          '2 nodes of unknown operator mine.Magic: Magic "one" first.',
          '1 node of unknown operator mine.Wand: Wand (node 2).',
        ],
      },
    ],
    negative: [
      {
        what: 'a function of the model',
        model: () => {
          const graph = graphBuilder()
            .input('x', 'float32', [1])
            .node('Twice', ['x'], ['y'], {}, { domain: 'f' })
            .output('y', 'float32', [1]);
          const model = modelProto(graph, { domains: { f: 1 } });
          model.functions = [
            {
              name: 'Twice',
              domain: 'f',
              input: ['a'],
              output: ['b'],
              node: [{ opType: 'Add', input: ['a', 'a'], output: ['b'] }],
              opsetImport: [{ version: 17 }],
            },
          ];
          return onnx.ModelProto.encode(model).finish();
        },
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'names like what every object has, and none',
        model: () => graphBuilder().node('constructor', [], ['a']).node('', [], ['b']),
        finds: [
          '1 node of unknown operator constructor: constructor (node 0).',
          '1 node of unknown operator (no operator): (no operator) (node 1).',
        ],
      },
    ],
  },
  'identity-chain': {
    positive: [
      {
        what: 'Identity, Cast, Reshape, Slice, Pad and Transposes that change nothing',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [2, 3])
            .weight('shape', 'int64', [2], [2, -1])
            .weight('start', 'int64', [1], [0])
            .weight('end', 'int64', [1], [9])
            .weight('pads', 'int64', [4], [0, 0, 0, 0])
            .node('Identity', ['x'], ['a'], {}, { name: 'same' })
            .node('Cast', ['a'], ['b'], { to: 1n }, { name: 'cast' })
            .node('Reshape', ['b', 'shape'], ['c'], {}, { name: 'shape' })
            .node('Slice', ['c', 'start', 'end'], ['d'], {}, { name: 'slice' })
            .node('Pad', ['d', 'pads'], ['e'], {}, { name: 'pad' })
            .node('Transpose', ['e'], ['f'], { perm: [0n, 1n] }, { name: 'straight' })
            .node('Transpose', ['f'], ['g'], {}, { name: 'turn' })
            .node('Transpose', ['g'], ['h'], {}, { name: 'back' })
            .node('Relu', ['h'], ['y'])
            .output('y', 'float32', [2, 3]),
        finds: [
          'Identity "same" hands its input on unchanged.',
          'Cast "cast" casts to the type that is there.',
          'Reshape "shape" gives the shape that is there.',
          'Slice "slice" takes everything.',
          'Pad "pad" pads by nothing.',
          'Transpose "straight" turns nothing.',
          'Transpose "back" undoes Transpose "turn".',
        ],
      },
    ],
    negative: [
      {
        what: 'nodes that do something, and an Identity that names an output',
        model: () =>
          graphBuilder()
            .input('x', 'float32', ['N', 3])
            .weight('shape', 'int64', [2], [-1, 3])
            .weight('start', 'int64', [1], [2])
            .weight('end', 'int64', [1], [-99])
            .weight('axes', 'int64', [1], [1])
            .weight('steps', 'int64', [1], [-1])
            .node('Slice', ['x', 'start', 'end', 'axes', 'steps'], ['a'])
            .node('Cast', ['a'], ['b'], { to: 10n })
            .node('Transpose', ['b'], ['c'], { perm: [1n, 0n] })
            .node('Reshape', ['c', 'shape'], ['d'])
            .node('Relu', ['d'], ['e'])
            .node('Identity', ['e'], ['y'])
            .output('y', 'float16', null),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'orders that are none, types that are none, inputs that are missing',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [2, 3])
            .node('Transpose', ['x'], ['a'], { perm: [7n, -1n] })
            .node('Transpose', ['a'], ['b'], { perm: [1n, 0n] })
            .node('Cast', ['b'], ['c'], { to: 99n })
            .node('Pad', ['c'], ['d'])
            .node('Slice', [], ['e'])
            .node('Relu', ['e'], ['y'])
            .output('y', 'float32', null),
        finds: [],
      },
    ],
  },
};
