import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { type GraphBuilder, graphBuilder, modelProto, weightProto } from '../../../fixtures/builders/onnxModel';
import type { RuleCases } from './ruleCase';

const ones = (count: number): number[] => new Array(count).fill(1);
const values = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** x → Relu → y, to which cases add what they are about. */
function relu(): GraphBuilder {
  return graphBuilder().input('x', 'float32', ['N', 4]).node('Relu', ['x'], ['y']).output('y', 'float32', ['N', 4]);
}

function convNorm(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', [1, 2, 4, 4])
    .weight('w', 'float32', [3, 2, 1, 1], values(6))
    .weight('scale', 'float32', [3], ones(3))
    .weight('shift', 'float32', [3], ones(3))
    .weight('mean', 'float32', [3], ones(3))
    .weight('var', 'float32', [3], ones(3))
    .node('Conv', ['x', 'w'], ['c'], {}, { name: 'conv' })
    .output('y', 'float32', [1, 3, 4, 4]);
}

const STATISTICS = ['scale', 'shift', 'mean', 'var'];

/** Nested `If` nodes, as deep as files may be. */
function nested(depth: number, inner: GraphBuilder): GraphBuilder {
  let body = inner;
  for (let level = 0; level < depth; level++) {
    body = graphBuilder(`level ${level}`)
      .node('If', ['c'], [`r${level}`], {
        then_branch: body,
        else_branch: graphBuilder().node('Neg', ['x'], ['n']).output('n', 'float32', null),
      })
      .output(`r${level}`, 'float32', null);
  }
  return body;
}

export const structureCases: RuleCases = {
  'unused-initializer': {
    positive: [
      {
        what: 'an initializer that nothing reads',
        model: () => relu().weight('left', 'float32', [8, 4], ones(32)),
        finds: ['"left" (float32[8,4], 128 B) is read by nothing.'],
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
        finds: ['"z" (int8[2], 2 B) is read by nothing.'],
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
          `"${'n'.repeat(40)}…${'n'.repeat(30)}\\u001b[2J" (int8[1], 1 B) is read by nothing.`,
          '"__proto__" (int8[1], 1 B) is read by nothing.',
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
  'old-opset': {
    positive: [
      { what: 'version 9', options: { opset: 9 }, model: relu, finds: ['1 node is of operator set 9.'] },
      { what: 'version 6', options: { opset: 6 }, model: relu, finds: ['warning: 1 node is of operator set 6.'] },
    ],
    negative: [
      { what: 'version 13', options: { opset: 13 }, model: relu, finds: [] },
      {
        what: 'a model of another domain alone',
        options: { opset: 1, domains: { 'ai.onnx.ml': 3 } },
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1, 2])
            .node('Normalizer', ['x'], ['y'], {}, { domain: 'ai.onnx.ml' })
            .output('y', 'float32', [1, 2]),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'no operator set at all',
        model: () => {
          const model = modelProto(relu());
          model.opsetImport = [];
          return onnx.ModelProto.encode(model).finish();
        },
        finds: ['warning: The file names no operator set for its 1 node: version 1 is assumed.'],
      },
    ],
  },
  'unfolded-batch-norm': {
    positive: [
      {
        what: 'right behind a convolution',
        model: () => convNorm().node('BatchNormalization', ['c', ...STATISTICS], ['y'], {}, { name: 'norm' }),
        finds: ['BatchNormalization "norm" can be folded into Conv "conv".'],
      },
    ],
    negative: [
      {
        what: 'whose input something else reads too',
        model: () =>
          convNorm()
            .node('BatchNormalization', ['c', ...STATISTICS], ['y'])
            .node('Relu', ['c'], ['r'])
            .output('r', 'float32', null),
        finds: [],
      },
      {
        what: 'that trains, and one behind an activation',
        model: () =>
          convNorm()
            .node('BatchNormalization', ['c', ...STATISTICS], ['y'], { training_mode: 1n })
            .node('Relu', ['y'], ['r'])
            .node('BatchNormalization', ['r', ...STATISTICS], ['z'])
            .output('z', 'float32', null),
        finds: [],
      },
      {
        what: 'whose statistics are inputs',
        model: () =>
          convNorm().input('m', 'float32', [3]).node('BatchNormalization', ['c', 'scale', 'shift', 'm', 'var'], ['y']),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'without inputs, and one that reads itself',
        model: () =>
          convNorm()
            .node('BatchNormalization', [], ['y'])
            .node('BatchNormalization', ['z', ...STATISTICS], ['z']),
        finds: [],
      },
    ],
  },
  'dead-node': {
    positive: [
      {
        what: 'two nodes that lead nowhere',
        model: () => relu().node('Neg', ['x'], ['n'], {}, { name: 'neg' }).node('Abs', ['n'], ['a']),
        finds: [
          'Neg "neg" reaches no output: only nodes without effect read its results.',
          'Abs (node 2) reaches no output: nothing reads its results.',
        ],
      },
    ],
    negative: [
      {
        what: 'nodes that only a branch reads, deep down',
        model: () => {
          const inner = graphBuilder('inner').node('Add', ['x', 'n'], ['s']).output('s', 'float32', null);
          const deep = nested(3, inner);
          return relu()
            .input('c', 'bool', [])
            .node('Neg', ['x'], ['n'])
            .node('If', ['c'], ['i'], {
              then_branch: deep,
              else_branch: graphBuilder().node('Abs', ['x'], ['a']).output('a', 'float32', null),
            })
            .output('i', 'float32', null);
        },
        finds: [],
      },
      {
        what: 'an operator that may do more than compute',
        options: { domains: { custom: 1 } },
        model: () => relu().node('Print', ['x'], ['p'], {}, { domain: 'custom' }),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a circle that no output needs',
        model: () => relu().node('Neg', ['b'], ['a']).node('Abs', ['a'], ['b']),
        finds: [
          'Neg (node 1) reaches no output: only nodes without effect read its results.',
          'Abs (node 2) reaches no output: only nodes without effect read its results.',
        ],
      },
    ],
  },
  'dropout-left': {
    positive: [
      {
        what: 'one that does nothing',
        model: () => relu().node('Dropout', ['y'], ['d'], {}, { name: 'drop' }).output('d', 'float32', null),
        finds: ['Dropout "drop" hands its input on unchanged.'],
      },
    ],
    negative: [
      {
        what: 'one that drops, and one of another domain',
        options: { domains: { custom: 1 } },
        model: () =>
          relu()
            .weight('on', 'bool', [], [1])
            .node('Dropout', ['y', '', 'on'], ['d'])
            .node('Dropout', ['d'], ['e'], {}, { domain: 'custom' })
            .output('e', 'float32', null),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'training mode of no elements and of text',
        model: () => {
          const graph = relu().weight('none', 'bool', [0], []);
          graph.proto.initializer.push({ name: 'text', dims: [], dataType: 8, stringData: [Buffer.from('yes')] });
          return graph
            .node('Dropout', ['y', '', 'none'], ['d'])
            .node('Dropout', ['d', '', 'text'], ['e'])
            .output('e', 'float32', null);
        },
        finds: [],
      },
    ],
  },
  'training-op': {
    positive: [
      {
        what: 'Dropout that drops, one that is switched, BatchNormalization of the batch',
        model: () =>
          convNorm()
            .input('mode', 'bool', [])
            .weight('on', 'bool', [], [1])
            .node('Dropout', ['c', '', 'on'], ['d'], {}, { name: 'drop' })
            .node('Dropout', ['d', '', 'mode'], ['e'], {}, { name: 'ask' })
            .node('BatchNormalization', ['e', ...STATISTICS], ['y', 'm', 'v'], { training_mode: 1n }, { name: 'norm' }),
        finds: [
          'Dropout "drop" drops elements at random.',
          'info: Dropout "ask" drops elements when "mode" says so.',
          'BatchNormalization "norm" normalizes by the batch it gets instead of what was trained.',
        ],
      },
      {
        what: 'BatchNormalization with statistics as outputs before there was an attribute',
        options: { opset: 9 },
        model: () => convNorm().node('BatchNormalization', ['c', ...STATISTICS], ['y', 'm', 'v', 'sm', 'sv']),
        finds: ['BatchNormalization (node 1) normalizes by the batch it gets instead of what was trained.'],
      },
      {
        what: 'a gradient and a training graph',
        options: { domains: { 'ai.onnx.preview.training': 1 } },
        model: () => {
          const graph = relu()
            .node('Gradient', ['x'], ['g'], { xs: ['x'], y: 'y' }, { domain: 'ai.onnx.preview.training', name: 'grad' })
            .output('g', 'float32', null);
          const model = modelProto(graph, { domains: { 'ai.onnx.preview.training': 1 } });
          model.trainingInfo = [{ algorithm: graphBuilder().proto }];
          return onnx.ModelProto.encode(model).finish();
        },
        finds: [
          'The file has 1 training graph.',
          'Gradient "grad" is ai.onnx.preview.training.Gradient, which only training needs.',
        ],
      },
    ],
    negative: [
      {
        what: 'at inference',
        model: () =>
          convNorm()
            .weight('off', 'bool', [], [0])
            .node('Dropout', ['c', '', 'off'], ['d'])
            .node('BatchNormalization', ['d', ...STATISTICS], ['y'], { training_mode: 0n }),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a mode that nothing gives',
        model: () => relu().node('Dropout', ['y', '', 'nowhere'], ['d']).output('d', 'float32', null),
        finds: ['info: Dropout (node 1) drops elements when "nowhere" says so.'],
      },
    ],
  },
};
