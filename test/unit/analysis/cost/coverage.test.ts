import assert from 'node:assert/strict';
import { COSTS, costEntry } from '../../../../src/analysis/cost/costTable';
import { NodeContext } from '../../../../src/analysis/cost/nodeContext';
import { RULES } from '../../../../src/analysis/shapes/rules';
import type { Attribute, Node, ValueType } from '../../../../src/model/model';
import { seededRandom } from '../../../fixtures/seededRandom';

/** Operators that run graphs are counted by what they run. */
const HOLDING = new Set(['If', 'Loop', 'Scan', 'SequenceMap']);

function nodeOf(op: string, domain: string, attributes: readonly Attribute[] = []): Node {
  const names = (prefix: string): string[] => Array.from({ length: 10 }, (_, i) => `${prefix}${i}`);
  return {
    index: 0,
    name: '',
    op,
    domain,
    overload: '',
    inputs: names('i'),
    outputs: names('o'),
    attributes,
    doc: '',
    metadata: [],
  };
}

const random = seededRandom(3);

function below(most: number): number {
  return Math.floor(random() * most);
}

const HOSTILE_NUMBERS = [0n, -1n, 1n, 3n, 2n ** 62n, -(2n ** 63n)];
const NAMES = [
  'K',
  'N',
  'axis',
  'block_size',
  'equation',
  'expert_weight_bits',
  'group',
  'hidden_size',
  'k',
  'kernel_shape',
  'kv_num_heads',
  'mode',
  'num_heads',
  'q_num_heads',
  'qkv_hidden_sizes',
  'sampling_ratio',
  'signal_ndim',
  'size',
  'transA',
  'transBatchA',
];

function hostileAttribute(): Attribute {
  const name = NAMES[below(NAMES.length)] ?? 'axis';
  const int = HOSTILE_NUMBERS[below(HOSTILE_NUMBERS.length)] ?? 0n;
  const value: Attribute['value'] =
    random() < 0.4
      ? { kind: 'int', value: int }
      : random() < 0.5
        ? { kind: 'ints', value: [int, 2n, int] }
        : { kind: 'string', value: new TextEncoder().encode(random() < 0.5 ? '...a,->,...' : 'ab,bc') };
  return { name, value, doc: '' };
}

function hostileType(): ValueType | null {
  const sizes = [0, 1, 7, 2 ** 53 - 1, 'N', 'N*2 + 1', 'strange name', null];
  if (random() < 0.1) return null;
  if (random() < 0.1) return { kind: 'sequence', of: null };
  const shape = random() < 0.1 ? null : Array.from({ length: below(6) }, () => sizes[below(sizes.length)] ?? null);
  return { kind: 'tensor', dtype: 'float32', shape };
}

describe('the table of costs', () => {
  it('has every operator of ONNX and of its classical models that has a shape', () => {
    for (const domain of ['', 'ai.onnx.ml']) {
      const missing = [...(RULES.get(domain)?.keys() ?? [])].filter(op => !HOLDING.has(op) && !costEntry(domain, op));
      assert.deepEqual(missing, []);
    }
  });

  it('states each formula in one line', () => {
    for (const entries of COSTS.values()) {
      for (const [op, { formula }] of entries) assert.match(formula, /^[^\n]{1,400}$/, op);
    }
  });

  it('gives unknown with a reason, never a number, where no shape is known, unless nothing is counted', () => {
    for (const [domain, entries] of COSTS) {
      for (const [op, entry] of entries) {
        const context = new NodeContext(nodeOf(op, domain), { type: () => null, constant: () => null });
        const { macs, flops } = entry.cost(context);
        if (flops === null || macs === null) assert.notEqual(context.reason, '', op);
        else assert.deepEqual([macs, flops], [[], []], op);
      }
    }
  });

  it('survives attributes and shapes that make no sense', () => {
    for (const [domain, entries] of COSTS) {
      for (const [op, entry] of entries) {
        for (let run = 0; run < 60; run++) {
          const types = new Map<string, ValueType | null>();
          const type = (name: string): ValueType | null => {
            if (!types.has(name)) types.set(name, hostileType());
            return types.get(name) ?? null;
          };
          const attributes = Array.from({ length: below(5) }, hostileAttribute);
          const context = new NodeContext(nodeOf(op, domain, attributes), { type, constant: () => null });
          const { macs, flops } = entry.cost(context);
          for (const { factor } of [...(macs ?? []), ...(flops ?? [])]) assert.ok(Number.isFinite(factor), op);
        }
      }
    }
  });
});
