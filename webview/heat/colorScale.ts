/** Colours in Oklab (Ottosson 2020, https://bottosson.github.io/posts/oklab/), where equal steps look equal. */

export interface Rgb {
  /** 0 to 255. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  /** Radians. */
  readonly hue: number;
}

/** Lightness range left between the scale's low end and the page, so the lowest cells are still seen as cells. */
const LOW_STEP = 0.05;
const DARK_PAGE_HIGH = 0.9;
const LIGHT_PAGE_HIGH = 0.36;
const CHROMA = 0.13;

/**
 * A sequential scale for a page of the given background: lightness runs evenly from near the background to far from it,
 * so order is seen by brightness alone, while the hue turns from one theme colour to another.
 */
export function colorScale(background: Rgb, lowHue: Rgb, highHue: Rgb): (position: number) => Rgb {
  const page = toOklch(background);
  const isDark = page.lightness < 0.5;
  const low = isDark ? page.lightness + LOW_STEP : page.lightness - LOW_STEP;
  const high = isDark ? DARK_PAGE_HIGH : LIGHT_PAGE_HIGH;
  const start = toOklch(lowHue).hue;
  const turn = shortestTurn(start, toOklch(highHue).hue);
  return position => {
    const t = Math.min(1, Math.max(0, position));
    return fromOklch({
      lightness: low + (high - low) * t,
      chroma: CHROMA * Math.sqrt(t),
      hue: start + turn * t,
    });
  };
}

/**
 * A two-sided scale: near the background in the middle, from there evenly away from it to both ends, each in its own hue.
 */
export function twoSidedScale(background: Rgb, lowHue: Rgb, highHue: Rgb): (position: number) => Rgb {
  const below = colorScale(background, lowHue, lowHue);
  const above = colorScale(background, highHue, highHue);
  return position => (position < 0.5 ? below(1 - 2 * position) : above(2 * position - 1));
}

function shortestTurn(from: number, to: number): number {
  const turn = (to - from) % (2 * Math.PI);
  if (turn > Math.PI) return turn - 2 * Math.PI;
  return turn < -Math.PI ? turn + 2 * Math.PI : turn;
}

/** Black or white, whichever stands out more on the colour: at least 4.5 to 1 for every colour. */
export function readableOn(color: Rgb): string {
  return luminance(color) > 0.179 ? '#000000' : '#ffffff';
}

/** WCAG 2 relative luminance. */
export function luminance({ red, green, blue }: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

export function cssColor({ red, green, blue }: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** Reads what a canvas gives back for any colour: `#rrggbb` or `rgba(r, g, b, a)`; `null` for anything else. */
export function parseColor(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text);
  if (hex !== null) return rgb(hex.slice(1, 4).map(part => Number.parseInt(part, 16)));
  const parts = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(text);
  return parts === null ? null : rgb(parts.slice(1, 4).map(Number));
}

function rgb([red = 0, green = 0, blue = 0]: readonly number[]): Rgb {
  return { red, green, blue };
}

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function gamma(value: number): number {
  const c = Math.min(1, Math.max(0, value));
  return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
}

export function toOklch(color: Rgb): Oklch {
  const r = linear(color.red);
  const g = linear(color.green);
  const b = linear(color.blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, bb),
    hue: Math.atan2(bb, a),
  };
}

export function fromOklch({ lightness, chroma, hue }: Oklch): Rgb {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    red: gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    green: gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    blue: gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  };
}
