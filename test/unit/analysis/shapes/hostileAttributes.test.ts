import assert from 'node:assert/strict';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { RULES } from '../../../../src/analysis/shapes/rules';
import type {
  Attribute,
  AttributeValue,
  Dimension,
  Graph,
  Model,
  Node,
  Value,
  ValueType,
  Weight,
} from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import { modelOf } from '../../../fixtures/builders/neutralModel';
import { indexing, reshaping, slicing } from './layoutCases';
import { microsoftAttention } from './microsoftAttentionCases';
import { microsoftLayers } from './microsoftLayerCases';
import { microsoftNewer } from './microsoftNewerCases';
import { microsoftQuantized } from './microsoftQuantizedCases';
import { elementwise, generating, matrices, others, reductions } from './numericCases';
import { convolution, normalization, pooling } from './spatialCases';
import { standardCases } from './standardCase';

const ROUNDS = 40;
const NUMBERS = [0n, -1n, 1n, 3n, -(2n ** 63n), 2n ** 63n - 1n, 2n ** 31n, 1_000_000n];
const SIZES: readonly (readonly Dimension[] | null)[] = [
  null,
  [],
  [0],
  ['N'],
  [null, 3],
  [0, 'N', null],
  [2, 3, 4],
  [1, 2, 'H', 5],
  [2, 0, 'seq*2', 'floor(L/2)', 8],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  new Array<number>(70).fill(2),
];
const TEXTS = ['...i,j->kk...', '', 'SAME_UPPER', 'NHWC', 'bidirectional', 'not_larger', 'csa', '\ufffd'];
const OFTEN = ['axis', 'axes', 'pads', 'strides', 'num_heads', 'channels_last', 'to', 'dtype'];
const BODIES = ['body', 'then_branch', 'else_branch', 'score_mod', 'prob_mod', 'decoder'];

/** The attributes that the cases of an operator give it. */
const attributesOf = new Map<string, Set<string>>();
for (const { op, attributes = {} } of [
  ...[convolution, elementwise, generating, indexing, matrices, normalization, others, pooling, reductions].flat(),
  ...[reshaping, slicing, microsoftAttention, microsoftLayers, microsoftNewer, microsoftQuantized].flat(),
  ...standardCases(),
]) {
  const names = attributesOf.get(op) ?? new Set();
  for (const name of Object.keys(attributes)) names.add(name);
  attributesOf.set(op, names);
}

describe('type inference on hostile models', () => {
  for (const [domain, rules] of RULES) {
    it(`never throws and never gives an impossible size: ${domain === '' ? 'ONNX' : domain}`, function () {
      this.timeout(60_000);
      const next = generator(7);
      let checked = 0;
      for (const op of rules.keys()) {
        for (let round = 0; round < ROUNDS; round++) checked += check(randomModel(domain, op, next));
      }
      assert(checked > rules.size * 4, `${checked} types`);
    });
  }
});

function randomModel(domain: string, op: string, next: Next): Model {
  const names = Array.from({ length: next(10) }, (_, i) => (next(6) === 0 ? '' : `in${i}`));
  const given = names.filter(name => name !== '');
  const values = given.map((name): Value => ({ name, type: randomType(next), doc: '' }));
  const weights = given.filter(() => next(3) === 0).map(name => randomWeight(name, next));
  const known = [...(attributesOf.get(op) ?? []), ...OFTEN].filter(() => next(4) > 0);
  const node: Node = {
    index: 0,
    name: '',
    op,
    domain,
    overload: '',
    inputs: names,
    outputs: Array.from({ length: 1 + next(6) }, (_, i) => `out${i}`),
    attributes: [
      ...known.map(name => randomAttribute(name, next)),
      ...BODIES.filter(() => next(2) === 0).map(name => ({ name, value: randomBody(next), doc: '' })),
    ],
    doc: '',
    metadata: [],
  };
  return modelOf({ inputs: values, weights, nodes: [node], opset: 1 + next(28) });
}

function check(model: Model): number {
  const shown = (): string => {
    const [node] = model.graph.nodes;
    const print = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);
    return `${node?.op} ${JSON.stringify([node?.attributes, model.graph.inputs], print)}`.slice(0, 2000);
  };
  let types: ReadonlyMap<string, ValueType>;
  try {
    types = inferTypes(model).get('main') ?? new Map<string, ValueType>();
  } catch (thrown) {
    throw new Error(shown(), { cause: thrown });
  }
  let checked = 0;
  for (const [name, type] of types) {
    if (!name.startsWith('out') || (type.kind !== 'tensor' && type.kind !== 'sparse')) continue;
    checked += 1;
    for (const size of type.shape ?? []) {
      const isPossible = typeof size !== 'number' || (Number.isSafeInteger(size) && size >= 0);
      assert(isPossible, `${shown()}: ${printValueType(type)}`);
    }
  }
  return checked;
}

type Next = (below: number) => number;

function generator(seed: number): Next {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function pick<T>(from: readonly T[], next: Next, fallback: T): T {
  return from[next(from.length)] ?? fallback;
}

function randomType(next: Next): ValueType | null {
  const shape = SIZES[next(SIZES.length)] ?? null;
  const tensor = {
    kind: 'tensor',
    dtype: pick(['float32', 'int64', 'uint8', 'string'] as const, next, 'bool'),
    shape,
  } as const;
  switch (next(24)) {
    case 0:
    case 1:
      return null;
    case 2:
      return { kind: 'sequence', of: next(2) === 0 ? null : tensor };
    case 3:
      return { kind: 'optional', of: tensor };
    case 4:
      return { kind: 'map', key: 'int64', of: tensor };
    case 5:
      return { ...tensor, kind: 'sparse' };
    default:
      return tensor;
  }
}

function randomWeight(name: string, next: Next): Weight {
  const values = BigInt64Array.from({ length: next(5) }, () => pick(NUMBERS, next, 0n));
  const bytes = new Uint8Array(values.buffer);
  const isScalar = values.length === 1 && next(2) === 0;
  return {
    name,
    dtype: 'int64',
    shape: isScalar ? [] : [values.length],
    elements: values.length,
    bytes: bytes.length,
    payload: { kind: 'inline', bytes },
    sparse: null,
    doc: '',
  };
}

function randomAttribute(name: string, next: Next): Attribute {
  const list = Array.from({ length: next(6) }, () => pick(NUMBERS, next, 0n));
  const values: readonly AttributeValue[] = [
    { kind: 'int', value: pick(NUMBERS, next, 0n) },
    { kind: 'int', value: BigInt(next(4)) },
    { kind: 'float', value: Number.NaN },
    { kind: 'string', value: Buffer.from(pick(TEXTS, next, '')) },
    { kind: 'strings', value: [Buffer.from('a'), Buffer.from([0xff])] },
    { kind: 'floats', value: [Number.NaN, Number.POSITIVE_INFINITY, -1] },
    { kind: 'ints', value: list },
    { kind: 'ints', value: list.map(() => BigInt(1 + next(3))) },
    { kind: 'tensor', value: randomWeight(name, next) },
    { kind: 'type', value: randomType(next) },
    { kind: 'reference', value: name },
  ];
  return { name, value: pick(values, next, { kind: 'int', value: 0n }), doc: '' };
}

/** A graph whose inputs and outputs need not be what the operator wants. */
function randomBody(next: Next): AttributeValue {
  const named =
    (name: string) =>
    (_: unknown, i: number): Value => ({ name: `${name}${i}`, type: randomType(next), doc: '' });
  const graph: Graph = {
    ...modelOf({
      inputs: Array.from({ length: next(4) }, named('b')),
      outputs: Array.from({ length: next(4) }, named('b')),
    }).graph,
    id: 'main/0.body',
    parent: 'main',
  };
  return { kind: 'graph', value: graph };
}
