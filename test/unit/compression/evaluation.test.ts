import assert from 'node:assert/strict';
import { AccuracyMeter, predictedClasses } from '../../../src/compression/evaluation/accuracy';
import { FidelityMeter } from '../../../src/compression/evaluation/fidelity';
import { alternate } from '../../../src/compression/gate/alternate';
import type { Tensor } from '../../../src/model/tensor';

function floats(shape: readonly number[], ...values: number[]): Tensor {
  return { dtype: 'float32', shape, data: Float32Array.from(values) };
}

describe('fidelity of outputs', () => {
  it('follows the formulas over all runs', () => {
    const meter = new FidelityMeter('y');
    meter.add(floats([1, 2], 3, 4), floats([1, 2], 3, 3));
    meter.add(floats([1, 2], 0, 12), floats([1, 2], 1, 12));
    const result = meter.result();
    // Σx² = 9 + 16 + 144, Σ(x − y)² = 1 + 1, Σy² = 9 + 9 + 1 + 144, Σxy = 9 + 12 + 144
    assert.ok(Math.abs((result?.sqnrDb ?? 0) - 10 * Math.log10(169 / 2)) < 1e-9);
    assert.ok(Math.abs((result?.cosine ?? 0) - 165 / Math.sqrt(169 * 163)) < 1e-9);
    assert.equal(result?.largestError, 1);
    // The first run's answers are 1 and 0: of equals, the first counts.
    assert.equal(result?.top1Agreement, 0.5);
  });

  it('calls equal outputs identical, NaN and infinity included', () => {
    const meter = new FidelityMeter('y');
    const odd = floats([3], Number.NaN, Number.POSITIVE_INFINITY, 1);
    meter.add(odd, odd);
    const result = meter.result();
    assert.equal(result?.sqnrDb, null);
    assert.equal(result?.largestError, 0);
    assert.equal(result?.cosine, 1);
  });

  it('counts elements that are not numbers in one output only, and measures the others', () => {
    const meter = new FidelityMeter('y');
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    meter.add(floats([5], 1, 2, nan, infinity, 3), floats([5], 1, nan, 4, -infinity, 2));
    const result = meter.result();
    assert.equal(result?.notFinite, 3);
    assert.ok(Math.abs((result?.sqnrDb ?? 0) - 10 * Math.log10(10 / 1)) < 1e-9);
    assert.equal(result?.largestError, 1);
  });

  it('gives numbers that JSON can hold, whatever the outputs are', () => {
    for (const [from, to] of [
      [floats([2], 0, 0), floats([2], 1, 2)],
      [floats([1], 3e38), floats([1], -3e38)],
      [
        { dtype: 'float64', shape: [1], data: Float64Array.of(1e300) },
        { dtype: 'float64', shape: [1], data: Float64Array.of(2e300) },
      ],
    ] as const) {
      const meter = new FidelityMeter('y');
      meter.add(from, to);
      const result = meter.result();
      assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
    }
  });

  it('does not compare different shapes, and counts them', () => {
    const meter = new FidelityMeter('boxes');
    meter.add(floats([2], 1, 2), floats([3], 1, 2, 3));
    assert.equal(meter.result(), null);
    assert.equal(meter.unequal, 1);
  });

  it('reads 16-bit floats and 64-bit integers', () => {
    const meter = new FidelityMeter('h');
    meter.add(
      { dtype: 'float16', shape: [2], data: Uint16Array.of(0x3c00, 0x4000) },
      { dtype: 'float16', shape: [2], data: Uint16Array.of(0x3c00, 0x4200) },
    );
    assert.equal(meter.result()?.largestError, 1);
    const integers = new FidelityMeter('i');
    integers.add(
      { dtype: 'int64', shape: [2], data: BigInt64Array.of(5n, -7n) },
      { dtype: 'int64', shape: [2], data: BigInt64Array.of(5n, -4n) },
    );
    assert.equal(integers.result()?.largestError, 3);
    assert.equal(integers.result()?.top1Agreement, null);
  });
});

describe('accuracy', () => {
  it('reads classes from scores and from indices', () => {
    assert.deepEqual(predictedClasses(floats([2, 3], 0, 5, 1, 9, 2, 3), 2), [1, 0]);
    assert.deepEqual(predictedClasses(floats([1, 3, 1, 1], 0, 5, 1), 1), [1]);
    assert.deepEqual(predictedClasses({ dtype: 'int64', shape: [2], data: BigInt64Array.of(4n, 1n) }, 2), [4, 1]);
    assert.equal(predictedClasses(floats([2, 3, 4], ...new Array(24).fill(0)), 2), null);
    assert.equal(predictedClasses(floats([3], 1, 2, 3), 3), null);
  });

  it('counts right answers of both models', () => {
    const meter = new AccuracyMeter('y');
    meter.add([1, 2], [1, 0], [1, 2]);
    meter.add([0], [0], [3]);
    assert.deepEqual(meter.result(), { samples: 3, source: 2 / 3, target: 1 / 3, output: 'y' });
  });
});

describe('alternating rounds', () => {
  it('times each contender in every round, in changing order, within the budget', async () => {
    let now = 0;
    const order: string[] = [];
    const contender = (name: string, milliseconds: number) => async (): Promise<void> => {
      order.push(name);
      now += milliseconds;
    };
    const times = await alternate([contender('a', 10), contender('b', 20)], {
      clock: () => now,
      seed: 3,
      rounds: 1000,
      leastRounds: 4,
      budgetMs: 2000,
      check: () => undefined,
    });
    assert.ok((times[0]?.length ?? 0) >= 4 && (times[0]?.length ?? 0) < 100);
    assert.equal(times[0]?.length, times[1]?.length);
    assert.ok(times[0]?.flat().every(time => time === 10));
    assert.ok(times[1]?.flat().every(time => time === 20));
    const rounds = order.slice(8).join('').match(/.{4}/g) ?? [];
    assert.deepEqual(new Set(rounds), new Set(['aabb', 'bbaa']));
  });

  it('stops when asked', async () => {
    const stop = new Error('stop');
    const running = alternate([async () => undefined], {
      clock: () => 0,
      seed: 1,
      rounds: 10,
      leastRounds: 1,
      budgetMs: 10,
      check: () => {
        throw stop;
      },
    });
    await assert.rejects(running, stop);
  });
});
