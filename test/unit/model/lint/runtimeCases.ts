import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { graphBuilder, modelProto } from '../../../fixtures/builders/onnxModel';
import type { RuleCases } from './ruleCase';

/** What the runtime refuses was asked for with whole models, see the corpus. */
export const runtimeCases: RuleCases = {
  'unsupported-operator': {
    positive: [
      {
        what: 'an operator of a custom domain',
        options: { domains: { mine: 1 } },
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1])
            .node('Magic', ['x'], ['y'], {}, { domain: 'mine', name: 'magic' })
            .output('y', 'float32', [1]),
        finds: [
          'mine.Magic of a custom domain (1 node, Magic "magic"): onnxruntime-node 1.30.0 says: Fatal error: mine:Magic(-1) is not a registered function/op.',
        ],
      },
      {
        what: 'an element type without a kernel, used twice',
        model: () =>
          graphBuilder()
            .input('x', 'bfloat16', [1, 1, 2, 2])
            .weight('w', 'bfloat16', [1, 1, 1, 1], Uint8Array.of(0x80, 0x3f))
            .node('Conv', ['x', 'w'], ['a'], {}, { name: 'conv' })
            .node('Conv', ['a', 'w'], ['y'])
            .output('y', 'bfloat16', null),
        options: { opset: 22, irVersion: 10 },
        finds: [
          'Conv of operator set 22 with bfloat16, bfloat16 (2 nodes, Conv "conv" first): onnxruntime-node 1.30.0 says: Could not find an implementation for Conv(22) node with name \'\'.',
        ],
      },
    ],
    negative: [
      {
        what: 'a model that imports no default operator set',
        model: () => {
          const graph = graphBuilder()
            .input('x', 'float32', [1, 2])
            .node('Normalizer', ['x'], ['y'], {}, { domain: 'ai.onnx.ml' })
            .output('y', 'float32', [1, 2]);
          const model = modelProto(graph);
          model.opsetImport = [{ domain: 'ai.onnx.ml', version: 3 }];
          return onnx.ModelProto.encode(model).finish();
        },
        finds: [],
      },
      {
        what: 'operators with constants, omitted inputs, sequences and texts',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1, 1, 2, 2])
            .weight('scales', 'float32', [4], [1, 1, 2, 2])
            .weight('at', 'int64', [], [0])
            .node('Resize', ['x', '', 'scales'], ['r'], { mode: 'nearest' })
            .node('SequenceConstruct', ['r', 'r'], ['s'])
            .node('SequenceAt', ['s', 'at'], ['y'])
            .output('y', 'float32', null),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a file version from the future',
        options: { irVersion: 9_000_000 },
        model: () => graphBuilder().input('x', 'float32', [1]).node('Relu', ['x'], ['y']).output('y', 'float32', [1]),
        finds: [
          'Files of this version or with these operator sets: onnxruntime-node 1.30.0 says: Unsupported model IR version: 9000000, max supported IR version: 13.',
        ],
      },
      {
        what: 'an operator set from the future',
        options: { opset: 99 },
        model: () => graphBuilder().input('x', 'float32', [1]).node('Relu', ['x'], ['y']).output('y', 'float32', [1]),
        finds: [
          'Files of this version or with these operator sets: onnxruntime-node 1.30.0 says: ONNX Runtime only *guarantees* support for models stamped with official released onnx opset versions. Opset 99 is under development and support for th…t ONNX release and in this case ONNX Runtime will not guarantee backward compatibility. Current official support for domain ai.onnx is till opset 26.',
        ],
      },
      {
        what: 'a node with more inputs than the runtime takes in reasonable time',
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1])
            .node('Sum', new Array(3000).fill('x'), ['y'], {}, { name: 'hub' })
            .output('y', 'float32', [1]),
        finds: [
          'not checked: One node could not be asked about alone, Sum "hub" first: a type is unknown, the operator needs constants, or it has thousands of inputs.',
        ],
      },
      {
        what: "a node whose input nothing gives, and attributes that are not the operator's",
        model: () =>
          graphBuilder()
            .input('x', 'float32', [1])
            .node('Relu', ['nowhere'], ['a'], {}, { name: 'open' })
            .node('Relu', ['x'], ['y'], { kernel_shape: [-1n, 9223372036854775807n], alpha: Number.NaN })
            .output('y', 'float32', [1]),
        finds: [
          'not checked: 2 nodes could not be asked about alone, Relu "open" first: a type is unknown, the operator needs constants, or it has thousands of inputs.',
        ],
      },
    ],
  },
};
