import assert from 'node:assert/strict';
import {
  asymmetricUint8,
  dequantizeValue,
  INT8_SYMMETRIC,
  quantizeBias,
  quantizeValue,
  roundHalfToEven,
  symmetricScale,
  UINT8,
} from '../../../src/compression/quantization/arithmetic';

describe('quantization arithmetic', () => {
  it('rounds half to even', () => {
    const halves = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49999997, -126.5];
    assert.deepEqual(halves.map(roundHalfToEven).map(String), ['-2', '-2', '0', '0', '2', '2', '0', '-126']);
  });

  it('saturates, infinities included', () => {
    const code = { scale: 0.5, zeroPoint: 10 };
    assert.equal(quantizeValue(1000, code, UINT8), 255);
    assert.equal(quantizeValue(-1000, code, UINT8), 0);
    assert.equal(quantizeValue(Number.POSITIVE_INFINITY, code, UINT8), 255);
    assert.equal(quantizeValue(-1000, { scale: 1, zeroPoint: 0 }, INT8_SYMMETRIC), -127);
    assert.equal(dequantizeValue(12, code), 1);
  });

  it('makes an asymmetric code that holds zero exactly and reaches both ends', () => {
    for (const [min, max] of [
      [-1, 3],
      [0.5, 4],
      [-7, -2],
      [-0.001, 1000],
    ] as const) {
      const code = asymmetricUint8(min, max);
      assert.equal(dequantizeValue(quantizeValue(0, code, UINT8), code), 0);
      assert.ok(Math.abs(dequantizeValue(quantizeValue(max, code, UINT8), code) - max) <= code.scale);
      assert.ok(Math.abs(dequantizeValue(quantizeValue(min, code, UINT8), code) - min) <= code.scale);
    }
    assert.deepEqual(asymmetricUint8(0, 0), { scale: 1, zeroPoint: 0 });
    assert.deepEqual(asymmetricUint8(0, 255), { scale: 1, zeroPoint: 0 });
    assert.deepEqual(asymmetricUint8(-128, 127), { scale: 1, zeroPoint: 128 });
  });

  it('does not reach beyond the end of the range, where a fused Clip has its bound', () => {
    for (const bound of [6, 1, 20, 3.3, 0.1]) {
      const { scale, zeroPoint } = asymmetricUint8(0, bound);
      assert.ok((255 - zeroPoint) * scale <= bound, `${bound}`);
      assert.equal(scale, Math.fround(scale));
    }
  });

  it('gives a channel of zeros scale 1', () => {
    assert.equal(symmetricScale(0), 1);
    assert.equal(symmetricScale(1e-45), 1);
    assert.equal(symmetricScale(254), 2);
  });

  it('quantizes a bias with the product of the scales', () => {
    const { values, scales, weightScales } = quantizeBias(
      Float32Array.of(1, -0.5, 0),
      0.5,
      Float32Array.of(0.25, 0.125, 1),
    );
    assert.deepEqual([...values], [8, -8, 0]);
    assert.deepEqual([...scales], [0.125, 0.0625, 0.5]);
    assert.deepEqual([...weightScales], [0.25, 0.125, 1]);
  });

  it('raises the weight scale of a channel whose bias would overflow 32 bits', () => {
    const { values, scales, weightScales } = quantizeBias(Float32Array.of(1e6, 1), 1e-3, Float32Array.of(1e-6, 1e-6));
    assert.ok((weightScales[0] ?? 0) > 1e-6);
    assert.equal(weightScales[1], Math.fround(1e-6));
    assert.ok(Math.abs(values[0] ?? 0) <= 2 ** 30);
    const restored = (values[0] ?? 0) * (scales[0] ?? 0);
    assert.ok(Math.abs(restored - 1e6) < 1, `${restored}`);
  });
});
