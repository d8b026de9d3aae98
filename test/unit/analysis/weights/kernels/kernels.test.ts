import assert from 'node:assert/strict';
import {
  GROUP_PATTERNS,
  type Kernels,
  LIST_BYTES,
  RULES,
  TILE_COUNTS,
  TILE_ROWS,
} from '../../../../../src/analysis/weights/kernels/kernels';
import {
  fastWorkspace,
  referenceWorkspace,
  type Workspace,
} from '../../../../../src/analysis/weights/kernels/workspace';
import { randomBytes } from '../randomBytes';

/** What a kernel returned and left in the memory it writes. */
interface Trace {
  readonly result: unknown;
  readonly memory: Uint8Array;
}

type Work = (
  workspace: Workspace,
  kernels: Kernels,
  input: number,
) => { readonly result?: unknown; readonly at: number; readonly bytes: number };

/** Runs the same work over the same input with both kinds of kernels. */
function both(input: Uint8Array, work: Work): readonly [reference: Trace, fast: Trace] {
  const trace = (workspace: Workspace): Trace => {
    const at = workspace.allocate(input.length);
    workspace.u8(at, input.length).set(input);
    const { result, at: out, bytes } = work(workspace, workspace.kernels, at);
    return { result, memory: workspace.u8(out, bytes).slice() };
  };
  const fast = fastWorkspace();
  assert(fast !== null, 'Node has WebAssembly with vectors');
  return [trace(referenceWorkspace()), trace(fast)];
}

function same(input: Uint8Array, work: Work): void {
  const [reference, fast] = both(input, work);
  assert.deepEqual(fast, reference);
}

/** Zeros of every share, so that groups of zeros of every kind occur. */
function sparseBits(bytes: number, seed: number): Uint8Array {
  const bits = randomBytes(bytes, seed);
  for (let round = 0; round < seed % 3; round++) {
    const more = randomBytes(bytes, seed + 100 * (round + 1));
    for (let i = 0; i < bytes; i++) bits[i] = (bits[i] ?? 0) | (more[i] ?? 0);
  }
  return bits;
}

const TABLE_BYTES = 65_536 * 4;

describe('kernels in WebAssembly do what their readable twins do', () => {
  const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 255, 1003];

  it('count16, count8', () => {
    for (const count of lengths) {
      const input = randomBytes(4 * count, count);
      same(input, (workspace, kernels, at) => {
        const table = workspace.allocate(65_536 * 4);
        kernels.count16(at, count, table);
        return { at: table, bytes: 65_536 * 4 };
      });
      same(input, (workspace, kernels, at) => {
        const table = workspace.allocate(256 * 4);
        kernels.count8(at, count, table);
        return { at: table, bytes: 256 * 4 };
      });
    }
  });

  it('moments: range and counts to the bit, sums to their rounding', () => {
    for (const count of lengths) {
      const values = Float32Array.from(randomBytes(4 * count, count + 1).subarray(0, count), byte =>
        byte < 40 ? (byte % 2 === 0 ? 0 : -0) : Math.sin(byte) * 1e3,
      );
      const [reference, fast] = both(new Uint8Array(values.buffer), (workspace, kernels, at) => {
        const out = workspace.allocate(40);
        const table = workspace.allocate(TABLE_BYTES);
        return { result: kernels.moments(at, count, 0.25, out, 16, table), at: out, bytes: table + TABLE_BYTES - out };
      });
      const [ours, theirs] = [
        new Float64Array(fast.memory.buffer, 0, 5),
        new Float64Array(reference.memory.buffer, 0, 5),
      ];
      assert.equal(fast.result, 1);
      assert.equal(reference.result, 1);
      for (const exact of [0, 1, 4])
        assert(Object.is(ours[exact], theirs[exact]), `${count}: ${ours[exact]}, ${theirs[exact]}`);
      assert.deepEqual(fast.memory.subarray(40), reference.memory.subarray(40), 'buckets');
      // Both add the same numbers in another order: each addition rounds by half a unit of a sum of magnitudes.
      for (const rounded of [2, 3]) {
        const magnitude = values.reduce((sum, x) => sum + Math.abs(x - 0.25) ** (rounded - 1), 0);
        assert(Math.abs((ours[rounded] ?? 0) - (theirs[rounded] ?? 0)) <= count * 2 ** -52 * magnitude);
      }
    }
  });

  it('moments say when an element is not finite, wherever it is', () => {
    for (const odd of [Number.NaN, Infinity, -Infinity]) {
      for (let place = 0; place < 11; place++) {
        const values = new Float32Array(11).fill(1);
        values[place] = odd;
        const results = both(new Uint8Array(values.buffer), (workspace, kernels, at) => {
          const out = workspace.allocate(40);
          return { result: kernels.moments(at, 11, 0, out, 16, workspace.allocate(TABLE_BYTES)), at: out, bytes: 0 };
        });
        assert.deepEqual(
          results.map(({ result }) => result),
          [0, 0],
        );
      }
    }
  });

  it('carefully', () => {
    const shift = 16;
    for (const count of lengths) {
      const values = Float32Array.from(randomBytes(count, count + 7), byte => Math.sin(byte) * 4);
      const care = randomBytes(65_536, 3).map(byte => byte % 5);
      same(new Uint8Array(values.buffer), (workspace, kernels, at) => {
        const careAt = workspace.allocate(65_536);
        // One allocation holds all that is written: rules, 9 bins, slots for three buckets.
        const rules = workspace.allocate(128 + 40 + 3 * 65_536 * 4);
        workspace.u8(careAt, 65_536).set(care);
        workspace.f64(rules, 5).set([-4, 1, 0.5, -3, 3.5]);
        workspace.u32(rules + RULES.bins, 3).set([rules + 64, rules + 128, workspace.allocate(LIST_BYTES)]);
        kernels.carefully(at, count, shift, careAt, rules);
        return { at: rules, bytes: 128 + 3 * 65_536 * 4 };
      });
    }
  });

  it('zeros of 32, 16, 8, 4 and 2 bits', () => {
    const cases = [
      ['zeros32', 32, 0x7fffffff, 0],
      ['zeros16', 16, 0x7fff, 0],
      ['zeros8', 8, 255, 128],
      ['zeros8', 8, 0x7f, 0],
      ['zeros4', 4, 15, 8],
      ['zeros4', 4, 7, 0],
      ['zeros2', 2, 3, 2],
      ['zeros2', 2, 0, 1],
    ] as const;
    for (const [kernel, bits, keep, zero] of cases) {
      for (const count of lengths) {
        const input = randomBytes(4 * count + 4, count + bits);
        if (bits > 8)
          for (let i = 0; i < input.length; i++)
            if (((input[i - (i % (bits / 8))] ?? 0) & 1) === 0)
              input[i] = i % (bits / 8) === bits / 8 - 1 ? (input[i] ?? 0) & 128 : 0;
        const [reference, fast] = both(input, (workspace, kernels, at) => {
          const out = workspace.allocate(Math.ceil(count / 8) + 8);
          kernels[kernel](at, count, keep, zero, out);
          return { at: out, bytes: Math.ceil(count / 8) };
        });
        const bit = (memory: Uint8Array, i: number): number => ((memory[i >> 3] ?? 0) >> (i & 7)) & 1;
        for (let i = 0; i < count; i++)
          assert.equal(bit(fast.memory, i), bit(reference.memory, i), `${kernel} ${i} of ${count}`);
      }
    }
  });

  it('copyBits at every offset', () => {
    const source = randomBytes(64, 5);
    for (let to = 0; to < 9; to++) {
      for (let from = 0; from < 9; from++) {
        for (const count of [0, 1, 7, 31, 32, 33, 64, 100]) {
          same(source, (workspace, kernels, at) => {
            const target = workspace.allocate(32);
            workspace.u8(target, 32).set(randomBytes(32, 9));
            kernels.copyBits(target, to, at, from, count);
            return { at: target, bytes: 32 };
          });
        }
      }
    }
  });

  it('isFull', () => {
    for (const clear of [-1, 0, 63, 64, 127]) {
      const row = new Uint8Array(16).fill(255);
      if (clear >= 0) row[clear >> 3] = 255 & ~(1 << (clear & 7));
      const results = both(row, (_, kernels, at) => ({ result: kernels.isFull(at, 2), at, bytes: 16 }));
      assert.deepEqual(
        results.map(({ result }) => result),
        clear < 0 ? [1, 1] : [0, 0],
      );
    }
  });

  it('tile, along and across rows', () => {
    for (let seed = 0; seed < 9; seed++) {
      const words = 2 * (1 + (seed % 3));
      for (const groups of [0, 1, 2]) {
        same(sparseBits(TILE_ROWS * words * 8, seed), (workspace, kernels, at) => {
          const out = workspace.allocate(TILE_COUNTS * 8 + words * 8);
          const full = out + TILE_COUNTS * 8;
          workspace.u8(full, words * 8).fill(255);
          kernels.tile(at, words * 8, words, groups, full, out);
          return { at: out, bytes: TILE_COUNTS * 8 + words * 8 };
        });
      }
    }
  });

  it('strided, with channels of few and of many elements', () => {
    for (const unit of [2, 3, 9, 25, 57, 58, 130]) {
      for (const inputs of [1, 3, 8, 13]) {
        const columns = unit * inputs;
        same(sparseBits(Math.ceil(columns / 64) * 8, unit + inputs), (workspace, kernels, at) => {
          const out = workspace.allocate(GROUP_PATTERNS.length * 8);
          kernels.strided(at, columns, unit, out);
          return { at: out, bytes: GROUP_PATTERNS.length * 8 };
        });
      }
    }
  });
});
