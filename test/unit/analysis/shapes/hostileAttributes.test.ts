import assert from 'node:assert/strict';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import type { Attribute, Dimension, Model, Node, Value, ValueType, Weight } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import { modelOf } from '../../../fixtures/builders/neutralModel';
import { indexing, reshaping, slicing } from './layoutCases';
import { elementwise, generating, matrices, others, reductions } from './numericCases';
import { convolution, normalization, pooling } from './spatialCases';

const NUMBERS = [0n, -1n, 1n, 3n, -(2n ** 63n), 2n ** 63n - 1n, 2n ** 31n, 1_000_000n];
const SIZES: readonly (readonly Dimension[] | null)[] = [
  null,
  [],
  [0],
  ['N'],
  [null, 3],
  [2, 3, 4],
  [1, 2, 'H', 5],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  new Array<number>(70).fill(2),
];

const cases = [
  ...[convolution, elementwise, generating, indexing, matrices, normalization],
  ...[others, pooling, reductions, reshaping, slicing],
].flat();

describe('type inference on hostile models', () => {
  it('never throws and never gives an impossible size', () => {
    const next = generator(7);
    let checked = 0;
    for (const { op, domain = '', inputs, attributes = {}, outputs = 1 } of cases) {
      for (let round = 0; round < 40; round++) {
        const names = inputs.map((_, i) => `in${i}`);
        const values = names.map((name): Value => ({ name, type: randomType(next), doc: '' }));
        const weights = names.filter(() => next(3) === 0).map(name => randomWeight(name, next));
        const node: Node = {
          index: 0,
          name: '',
          op,
          domain,
          overload: '',
          inputs: next(6) === 0 ? [] : names,
          outputs: Array.from({ length: outputs + 1 }, (_, i) => `out${i}`),
          attributes: Object.keys(attributes)
            .concat(['axis', 'axes', 'pads', 'strides'])
            .map(name => randomAttribute(name, next)),
          doc: '',
          metadata: [],
        };
        checked += check(modelOf({ inputs: values, weights, nodes: [node], opset: 1 + next(23) }));
      }
    }
    assert(checked > 1000, `${checked} types`);
  });
});

function check(model: Model): number {
  const types = inferTypes(model).get('main') ?? new Map<string, ValueType>();
  let checked = 0;
  for (const [name, type] of types) {
    if (!name.startsWith('out') || (type.kind !== 'tensor' && type.kind !== 'sparse')) continue;
    checked += 1;
    for (const size of type.shape ?? []) {
      const isPossible = typeof size !== 'number' || (Number.isSafeInteger(size) && size >= 0);
      assert(isPossible, `${model.graph.nodes[0]?.op}: ${printValueType(type)}`);
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

function randomType(next: Next): ValueType | null {
  const shape = SIZES[next(SIZES.length)] ?? null;
  if (next(10) === 0) return null;
  if (next(12) === 0) return { kind: 'sequence', of: null };
  return { kind: 'tensor', dtype: next(2) === 0 ? 'float32' : 'int64', shape };
}

function randomWeight(name: string, next: Next): Weight {
  const values = BigInt64Array.from({ length: next(5) }, () => NUMBERS[next(NUMBERS.length)] ?? 0n);
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
  const number = (): bigint => NUMBERS[next(NUMBERS.length)] ?? 0n;
  const list = Array.from({ length: next(6) }, number);
  switch (next(4)) {
    case 0:
      return { name, value: { kind: 'int', value: number() }, doc: '' };
    case 1:
      return { name, value: { kind: 'string', value: Buffer.from('...i,j->kk...') }, doc: '' };
    case 2:
      return { name, value: { kind: 'floats', value: [Number.NaN, Number.POSITIVE_INFINITY, -1] }, doc: '' };
    default:
      return { name, value: { kind: 'ints', value: list }, doc: '' };
  }
}
