import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/analysis/random';
import { calibrate } from '../../../src/compression/calibration/calibrate';
import { entropyRange, windowDivergence } from '../../../src/compression/calibration/entropyRange';
import { RangeHistogram } from '../../../src/compression/calibration/histogram';
import { mseRange, squaredError } from '../../../src/compression/calibration/mseRange';
import { percentileRange } from '../../../src/compression/calibration/percentileRange';
import type { ActivationRange, RangeMethod } from '../../../src/compression/calibration/range';
import { Workpiece } from '../../../src/compression/graph/workpiece';
import {
  asymmetricUint8,
  dequantizeValue,
  quantizeValue,
  UINT8,
} from '../../../src/compression/quantization/arithmetic';
import { Scratch } from '../../../src/compression/scratch';
import type { Tools } from '../../../src/compression/tools';
import { openFileSource } from '../../../src/formats/fileSource';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { openWeightFiles } from '../../../src/formats/weightReader';
import type { Tensor } from '../../../src/model/tensor';
import { createRuntime } from '../../../src/worker/runtime';
import { graphBuilder } from '../../fixtures/builders/onnxModel';
import { testFolder, writeModel } from './harness';

/** Two-sided values with rare large ones, as activations of trained networks have. */
function heavyTailed(count: number): Float32Array {
  const random = seededRandom(2);
  return Float32Array.from({ length: count }, () => {
    const value = (random() + random() + random() - 1.5) * 2;
    return random() < 0.00001 ? value * 15 : value;
  });
}

function histogramOf(values: Float32Array): RangeHistogram {
  const sorted = values.slice().sort();
  const histogram = new RangeHistogram(Math.min(0, sorted[0] ?? 0), Math.max(0, sorted.at(-1) ?? 0));
  histogram.add(values);
  return histogram;
}

function realError(values: Float32Array, { min, max }: ActivationRange): number {
  const code = asymmetricUint8(min, max);
  return values.reduce(
    (sum, value) => sum + (value - dequantizeValue(quantizeValue(value, code, UINT8), code)) ** 2,
    0,
  );
}

describe('choosing ranges', () => {
  const values = heavyTailed(2_000_000);
  const histogram = histogramOf(values);
  const full = { min: histogram.low, max: histogram.high };

  it('counts every value once, zeros apart', () => {
    const counts = new RangeHistogram(-1, 3, 4);
    counts.add(Float32Array.of(-1, -0.5, 0, 0, 0.5, 1.5, 2.5, 3, 7, -9, Number.NaN, Number.POSITIVE_INFINITY));
    assert.deepEqual([...counts.counts], [3, 1, 1, 3]);
    assert.equal(counts.zeros, 2);
    assert.equal(counts.notFinite, 2);
    assert.equal(counts.total(), 10);
    assert.equal(counts.center(0), -0.5);
  });

  it('cuts the tails by percentile', () => {
    const { min, max } = percentileRange(histogram);
    const outside = values.filter(value => value < min || value > max).length;
    assert.ok(outside > 0 && outside <= values.length * 1e-5, `${outside}`);
    assert.ok(max < full.max && min > full.min);
  });

  it('never cuts off zero', () => {
    const positive = histogramOf(values.map(Math.abs));
    for (const method of [percentileRange, mseRange, entropyRange] satisfies RangeMethod[]) {
      const { min, max } = method(positive);
      assert.equal(min, 0);
      assert.ok(max > 0);
    }
  });

  it('finds a range with less error than the whole, and none of its neighbours has less', () => {
    const chosen = mseRange(histogram);
    assert.ok(realError(values, chosen) < 0.5 * realError(values, full));
    const least = squaredError(histogram, chosen);
    for (const factor of [0.98, 1.02]) {
      assert.ok(squaredError(histogram, { ...chosen, max: chosen.max * factor }) >= least * 0.98);
    }
  });

  it('keeps the whole range of evenly spread values', () => {
    const random = seededRandom(4);
    const even = histogramOf(Float32Array.from({ length: 100_000 }, () => random() * 2 - 1));
    for (const method of [mseRange, entropyRange] satisfies RangeMethod[]) {
      const { min, max } = method(even);
      assert.ok(min < -0.97 && max > 0.97, `${min} ${max}`);
    }
  });

  it('cuts rare outliers by divergence', () => {
    const chosen = entropyRange(histogram);
    assert.ok(chosen.max < 0.5 * full.max && chosen.max > 2, `${chosen.max} of ${full.max}`);
    assert.ok(chosen.min > 0.5 * full.min && chosen.min < -2, `${chosen.min} of ${full.min}`);
  });

  it('measures divergence by its formula', () => {
    // 512 bins in pairs per level: P = (1, 3) in each pair, Q = (2, 2); KL = Σ P ln(P / Q).
    const counts = Float64Array.from({ length: 512 }, (_, bin) => (bin % 2 === 0 ? 1 : 3));
    const expected = 0.25 * Math.log(1 / 2) + 0.75 * Math.log(3 / 2);
    assert.ok(Math.abs(windowDivergence(counts, 0, 512) - expected) < 1e-4);
    const even = new Float64Array(512).fill(7);
    assert.ok(Math.abs(windowDivergence(even, 0, 512)) < 1e-12);
  });
});

describe('calibrating a model', () => {
  const folder = testFolder();

  async function observe(runs: readonly Tensor[], method: RangeMethod | null) {
    const graph = graphBuilder()
      .input('x', 'float32', ['N', 'M'])
      .node('Neg', ['x'], ['n'])
      .node('Sqrt', ['n'], ['s'])
      .output('s', 'float32', null);
    const model = await writeModel(folder.file('model.onnx'), graph);
    const source = await openFileSource(model);
    const files = openWeightFiles(model, source);
    const scratch = new Scratch(folder.file('out.onnx'), model, () => undefined);
    const tools: Tools = {
      runtime: await createRuntime(),
      threads: 1,
      clock: () => performance.now(),
      scratch,
      progress: () => undefined,
      checkCancelled: () => undefined,
    };
    try {
      const work = new Workpiece((await readOnnx(source)).skeleton, files);
      const samples = { count: runs.length, at: (run: number) => new Map([['x', runs[run] as Tensor]]) };
      return await calibrate(work, source, ['x', 'n', 's'], samples, method, tools);
    } finally {
      await scratch.clear();
      await files.close();
      await source.close();
    }
  }

  it('sees every run, whatever its shape', async () => {
    const observed = await observe(
      [
        { dtype: 'float32', shape: [1, 2], data: Float32Array.of(-1, -4) },
        { dtype: 'float32', shape: [2, 3], data: Float32Array.of(-9, -0.25, 0, -1, -1, -1) },
        { dtype: 'float32', shape: [1, 1], data: Float32Array.of(-2) },
      ],
      null,
    );
    assert.deepEqual(observed.get('x'), { range: { min: -9, max: 0 }, shape: [1, 2] });
    assert.deepEqual(observed.get('s'), { range: { min: 0, max: 3 }, shape: [1, 2] });
  });

  it('tells values that were not numbers, in any run', async () => {
    const observed = await observe(
      [
        { dtype: 'float32', shape: [1, 1], data: Float32Array.of(-1) },
        { dtype: 'float32', shape: [1, 2], data: Float32Array.of(4, -1) },
      ],
      percentileRange,
    );
    assert.equal(observed.get('s')?.range, null);
    assert.notEqual(observed.get('n')?.range, null);
  });

  it('hands the method the distribution over all runs', async () => {
    const seen: RangeHistogram[] = [];
    await observe(
      [
        { dtype: 'float32', shape: [1, 3], data: Float32Array.of(-1, -2, 0) },
        { dtype: 'float32', shape: [2, 1], data: Float32Array.of(-3, -4) },
      ],
      histogram => {
        seen.push(histogram);
        return { min: 0, max: 1 };
      },
    );
    assert.deepEqual(
      seen.map(histogram => [histogram.low, histogram.high, histogram.total(), histogram.zeros]),
      [
        [-4, 0, 5, 1],
        [0, 4, 5, 1],
        [0, 2, 5, 1],
      ],
    );
  });
});
