import { readTheme, type Theme } from '../ui/theme';
import { colorScale, cssColor, parseColor, type Rgb, readableOn, twoSidedScale } from './colorScale';
import type { HeatColors, Look } from './looks';

/** Steps of a scale: more could not be told apart, and each is a colour that is made once. */
const STEPS = 256;

const GREY: Rgb = { red: 128, green: 128, blue: 128 };

export function heatColors(): HeatColors {
  const theme = readTheme();
  const background = resolve(theme, '--vscode-editor-background');
  const isDark = background.red + background.green + background.blue < 384;
  const blue = resolve(theme, '--vscode-charts-blue');
  const far = resolve(theme, isDark ? '--vscode-charts-green' : '--vscode-charts-purple');
  const red = resolve(theme, '--vscode-charts-red');
  return {
    at: stepwise(colorScale(background, blue, far)),
    twoSided: stepwise(twoSidedScale(background, blue, red)),
  };
}

function stepwise(scale: (position: number) => Rgb): (position: number) => Look {
  const known = new Map<number, Look>();
  return position => {
    const step = Math.round(Math.min(1, Math.max(0, position)) * STEPS);
    const made = known.get(step);
    if (made !== undefined) return made;
    const color = scale(step / STEPS);
    const look = { background: cssColor(color), text: readableOn(color) };
    known.set(step, look);
    return look;
  };
}

/** Lets a canvas work out the colour, whatever notation the theme uses. */
function resolve(theme: Theme, variable: string): Rgb {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return GREY;
  context.fillStyle = theme.color(variable);
  return parseColor(String(context.fillStyle)) ?? GREY;
}
