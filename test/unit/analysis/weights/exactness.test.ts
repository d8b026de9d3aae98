import assert from 'node:assert/strict';
import { fastWorkspace, referenceWorkspace, type Workspace } from '../../../../src/analysis/weights/kernels/workspace';
import { measureIn } from '../../../../src/analysis/weights/measureWeight';
import { DTYPES, type DType, packedBytes } from '../../../../src/model/dtype';
import { decodeElements } from '../../../../src/model/elements';
import type { Weight } from '../../../../src/model/model';
import type { WeightFigures } from '../../../../src/shared/reports/weightReport';
import { modelOf } from '../../../fixtures/builders/neutralModel';
import { exactFigures } from './exactFigures';
import { byDefinition } from './measured';
import { randomBytes } from './randomBytes';

const BINS = 32;
const NEAR_ZERO = 0.05;

/** A workspace with each kind of kernels. */
function workspaces(): readonly (readonly [name: string, workspace: Workspace])[] {
  const fast = fastWorkspace();
  assert(fast !== null);
  return [
    ['WebAssembly', fast],
    ['TypeScript', referenceWorkspace()],
  ];
}

async function figuresOf(
  workspace: Workspace,
  dtype: DType,
  bytes: Uint8Array,
  elements: number,
): Promise<WeightFigures> {
  const weight: Weight = {
    name: 'w',
    dtype,
    shape: [elements],
    elements,
    bytes: bytes.length,
    payload: { kind: 'inline', bytes },
    sparse: null,
    doc: '',
  };
  const model = modelOf({ weights: [weight] });
  const chunksOf = async function* () {
    // Whole elements of every type: three bytes are four fields of 6 bits.
    for (let at = 0; at < bytes.length; at += 2400) yield bytes.subarray(at, at + 2400);
  };
  const located = { graph: model.graph.id, name: 'w', weight, node: null };
  workspace.reset();
  return measureIn(workspace, model, located, chunksOf, { bins: BINS, nearZero: NEAR_ZERO });
}

function close(ours: number | null, exact: number, scale: number, what: string): void {
  assert(
    ours !== null && Math.abs(ours - exact) <= 1e-13 * scale + Number.MIN_VALUE,
    `${what}: ${ours}, exactly ${exact}`,
  );
}

/** Checks every figure against exact arithmetic. */
function check(figures: WeightFigures, values: readonly number[]): void {
  const finite = values.filter(Number.isFinite);
  const exact = exactFigures(finite);
  const largest = finite.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  assert.deepEqual(figures.percentiles, exact.percentiles);
  assert.equal(figures.outliers, exact.outliers);
  close(figures.mean, exact.mean, largest, 'mean');
  // The deviation of numbers far from zero cannot be better than a number near them is.
  close(figures.std, exact.std, exact.std + largest * 1e-3, 'std');
  const plain = byDefinition(values, BINS, NEAR_ZERO);
  const { zeros, nearZeros, nan, infinite, min, max } = figures;
  assert.deepEqual(
    { zeros, nearZeros, nan, infinite, min, max },
    { ...pick(plain), min: plain.min + 0, max: plain.max + 0 },
  );
  if (figures.histogram !== null)
    assert.equal(
      figures.histogram.counts.reduce((a, b) => a + b, 0),
      finite.length,
    );
}

function pick({ zeros, nearZeros, nan, infinite }: ReturnType<typeof byDefinition>) {
  return { zeros, nearZeros, nan, infinite };
}

const NUMERIC = (Object.keys(DTYPES) as DType[]).filter(dtype =>
  ['float', 'int', 'uint', 'bool'].includes(DTYPES[dtype].kind),
);

function floats(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

describe('weight statistics agree with exact arithmetic', () => {
  for (const [name, workspace] of workspaces()) {
    for (const dtype of NUMERIC) {
      it(`on random patterns of ${dtype}, kernels in ${name}`, async () => {
        // More than are listed and sorted one by one.
        const elements = 6001;
        const bytes = randomBytes(packedBytes(dtype, elements), 7);
        // Random exponents of float64 are mostly too far apart for one histogram; the figures must hold all the same.
        const values = Array.from<number | bigint, number>(decodeElements(dtype, bytes, elements), Number);
        check(await figuresOf(workspace, dtype, bytes, elements), values);
      });
    }

    const normal = (seed: number, count: number): number[] => {
      const bytes = randomBytes(count * 12, seed);
      return Array.from(
        { length: count },
        (_, i) => bytes.subarray(12 * i, 12 * i + 12).reduce((a, b) => a + b, 0) / 256 - 6,
      );
    };
    const cases: ReadonlyMap<string, readonly number[]> = new Map([
      ['a bell curve', normal(1, 50_000).map(Math.fround)],
      ['a large mean and a tiny deviation', normal(2, 30_000).map(x => Math.fround(65_536 + x / 64))],
      ['denormals', normal(3, 5000).map(x => Math.fround(x * 1e-41))],
      [
        'signed zeros among little else',
        normal(4, 5000).map((x, i) => (i % 3 === 0 ? 0 : i % 3 === 1 ? -0 : Math.fround(x))),
      ],
      ['zeros of both signs alone', [0, -0, -0, 0, 0]],
      ['equal elements', new Array(5000).fill(Math.fround(-0.1))],
      ['one element', [Math.fround(3.3)]],
      ['two elements', [-1, 5]],
      ['the largest magnitudes', normal(5, 6000).map(x => Math.fround(x * 5e37))],
      ['a few enormous outliers', normal(6, 40_000).map((x, i) => Math.fround(i % 9001 === 5 ? x * 1e30 : x * 1e-3))],
      ['a first element unlike the others', normal(7, 40_000).map((x, i) => Math.fround(i === 0 ? 1e6 : x * 1e-3))],
      ['neighbouring values in one bucket', normal(8, 40_000).map((_, i) => Math.fround(1 + (i % 1000) * 2 ** -23))],
      [
        'both sides of one bucket',
        normal(9, 40_000).map((x, i) => Math.fround((i % 2 === 0 ? 1 : -1) * (1 + Math.abs(x) * 2 ** -20))),
      ],
    ]);
    for (const [what, values] of cases) {
      it(`on float32 with ${what}, kernels in ${name}`, async () => {
        check(await figuresOf(workspace, 'float32', floats(values), values.length), values);
      });
      it(`on float64 with ${what}, kernels in ${name}`, async () => {
        const bytes = new Uint8Array(Float64Array.from(values).buffer);
        check(await figuresOf(workspace, 'float64', bytes, values.length), values);
      });
    }

    it(`on NaN with any payload and infinities among float32, kernels in ${name}`, async () => {
      const patterns = Uint32Array.from(normal(10, 20_000), (x, i) => {
        if (i % 50 === 0) return 0x7f800000;
        if (i % 50 === 1) return 0xff800000;
        if (i % 50 === 2) return 0x7f800001;
        if (i % 50 === 3) return 0xffc12345;
        return new Uint32Array(Float32Array.of(x).buffer)[0] ?? 0;
      });
      const bytes = new Uint8Array(patterns.buffer);
      check(await figuresOf(workspace, 'float32', bytes, patterns.length), [...new Float32Array(patterns.buffer)]);
    });

    it(`on no elements and on nothing finite, kernels in ${name}`, async () => {
      for (const values of [[], [Number.NaN, Infinity]]) {
        const { min, percentiles, outliers, zeros, nan, infinite } = await figuresOf(
          workspace,
          'float32',
          floats(values),
          values.length,
        );
        assert.deepEqual(
          { min, percentiles, outliers, zeros, nan, infinite },
          { min: null, percentiles: null, outliers: 0, zeros: 0, nan: values.length / 2, infinite: values.length / 2 },
        );
      }
    });
  }

  it('on float64 of extreme magnitudes', async () => {
    for (const unit of [1e300, 1e-300, 4.9e-324]) {
      const values = Array.from(
        { length: 6000 },
        (_, i) => (Math.round(Math.sin(i) * 1000) + 0) * unit * (unit > 1 ? 1e3 : 1),
      );
      const bytes = new Uint8Array(Float64Array.from(values).buffer);
      check(await figuresOf(referenceWorkspace(), 'float64', bytes, values.length), values);
    }
  });

  it('on more float64 in one bucket than are kept for sorting', async () => {
    const values = Array.from({ length: 600_000 }, (_, i) => 1 + ((i * 7919) % 600_000) * 2 ** -52);
    const bytes = new Uint8Array(Float64Array.from(values).buffer);
    const { percentiles, min, max } = await figuresOf(referenceWorkspace(), 'float64', bytes, values.length);
    const sorted = Float64Array.from(values).sort();
    const expected = [1, 10, 50, 250, 500, 750, 950, 990, 999].map(share => sorted[600 * share - 1]);
    assert.deepEqual(percentiles, expected);
    assert.deepEqual([min, max], [sorted[0], sorted.at(-1)]);
  });
});
