import assert from 'node:assert/strict';
import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';
import { numberAt, rowOf, tableOf } from './costsOf';

const random = seededRandom(31);

function between(least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

function pick<T>(items: readonly [T, ...T[]]): T {
  return items[between(0, items.length - 1)] ?? items[0];
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}

function zeros(shape: readonly number[]): Uint8Array {
  return new Uint8Array(4 * product(shape));
}

async function macs(graph: GraphBuilder, op: string, domain = ''): Promise<number | null> {
  const options = { opset: 23, irVersion: 11, domains: { 'com.microsoft': 1 } };
  const table = await tableOf(graph, options);
  return numberAt(table.macs, rowOf(table, domain === '' ? op : `${domain}.${op}`));
}

const RUNS = 25;

describe('multiply-accumulates counted one by one', () => {
  it('of convolutions with groups, strides, dilations and pads', async () => {
    for (let run = 0; run < RUNS; run++) {
      const groups = between(1, 3);
      const [inputs, outputs] = [groups * between(1, 3), groups * between(1, 3)];
      const [height, width] = [between(6, 9), between(6, 9)];
      const kernel = [between(1, 3), between(1, 3)] as const;
      const [stride, dilation, pad] = [between(1, 2), between(1, 2), between(0, 1)];
      const batch = between(1, 2);
      const weight = [outputs, inputs / groups, ...kernel];
      const graph = graphBuilder()
        .input('x', 'float32', [batch, inputs, height, width])
        .weight('w', 'float32', weight, zeros(weight))
        .node('Conv', ['x', 'w'], ['y'], {
          group: BigInt(groups),
          strides: [BigInt(stride), BigInt(stride)],
          dilations: [BigInt(dilation), BigInt(dilation)],
          pads: [BigInt(pad), BigInt(pad), BigInt(pad), BigInt(pad)],
        });
      let count = 0;
      const last = (size: number, taps: number): number => size + 2 * pad - dilation * (taps - 1) - 1;
      for (let n = 0; n < batch; n++) {
        for (let filter = 0; filter < outputs; filter++) {
          for (let y = 0; y <= last(height, kernel[0]); y += stride) {
            for (let x = 0; x <= last(width, kernel[1]); x += stride) {
              for (let channel = 0; channel < inputs; channel++) {
                if (Math.floor(channel / (inputs / groups)) !== Math.floor(filter / (outputs / groups))) continue;
                count += kernel[0] * kernel[1];
              }
            }
          }
        }
      }
      assert.equal(await macs(graph, 'Conv'), count);
    }
  });

  it('of transposed convolutions', async () => {
    for (let run = 0; run < RUNS; run++) {
      const groups = between(1, 3);
      const [inputs, perGroup] = [groups * between(1, 3), between(1, 3)];
      const [length, kernel, batch] = [between(2, 6), between(1, 4), between(1, 2)];
      const weight = [inputs, perGroup, kernel];
      const graph = graphBuilder()
        .input('x', 'float32', [batch, inputs, length])
        .weight('w', 'float32', weight, zeros(weight))
        .node('ConvTranspose', ['x', 'w'], ['y'], { group: BigInt(groups), strides: [BigInt(between(1, 3))] });
      let count = 0;
      for (let n = 0; n < batch; n++) {
        for (let channel = 0; channel < inputs; channel++) {
          // Each input number is scattered over the kernel into every output channel of its group.
          for (let x = 0; x < length; x++) for (let filter = 0; filter < perGroup; filter++) count += kernel;
        }
      }
      assert.equal(await macs(graph, 'ConvTranspose'), count);
    }
  });

  it('of Gemm and of MatMul with broadcast axes', async () => {
    for (let run = 0; run < RUNS; run++) {
      const [m, n, k] = [between(1, 5), between(1, 5), between(1, 5)];
      const [transA, transB] = [random() < 0.5, random() < 0.5];
      const gemm = graphBuilder()
        .input('a', 'float32', transA ? [k, m] : [m, k])
        .input('b', 'float32', transB ? [n, k] : [k, n])
        .node('Gemm', ['a', 'b'], ['y'], { transA: transA ? 1n : 0n, transB: transB ? 1n : 0n });
      assert.equal(await macs(gemm, 'Gemm'), m * n * k);
      const [p, q] = [between(2, 3), between(2, 3)];
      const a = pick([[m, k], [p, m, k], [q, 1, m, k], [k]]);
      const b = pick([[k, n], [p, k, n], [1, p, k, n], [k]]);
      const matmul = graphBuilder().input('a', 'float32', a).input('b', 'float32', b).node('MatMul', ['a', 'b'], ['y']);
      const outer = (shape: readonly number[]): readonly number[] => shape.slice(0, -2);
      const batch = Array.from({ length: 2 }, (_, axis) => {
        return Math.max(outer(a).at(axis - 2) ?? 1, outer(b).at(axis - 2) ?? 1);
      });
      const [rows, columns] = [a.length === 1 ? 1 : m, b.length === 1 ? 1 : n];
      assert.equal(await macs(matmul, 'MatMul'), product(batch) * rows * columns * k, JSON.stringify([a, b]));
    }
  });

  it('of Einstein sums', async () => {
    for (let run = 0; run < RUNS; run++) {
      const sizes = new Map([...'abcd'].map(letter => [letter, between(2, 4)]));
      const equation = pick(['ab,bc->ac', 'abc,abd->acd', 'abc,c->ab', 'ab,cd->abcd', 'aab,b->a', 'ab,bc,cd->ad']);
      const terms = (equation.split('->')[0] ?? '').split(',');
      const graph = graphBuilder();
      for (const [i, term] of terms.entries()) {
        graph.input(
          `x${i}`,
          'float32',
          [...term].map(letter => sizes.get(letter) ?? 1),
        );
      }
      graph.node(
        'Einsum',
        terms.map((_, i) => `x${i}`),
        ['y'],
        { equation },
      );
      // A loop for each letter; in the innermost, each operand but the first is one more factor.
      const letters = [...new Set(terms.join(''))];
      let count = 0;
      const visit = (depth: number): void => {
        if (depth === letters.length) count += terms.length - 1;
        else for (let i = 0; i < (sizes.get(letters[depth] ?? '') ?? 1); i++) visit(depth + 1);
      };
      visit(0);
      assert.equal(await macs(graph, 'Einsum'), count, equation);
    }
  });

  for (const [op, gates] of [
    ['RNN', 1],
    ['GRU', 3],
    ['LSTM', 4],
  ] as const) {
    it(`of ${op}: every step, direction and item of the batch`, async () => {
      for (let run = 0; run < RUNS; run++) {
        const [steps, batch, width, hidden] = [between(1, 5), between(1, 3), between(1, 4), between(1, 4)];
        const both = random() < 0.5;
        const directions = both ? 2 : 1;
        const isBatchFirst = random() < 0.5;
        const weight = [directions, gates * hidden, width];
        const recurrence = [directions, gates * hidden, hidden];
        const graph = graphBuilder()
          .input('x', 'float32', isBatchFirst ? [batch, steps, width] : [steps, batch, width])
          .weight('w', 'float32', weight, zeros(weight))
          .weight('r', 'float32', recurrence, zeros(recurrence))
          .node(op, ['x', 'w', 'r'], ['y'], {
            hidden_size: BigInt(hidden),
            direction: both ? 'bidirectional' : 'forward',
            layout: isBatchFirst ? 1n : 0n,
          });
        let count = 0;
        for (let direction = 0; direction < directions; direction++) {
          for (let step = 0; step < steps; step++) {
            for (let item = 0; item < batch; item++) {
              for (let row = 0; row < gates * hidden; row++) count += width + hidden;
            }
          }
        }
        assert.equal(await macs(graph, op), count);
      }
    });
  }

  it('of attention: scores and weighted values, keys of earlier steps included', async () => {
    for (let run = 0; run < RUNS; run++) {
      const [batch, keyHeads, ratio, size, valueSize] = [
        between(1, 2),
        between(1, 2),
        between(1, 2),
        between(1, 4),
        between(1, 4),
      ];
      const heads = keyHeads * ratio;
      const [queries, keys, past] = [between(1, 4), between(1, 4), between(0, 3)];
      let count = 0;
      for (let n = 0; n < batch; n++) {
        for (let head = 0; head < heads; head++) {
          for (let query = 0; query < queries; query++) {
            for (let key = 0; key < keys + past; key++) count += size + valueSize;
          }
        }
      }
      const flat = graphBuilder()
        .input('q', 'float32', [batch, queries, heads * size])
        .input('k', 'float32', [batch, keys, keyHeads * size])
        .input('v', 'float32', [batch, keys, keyHeads * valueSize])
        .input('pk', 'float32', [batch, keyHeads, past, size])
        .input('pv', 'float32', [batch, keyHeads, past, valueSize])
        .node('Attention', ['q', 'k', 'v', '', 'pk', 'pv'], ['y', 'nk', 'nv'], {
          q_num_heads: BigInt(heads),
          kv_num_heads: BigInt(keyHeads),
        });
      assert.equal(await macs(flat, 'Attention'), count);
      const split = graphBuilder()
        .input('q', 'float32', [batch, heads, queries, size])
        .input('k', 'float32', [batch, keyHeads, keys, size])
        .input('v', 'float32', [batch, keyHeads, keys, valueSize])
        .input('pk', 'float32', [batch, keyHeads, past, size])
        .input('pv', 'float32', [batch, keyHeads, past, valueSize])
        .node('Attention', ['q', 'k', 'v', '', 'pk', 'pv'], ['y', 'nk', 'nv']);
      assert.equal(await macs(split, 'Attention'), count);
    }
  });

  it('of com.microsoft attention: with the projections of packed weights, with grouped heads and a cache', async () => {
    const domain = 'com.microsoft';
    for (let run = 0; run < RUNS; run++) {
      const [batch, heads, size, length, width] = [
        between(1, 2),
        between(1, 3),
        between(1, 4),
        between(1, 5),
        between(2, 6),
      ];
      const hidden = heads * size;
      const weight = [width, 3 * hidden];
      const packed = graphBuilder()
        .input('x', 'float32', [batch, length, width])
        .weight('w', 'float32', weight, zeros(weight))
        .weight('b', 'float32', [3 * hidden], zeros([3 * hidden]))
        .node('Attention', ['x', 'w', 'b'], ['y'], { num_heads: BigInt(heads) }, { domain });
      const scores = batch * length * length * 2 * hidden;
      assert.equal(await macs(packed, 'Attention', domain), batch * length * width * 3 * hidden + scores);
      const multi = graphBuilder()
        .input('q', 'float32', [batch, length, hidden])
        .input('k', 'float32', [batch, length + 1, hidden])
        .input('v', 'float32', [batch, length + 1, hidden])
        .node('MultiHeadAttention', ['q', 'k', 'v'], ['y'], { num_heads: BigInt(heads) }, { domain });
      assert.equal(await macs(multi, 'MultiHeadAttention', domain), batch * length * (length + 1) * 2 * hidden);
      const past = between(0, 4);
      const grouped = graphBuilder()
        .input('q', 'float32', [batch, length, 2 * hidden])
        .input('k', 'float32', [batch, length, hidden])
        .input('v', 'float32', [batch, length, hidden])
        .input('pk', 'float32', [batch, heads, past, size])
        .input('pv', 'float32', [batch, heads, past, size])
        .input('lengths', 'int32', [batch])
        .input('total', 'int32', [])
        .node(
          'GroupQueryAttention',
          ['q', 'k', 'v', 'pk', 'pv', 'lengths', 'total'],
          ['y', 'nk', 'nv'],
          {
            num_heads: BigInt(2 * heads),
            kv_num_heads: BigInt(heads),
          },
          { domain },
        );
      assert.equal(
        await macs(grouped, 'GroupQueryAttention', domain),
        batch * length * (length + past) * 2 * (2 * hidden),
      );
    }
  });
});
