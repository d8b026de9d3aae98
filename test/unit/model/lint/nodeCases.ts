import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { graphBuilder, modelProto } from '../../../fixtures/builders/onnxModel';
import type { RuleCases } from './ruleCase';
import { convNorm, nested, relu, STATISTICS } from './smallModels';

export const nodeCases: RuleCases = {
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
