import assert from 'node:assert/strict';
import { DifferenceMeter } from '../../../../../src/analysis/comparison/differenceMeter';
import {
  BLOCK,
  type DifferenceKernel,
  fastKernel,
  referenceKernel,
} from '../../../../../src/analysis/comparison/kernels/differenceKernel';
import { seededRandom } from '../../../../fixtures/seededRandom';

const LEAST = 2 ** -149;
const HUGE = Math.fround(3.4e38);
const EXTREMES = [0, -0, LEAST, -LEAST, 3 * LEAST, 2 ** -127, HUGE, -HUGE, 1, -1];
const ODD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

function fast(): DifferenceKernel {
  const kernel = fastKernel();
  assert(kernel !== null, 'Node has WebAssembly with vectors');
  return kernel;
}

/** Numbers of all sizes; every fourth pair or so is equal. */
function pair(length: number, seed: number, special: readonly number[]): readonly [Float32Array, Float32Array] {
  const random = seededRandom(seed);
  const any = (): number =>
    random() < 0.3
      ? (special[Math.floor(random() * special.length)] ?? 0)
      : (random() - 0.5) * 10 ** (20 * random() - 10);
  const a = Float32Array.from({ length }, any);
  return [a, a.map(x => (random() < 0.25 ? x : any()))];
}

/** Puts numbers into the memory of a kernel, so many elements after a border of its vectors. */
function placed(place: Uint8Array, numbers: Float32Array, offset: number): Float32Array {
  const view = new Float32Array(place.buffer, place.byteOffset + 4 * offset, numbers.length);
  view.set(numbers);
  return view;
}

/** Two sums of the same positive numbers in another order: each addition rounds by half a unit of the sum at most. */
function assertSum(ours: number, theirs: number, count: number): void {
  assert(Math.abs(ours - theirs) <= count * 2 ** -52 * theirs, `${ours}, ${theirs}`);
}

describe('differences in WebAssembly', () => {
  const kernel = fast();
  const reference = referenceKernel();

  function same(a: Float32Array, b: Float32Array, largest: number, relative: number): void {
    const [ours, theirs] = [kernel, reference].map(each => each.differences(a, b, 0, a.length, largest, relative));
    assert(ours !== undefined && theirs !== undefined);
    assert.equal(ours.isFinite, theirs.isFinite);
    if (!theirs.isFinite) return;
    const { signal, noise, ...exact } = ours;
    const { signal: signalThere, noise: noiseThere, ...exactThere } = theirs;
    assert.deepEqual(exact, exactThere);
    assertSum(signal, signalThere, a.length);
    assertSum(noise, noiseThere, a.length);
  }

  it('are those of the reference for every length and start, in its own memory and outside', () => {
    for (const length of [...Array.from({ length: 36 }, (_, i) => i), 1000, BLOCK]) {
      for (const special of [EXTREMES, [0], [...EXTREMES, ...ODD]]) {
        const [a, b] = pair(length, length + 1, special);
        same(a, b, 0, 0);
        same(a, b, HUGE, 1e60);
        for (const [x, y] of [
          [0, 0],
          [1, 0],
          [2, 3],
          [3, 1],
        ] as const) {
          same(placed(kernel.places.a[0], a, x), placed(kernel.places.b[1], b, y), 1, 1);
        }
      }
    }
  });

  it('finds what is not finite at every position of either', () => {
    for (const odd of ODD) {
      for (let at = 0; at < 12; at++) {
        const [a, b] = pair(12, at, EXTREMES);
        const marked = a.with(at, odd);
        for (const [x, y] of [
          [marked, b],
          [b, marked],
          [marked, marked],
        ] as const) {
          assert.equal(kernel.differences(x, y, 0, 12, 0, 0).isFinite, false, `${odd} at ${at}`);
        }
      }
    }
  });

  it('raises for what is above and not for what equals, at every position, and never relative to zero', () => {
    for (let at = 0; at < 8; at++) {
      const a = new Float32Array(8).fill(0.5);
      const b = a.with(at, 0.75);
      const raises = (one: Float32Array, other: Float32Array, largest: number, relative: number): boolean =>
        kernel.differences(one, other, 0, 8, largest, relative).raises;
      assert.deepEqual(
        [raises(a, b, 0.25, 0.5), raises(a, b, 0.2499999999, 0.5), raises(a, b, 0.25, 0.4999999999)],
        [false, true, true],
      );
      for (const zero of [0, -0]) assert.equal(raises(a.with(at, zero), a.with(at, LEAST), LEAST, 0), false);
      assert.equal(raises(a.with(at, LEAST), a.with(at, 2 * LEAST), LEAST, 0.9), true);
    }
  });
});

describe('a meter over the fast kernel', () => {
  it('gives the counts and largest errors of the reference to the bit, with their places, and its SQNR', () => {
    for (const length of [0, 1, 2, 3, 4, 5, 7, 9, BLOCK - 1, BLOCK + 3, 3 * BLOCK + 6]) {
      for (const special of [EXTREMES, [0, 1], [...EXTREMES, ...ODD]]) {
        const [a, b] = pair(length, length, special);
        const [ours, theirs] = [fast(), referenceKernel()].map(kernel => {
          const meter = new DifferenceMeter(kernel);
          const half = Math.floor(length / 2);
          meter.add(a.subarray(0, half), b.subarray(0, half));
          meter.add(a.subarray(half), b.subarray(half));
          const { sqnrDb, ...exact } = meter.result([length]);
          return { sqnrDb, exact: { ...exact, zeros: [meter.zerosOfA, meter.zerosOfB] } };
        });
        assert.deepEqual(ours?.exact, theirs?.exact);
        assert.equal(ours?.sqnrDb === null, theirs?.sqnrDb === null);
        assert(Math.abs((ours?.sqnrDb ?? 0) - (theirs?.sqnrDb ?? 0)) < 1e-9);
      }
    }
  });

  it('finds errors that grow from element to element, each the largest so far', () => {
    const length = 2 * BLOCK + 5;
    const a = new Float32Array(length).fill(1);
    const b = a.map((x, i) => x + i * 2 ** -20);
    const meter = new DifferenceMeter(fast());
    meter.add(a, b);
    const { largestError, largestErrorAt, largestRelativeError, changed } = meter.result([length]);
    const expected = (length - 1) * 2 ** -20;
    assert.deepEqual([largestError, largestErrorAt, largestRelativeError], [expected, [length - 1], expected]);
    assert.equal(changed, length - 1);
  });
});
