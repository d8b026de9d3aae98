import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { graphBuilder, modelProto, weightProto } from '../../../fixtures/builders/onnxModel';
import type { RuleCases } from './ruleCase';
import { convNorm, ones, relu } from './smallModels';

export const initializerCases: RuleCases = {
  'unused-initializer': {
    positive: [
      {
        what: 'an initializer that nothing reads',
        model: () => relu().weight('left', 'float32', [64, 4], ones(256)),
        finds: ['"left" (float32[64,4], 1.02 kB) is read by nothing.'],
      },
      {
        what: 'an initializer of a branch that nothing reads there',
        model: () => {
          const branch = graphBuilder()
            .weight('z', 'int8', [2], [1, 2])
            .node('Neg', ['x'], ['n'])
            .output('n', 'float32', null);
          const other = graphBuilder().node('Abs', ['x'], ['a']).output('a', 'float32', null);
          return relu()
            .input('c', 'bool', [])
            .node('If', ['c'], ['i'], { then_branch: branch, else_branch: other })
            .output('i', 'float32', null);
        },
        finds: ['info: "z" (int8[2], 2 B) is read by nothing.'],
      },
    ],
    negative: [
      {
        what: 'initializers that only a branch reads, that are outputs, or that an annotation names',
        model: () => {
          const branch = graphBuilder().node('Add', ['x', 'b'], ['n']).output('n', 'float32', null);
          const other = graphBuilder().node('Abs', ['x'], ['a']).output('a', 'float32', null);
          const graph = relu()
            .input('c', 'bool', [])
            .weight('b', 'float32', [4], ones(4))
            .weight('out', 'float32', [1], [1])
            .weight('s', 'float32', [], [0.5])
            .node('If', ['c'], ['i'], { then_branch: branch, else_branch: other })
            .output('i', 'float32', null)
            .output('out', 'float32', [1]);
          graph.proto.quantizationAnnotation = [
            { tensorName: 'y', quantParameterTensorNames: [{ key: 'SCALE_TENSOR', value: 's' }] },
          ];
          return graph;
        },
        finds: [],
      },
      {
        what: 'an initializer that a training graph updates',
        model: () => {
          const model = modelProto(relu().weight('step', 'float32', [], [0]));
          const algorithm = graphBuilder('algorithm')
            .node('Identity', ['step'], ['next'])
            .output('next', 'float32', []);
          model.trainingInfo = [{ algorithm: algorithm.proto, updateBinding: [{ key: 'step', value: 'next' }] }];
          return onnx.ModelProto.encode(model).finish();
        },
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a name of a megabyte with control characters, and one like what every object has',
        model: () =>
          relu()
            .weight(`${'n'.repeat(1_000_000)}\u001b[2J`, 'int8', [1], [1])
            .weight('__proto__', 'int8', [1], [1]),
        finds: [
          `info: "${'n'.repeat(40)}…${'n'.repeat(30)}\\u001b[2J" (int8[1], 1 B) is read by nothing.`,
          'info: "__proto__" (int8[1], 1 B) is read by nothing.',
        ],
      },
    ],
  },
  'constant-node-weight': {
    positive: [
      {
        what: 'a large Constant that a MatMul reads',
        model: () =>
          relu()
            .node('Constant', [], ['w'], { value: weightProto('', 'float32', [4, 256], ones(1024)) })
            .node('MatMul', ['y', 'w'], ['z'])
            .output('z', 'float32', null),
        finds: ['"w" (float32[4,256], 4.10 kB) is the result of a Constant node.'],
      },
    ],
    negative: [
      {
        what: 'small ones, and large ones that are indices',
        model: () =>
          relu()
            .node('Constant', [], ['w'], { value: weightProto('', 'float32', [4, 4], ones(16)) })
            .node('Constant', [], ['i'], { value: weightProto('', 'int64', [512], new Array(512).fill(0)) })
            .node('MatMul', ['y', 'w'], ['z'])
            .node('Gather', ['z', 'i'], ['g'])
            .output('g', 'float32', null),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a Constant without any value, and one that two attributes fill',
        model: () =>
          relu()
            .node('Constant', [], ['a'])
            .node('Constant', [], ['b'], { value_float: 1, value_int: 2n })
            .node('Add', ['a', 'b'], ['s'])
            .output('s', 'float32', null),
        finds: [],
      },
    ],
  },
  'initializer-as-input': {
    positive: [
      {
        what: 'two of three inputs, in a file version that does not ask for it',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1, 2])
            .input('w', 'float32', [2, 2])
            .input('b', 'float32', [2])
            .weight('w', 'float32', [2, 2], ones(4))
            .weight('b', 'float32', [2], ones(2))
            .node('Gemm', ['x', 'w', 'b'], ['y'])
            .output('y', 'float32', [1, 2]),
        finds: ['2 initializers, 24 B, are among the 3 inputs: "w" and "b".'],
      },
      {
        what: 'the same in one that does',
        options: { irVersion: 3, opset: 9 },
        model: () =>
          graphBuilder()
            .input('x', 'float32', [2])
            .input('b', 'float32', [2])
            .weight('b', 'float32', [2], ones(2))
            .node('Add', ['x', 'b'], ['y'])
            .output('y', 'float32', [2]),
        finds: ['info: 1 initializer, 8 B, is among the 2 inputs, as file version IR 3 asks for: "b".'],
      },
    ],
    negative: [{ what: 'initializers that are no inputs', model: convNorm, finds: [] }],
    hostile: [
      {
        what: 'the same input listed twice',
        model: () =>
          relu()
            .input('w', 'float32', [1])
            .input('w', 'float32', [1])
            .weight('w', 'float32', [1], [1])
            .node('Add', ['x', 'w'], ['s']),
        finds: ['1 initializer, 4 B, is among the 3 inputs: "w".'],
      },
    ],
  },
  'float64-weight': {
    positive: [
      {
        what: 'a weight with 64-bit numbers',
        model: () =>
          graphBuilder()
            .input('x', 'float64', [1, 4])
            .weight('w', 'float64', [4, 8], ones(32))
            .node('MatMul', ['x', 'w'], ['y'])
            .output('y', 'float64', [1, 8]),
        finds: ['"w" is float64[4,8]: 256 B, half of it to spare.'],
      },
    ],
    negative: [
      {
        what: 'one number, and bounds',
        model: () =>
          graphBuilder()
            .input('x', 'float64', [1, 4])
            .weight('f', 'float64', [], [2])
            .weight('low', 'float64', [1], [0])
            .node('Mul', ['x', 'f'], ['m'])
            .node('Clip', ['m', 'low'], ['y'])
            .output('y', 'float64', [1, 4]),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'no elements',
        model: () =>
          relu().weight('w', 'float64', [0, 8], []).node('MatMul', ['y', 'w'], ['z']).output('z', 'float64', null),
        finds: [],
      },
    ],
  },
  'damaged-weight': {
    positive: [
      {
        what: 'no values, and too few',
        model: () => {
          const graph = relu().weight('w', 'float32', [4], ones(4)).weight('v', 'float32', [4], ones(4));
          const [w, v] = graph.proto.initializer;
          if (w != null) w.rawData = new Uint8Array(0);
          if (v != null) v.rawData = new Uint8Array(12);
          return graph.node('Add', ['y', 'w'], ['a']).node('Add', ['a', 'v'], ['b']).output('b', 'float32', null);
        },
        finds: ['"w" stores nothing; float32[4] takes 16.', '"v" stores 12 bytes; float32[4] takes 16.'],
      },
    ],
    negative: [
      {
        what: 'whole weights of every kind of storage',
        model: () => {
          const graph = relu()
            .weight('raw', 'float32', [4], ones(4))
            .weight('four', 'int4', [3], Uint8Array.of(0x21, 0x03))
            .weight('none', 'float32', [0], []);
          graph.proto.initializer.push({ name: 'typed', dims: [2], dataType: 7, int64Data: [1, 300] });
          graph.proto.initializer.push({ name: 'text', dims: [1], dataType: 8, stringData: [Buffer.from('a')] });
          return graph;
        },
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'far more bytes than elements',
        model: () => {
          const graph = relu().weight('w', 'int8', [1], [1]);
          const [w] = graph.proto.initializer;
          if (w != null) w.rawData = new Uint8Array(5000);
          return graph;
        },
        finds: ['"w" stores 5,000 bytes; int8[1] takes 1.'],
      },
    ],
  },
};
