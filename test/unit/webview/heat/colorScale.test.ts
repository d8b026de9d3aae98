import assert from 'node:assert/strict';
import {
  colorScale,
  luminance,
  parseColor,
  type Rgb,
  readableOn,
  toOklch,
  twoSidedScale,
} from '../../../../webview/heat/colorScale';

/** Background and chart colours of VS Code's themes. */
const themes: readonly (readonly [name: string, page: string, low: string, high: string, above: string])[] = [
  ['dark', '#1f1f1f', '#59a4f9', '#89d185', '#f14c4c'],
  ['light', '#ffffff', '#1a85ff', '#652d90', '#e51400'],
  ['dark high contrast', '#000000', '#59a4f9', '#89d185', '#f48771'],
  ['light high contrast', '#ffffff', '#1a85ff', '#652d90', '#b5200d'],
];

function color(text: string): Rgb {
  const parsed = parseColor(text);
  assert.ok(parsed !== null);
  return parsed;
}

/** WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe('heat colours', () => {
  for (const [name, page, low, high, above] of themes) {
    const scale = colorScale(color(page), color(low), color(high));
    const twoSided = twoSidedScale(color(page), color(low), color(above));

    it(`change evenly in lightness on a ${name} page`, () => {
      const lightness = Array.from({ length: 21 }, (_, i) => toOklch(scale(i / 20)).lightness);
      const total = (lightness.at(-1) ?? 0) - (lightness[0] ?? 0);
      assert.ok(Math.abs(total) > 0.5);
      for (let i = 1; i < lightness.length; i++) {
        const step = (lightness[i] ?? 0) - (lightness[i - 1] ?? 0);
        assert.ok(step / total > 0.01 && step / total < 0.12, `step ${i}: ${step}`);
      }
    });

    it(`carry text of at least 4.5 to 1 on a ${name} page`, () => {
      for (let i = 0; i <= 100; i++) {
        for (const each of [scale(i / 100), twoSided(i / 100)])
          assert.ok(contrast(each, color(readableOn(each))) >= 4.49, `position ${i}`);
      }
    });

    it(`around zero are palest in the middle and alike to both sides on a ${name} page`, () => {
      const distance = (position: number): number =>
        Math.abs(toOklch(twoSided(position)).lightness - toOklch(color(page)).lightness);
      for (let i = 0; i < 10; i++) {
        assert.ok(distance(0.5 + i / 20) < distance(0.55 + i / 20));
        assert.ok(Math.abs(distance(0.5 + i / 20) - distance(0.5 - i / 20)) < 0.03);
      }
      const turn = Math.abs(toOklch(twoSided(0)).hue - toOklch(twoSided(1)).hue);
      assert.ok(Math.min(turn, 2 * Math.PI - turn) > Math.PI / 3, 'signs have hues of their own');
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
