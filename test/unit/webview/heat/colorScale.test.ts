import assert from 'node:assert/strict';
import { colorScale, luminance, parseColor, type Rgb, readableOn, toOklch } from '../../../../webview/heat/colorScale';

const blue: Rgb = { red: 89, green: 164, blue: 249 };
const green: Rgb = { red: 137, green: 209, blue: 133 };
const pages: readonly (readonly [string, Rgb])[] = [
  ['dark', { red: 31, green: 31, blue: 31 }],
  ['light', { red: 255, green: 255, blue: 255 }],
  ['high contrast', { red: 0, green: 0, blue: 0 }],
];

describe('heat colours', () => {
  for (const [name, page] of pages) {
    it(`change evenly in lightness on a ${name} page`, () => {
      const scale = colorScale(page, blue, green);
      const lightness = Array.from({ length: 21 }, (_, i) => toOklch(scale(i / 20)).lightness);
      const total = (lightness.at(-1) ?? 0) - (lightness[0] ?? 0);
      assert.ok(Math.abs(total) > 0.5);
      for (let i = 1; i < lightness.length; i++) {
        const step = (lightness[i] ?? 0) - (lightness[i - 1] ?? 0);
        assert.ok(step / total > 0.01 && step / total < 0.12, `step ${i}: ${step}`);
      }
    });

    it(`carry text of at least 4.5 to 1 on a ${name} page`, () => {
      const scale = colorScale(page, blue, green);
      for (let i = 0; i <= 100; i++) {
        const color = scale(i / 100);
        const text = parseColor(readableOn(color));
        assert.ok(text !== null);
        const [low = 0, high = 0] = [luminance(color), luminance(text)].sort((a, b) => a - b);
        assert.ok((high + 0.05) / (low + 0.05) >= 4.49, `position ${i}`);
      }
    });
  }

  it('agree with published Oklab values', () => {
    // Ottosson's table of sample colours: sRGB red is L 0.628, a 0.225, b 0.126.
    const red = toOklch({ red: 255, green: 0, blue: 0 });
    assert.ok(Math.abs(red.lightness - 0.628) < 0.001);
    assert.ok(Math.abs(red.chroma * Math.cos(red.hue) - 0.225) < 0.001);
    assert.ok(Math.abs(red.chroma * Math.sin(red.hue) - 0.126) < 0.001);
  });

  it('read what a canvas writes', () => {
    assert.deepEqual(parseColor('#1f2e3d'), { red: 31, green: 46, blue: 61 });
    assert.deepEqual(parseColor('rgba(1, 2, 3, 0.5)'), { red: 1, green: 2, blue: 3 });
    assert.equal(parseColor('currentColor'), null);
  });
});
