import assert from 'node:assert/strict';
import { heatScale, type ScaleWish } from '../../../../webview/heat/heatScale';

const usual: ScaleWish = { kind: 'auto', isShare: false, isLevel: false, hot: 'high', print: String };

function scaleOf(values: readonly number[], wish: Partial<ScaleWish> = {}) {
  return heatScale(Float64Array.from(values), { ...usual, ...wish });
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-12 * Math.max(1, Math.abs(expected)), `${actual} instead of ${expected}`);
}

describe('heat scale', () => {
  it('is logarithmic where values differ by a factor of thousand, and linear from zero where they do not', () => {
    assert.equal(scaleOf([1, 999]).kind, 'linear');
    assert.equal(scaleOf([1, 1000]).kind, 'log');
    assert.equal(scaleOf([0, 1, 1000]).kind, 'log');
    const linear = scaleOf([25, 100]);
    assert.deepEqual([0, 25, 50, 100].map(linear.position), [0, 0.25, 0.5, 1]);
    assert.deepEqual([0, 0.5, 1].map(linear.at), [0, 50, 100]);
  });

  it('makes equal factors equal steps', () => {
    const scale = scaleOf([10, 1000, 100_000], { kind: 'log' });
    for (const [value, position] of [
      [10, 0],
      [100, 0.25],
      [1000, 0.5],
      [10_000, 0.75],
      [100_000, 1],
    ] as const) {
      near(scale.position(value), position);
      near(scale.at(position), value);
    }
  });

  it('keeps zero apart from the least that is more', () => {
    const scale = scaleOf([0, 1, 100], { kind: 'log' });
    assert.equal(scale.position(0), 0);
    assert.equal(scale.position(1), scale.start);
    assert.ok(scale.start > 0);
    near(scale.position(10), (1 + scale.start) / 2);
    assert.deepEqual([0, scale.start, 1].map(scale.at), [0, 1, 100]);
    assert.equal(scale.isBeyond(0), false);
  });

  it('spans shares from 0 to 100 % whatever occurs, so that colours compare between models', () => {
    const scale = scaleOf([0.1, 0.2], { isShare: true });
    assert.deepEqual([0, 0.25, 1].map(scale.position), [0, 0.25, 1]);
    assert.deepEqual(scale.notes, []);
  });

  it('clamps groups beyond its end, and tells so', () => {
    const scale = scaleOf([1, 2, 4]);
    assert.equal(scale.position(9), 1);
    assert.deepEqual([4, 4.1].map(scale.isBeyond), [false, true]);
  });

  it('lies around zero where values have both signs', () => {
    const scale = scaleOf([-1, 0, 4]);
    assert.equal(scale.isTwoSided, true);
    assert.deepEqual([-4, -1, 0, 2, 4].map(scale.position), [0, 0.375, 0.5, 0.75, 1]);
    assert.deepEqual([0, 0.5, 1].map(scale.at), [-4, 0, 4]);
  });

  it('takes no logarithm of values below zero, and says why', () => {
    const scale = scaleOf([-1, 5], { kind: 'log' });
    assert.equal(scale.kind, 'linear');
    assert.match(scale.notes.join(), /below zero/);
  });

  it('begins levels at the lowest, and turns round where low is what to look at', () => {
    const scale = scaleOf([10, 30, 50], { isLevel: true, hot: 'low' });
    assert.deepEqual([10, 30, 50, Number.POSITIVE_INFINITY].map(scale.position), [1, 0.5, 0, 0]);
    assert.deepEqual([0, 1].map(scale.at), [50, 10]);
    assert.equal(scaleOf([-3, 40], { isLevel: true }).isTwoSided, false);
  });

  it('does not let one outlier make everything else pale, and tells how many are clamped', () => {
    const values = Array.from({ length: 99 }, (_, i) => 1 + i / 100);
    const scale = scaleOf([...values, 5000], { kind: 'linear' });
    // Nearest rank of 98 % of 100 values: the 98th, 1.97.
    near(scale.high, 1.97);
    assert.equal(scale.position(5000), 1);
    assert.deepEqual(
      scale.notes.map(note => note.replace(/above [\d.]+/, 'above x')),
      ['2 nodes above x drawn as that'],
    );
    assert.equal(scaleOf([1, 1, 5000], { kind: 'linear' }).high, 5000, 'few values have no outliers');
  });

  it('does not let one tiny value stretch a logarithmic scale', () => {
    const values = Array.from({ length: 99 }, (_, i) => 1 + i);
    const scale = scaleOf([1e-30, ...values], { kind: 'log' });
    assert.equal(scale.low, 1);
    assert.equal(scale.position(1e-30), 0);
    assert.match(scale.notes.join(), /^1 node below 1 drawn as that$/);
  });

  it('stands nothing, zeros only, one value, NaN and infinity', () => {
    assert.equal(scaleOf([]).position(3), 0);
    assert.deepEqual([scaleOf([0, 0]).position(0), scaleOf([0, 0], { kind: 'log' }).position(0)], [0, 0]);
    assert.equal(scaleOf([7]).position(7), 1);
    assert.equal(scaleOf([7, 7], { kind: 'log' }).position(7), 1);
    assert.equal(scaleOf([20, 20], { isLevel: true }).position(20), 0.5);
    const scale = scaleOf([Number.NaN, 1, 3, Number.POSITIVE_INFINITY]);
    assert.equal(scale.high, 3);
    assert.equal(scale.position(Number.POSITIVE_INFINITY), 1);
    assert.ok(Number.isNaN(scale.position(Number.NaN)));
  });

  it('spans the largest numbers there are', () => {
    const most = Number.MAX_VALUE;
    const scale = scaleOf([-most, most]);
    assert.deepEqual([-most, 0, most].map(scale.position), [0, 0.5, 1]);
    assert.deepEqual([0, 0.5, 1].map(scale.at), [-most, 0, most]);
    near(scaleOf([5e-324, most], { kind: 'log' }).position(most), 1);
  });
});
