import { colorScale, parseColor, type Rgb } from '../heat/colorScale';
import { readTheme, type Theme } from '../ui/theme';

/** Steps of colour on each side of the middle. */
const STEPS = 255;

const GREY: Rgb = { red: 128, green: 128, blue: 128 };

/** Colours of numbers around a middle, in the theme in force: nearer to the page's own colour the nearer to the middle. */
export class DivergingColors {
  /** Packed as canvases have pixels, from the lowest number to the highest. */
  readonly #packed: Uint32Array;
  readonly #rgb: readonly Rgb[];
  readonly nan: Rgb;
  readonly infinite: Rgb;

  constructor(background: Rgb, low: Rgb, high: Rgb, nan: Rgb, infinite: Rgb) {
    const down = colorScale(background, low, low);
    const up = colorScale(background, high, high);
    this.#rgb = Array.from({ length: 2 * STEPS + 1 }, (_, i) =>
      i < STEPS ? down((STEPS - i) / STEPS) : up((i - STEPS) / STEPS),
    );
    this.#packed = Uint32Array.from(this.#rgb, packed);
    this.nan = nan;
    this.infinite = infinite;
  }

  /** Colour at a position from -1 to 1. */
  at(position: number): Rgb {
    return this.#rgb[indexOf(position)] ?? GREY;
  }

  pixel(position: number): number {
    return this.#packed[indexOf(position)] ?? 0;
  }
}

function indexOf(position: number): number {
  return STEPS + Math.round(STEPS * Math.min(1, Math.max(-1, position)));
}

/** A pixel as little-endian machines keep it: red, green, blue, opaque. */
export function packed({ red, green, blue }: Rgb): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

export function divergingColors(): DivergingColors {
  const theme = readTheme();
  const read = (variable: string): Rgb => resolve(theme, variable);
  return new DivergingColors(
    read('--vscode-editor-background'),
    read('--vscode-charts-blue'),
    read('--vscode-charts-orange'),
    read('--vscode-charts-purple'),
    read('--vscode-charts-green'),
  );
}

/** Lets a canvas work out the colour, whatever notation the theme uses. */
function resolve(theme: Theme, variable: string): Rgb {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return GREY;
  context.fillStyle = theme.color(variable);
  return parseColor(String(context.fillStyle)) ?? GREY;
}
