import { type GraphBuilder, graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import type { RuleCases } from './ruleCase';

const values = (count: number, first = 0): number[] => Array.from({ length: count }, (_, i) => first + i);

/** x · w for each weight that is added. */
function products(weights: Readonly<Record<string, readonly number[]>>): GraphBuilder {
  const graph = graphBuilder().input('x', 'float32', [1, 16]);
  for (const [name, elements] of Object.entries(weights)) {
    graph
      .weight(name, 'float32', [16, elements.length / 16], elements)
      .node('MatMul', ['x', name], [`${name}_out`])
      .output(`${name}_out`, 'float32', null);
  }
  return graph;
}

export const contentCases: RuleCases = {
  'duplicate-weight': {
    positive: [
      {
        what: 'three equal weights, one of them a Constant, beside one that differs in its last element',
        model: () =>
          products({ a: values(512), b: values(512), c: [...values(511), -1] })
            .node('Constant', [], ['d'], { value: weightProto('', 'float32', [16, 32], values(512)) })
            .node('MatMul', ['x', 'd'], ['d_out'])
            .output('d_out', 'float32', null),
        finds: ['"a", "b" and "d" hold the same float32[16,32]: 4.10 kB are stored again.'],
      },
    ],
    negative: [
      {
        what: 'small ones, other shapes, and the same bytes as another type',
        model: () =>
          products({ a: values(512), small: values(16), tiny: values(16) })
            .weight('flat', 'float32', [512], values(512))
            .weight('codes', 'uint8', [2048], new Uint8Array(Float32Array.from(values(512)).buffer))
            .node('Add', ['flat', 'flat'], ['y'])
            .output('y', 'float32', null),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'equal weights of which one has no data',
        model: () => {
          const graph = products({ a: values(512), b: values(512) });
          const last = graph.proto.initializer[1];
          if (last != null) last.rawData = new Uint8Array(0);
          return graph;
        },
        finds: [
          'not checked: One weight could not be read, "b" first: The file has its shape and type but not its values.',
        ],
      },
    ],
  },
  'nan-weight': {
    positive: [
      {
        what: 'NaN in float32, float64, float16, bfloat16 and float8',
        model: () =>
          products({ a: [Number.NaN, ...values(15)] })
            .weight('d', 'float64', [2], [1, Number.NaN])
            .weight('h', 'float16', [2], Uint8Array.of(0, 0x7c, 1, 0x7c))
            .weight('b', 'bfloat16', [2], Uint8Array.of(0xc0, 0x7f, 0x80, 0x3f))
            .weight('e', 'float8e4m3fn', [3], Uint8Array.of(0x7f, 0xff, 0x7e)),
        finds: [
          '"a" has 1 NaN among 16 elements.',
          '"d" has 1 NaN among 2 elements.',
          '"h" has 1 NaN among 2 elements.',
          '"b" has 1 NaN among 2 elements.',
          '"e" has 2 NaN among 3 elements.',
        ],
      },
    ],
    negative: [
      {
        what: 'numbers, infinities, and integers with the bits of NaN',
        model: () =>
          products({ a: [Infinity, 3.4e38, ...values(14)] })
            .weight('i', 'int32', [1], [0x7fc00000])
            .weight('s', 'float32', [1], [1e-45]),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'a weight that cannot be read',
        model: () => {
          const graph = products({ a: [Number.NaN, ...values(15)] });
          const [first] = graph.proto.initializer;
          if (first != null) first.rawData = new Uint8Array(3);
          return graph;
        },
        finds: [
          'not checked: One weight could not be read, "a" first: It stores 3 bytes where its shape and type take 64.',
        ],
      },
    ],
  },
  'infinite-weight': {
    positive: [
      {
        what: 'infinities that are multiplied with',
        model: () =>
          products({ a: [Infinity, -Infinity, ...values(14)] }).weight(
            'h',
            'float16',
            [16, 1],
            new Uint8Array(32).fill(0x7c, 1, 2),
          ),
        finds: ['"a" has 2 infinite elements of 16.', '"h" has 1 infinite element of 16.'],
      },
      {
        what: '+∞ that is added',
        model: () =>
          products({})
            .weight('m', 'float32', [16], [Infinity, ...values(15)])
            .node('Add', ['x', 'm'], ['y'])
            .output('y', 'float32', null),
        finds: ['"m" has 1 infinite element of 16.'],
      },
    ],
    negative: [
      {
        what: 'a mask that is added, and bounds',
        model: () =>
          products({})
            .weight('mask', 'float32', [4], [0, -Infinity, -Infinity, 0])
            .weight('low', 'float32', [], [-Infinity])
            .weight('high', 'float32', [], [Infinity])
            .node('Add', ['x', 'mask'], ['y'])
            .node('Clip', ['y', 'low', 'high'], ['z'])
            .output('z', 'float32', null),
        finds: [],
      },
    ],
    hostile: [
      {
        what: 'types that have no infinity, with every bit set',
        model: () =>
          products({})
            .weight('e', 'float8e4m3fn', [1, 2], Uint8Array.of(0x7e, 0xfe))
            .weight('i', 'int64', [1], [-1])
            .node('MatMul', ['e', 'i'], ['z'])
            .output('z', 'float32', null),
        finds: [],
      },
    ],
  },
};
