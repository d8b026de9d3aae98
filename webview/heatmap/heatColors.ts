import { readTheme, type Theme } from '../ui/theme';
import { colorScale, cssColor, parseColor, type Rgb, readableOn } from './colorScale';

/** Colours of the heat map in the theme in force. */
export interface HeatColors {
  /** Background and text of a cell at a position of the scale, 0 to 1. */
  at(position: number): { readonly background: string; readonly text: string };
}

const GREY: Rgb = { red: 128, green: 128, blue: 128 };

export function heatColors(): HeatColors {
  const theme = readTheme();
  const background = resolve(theme, '--vscode-editor-background');
  const isDark = background.red + background.green + background.blue < 384;
  const low = resolve(theme, '--vscode-charts-blue');
  const high = resolve(theme, isDark ? '--vscode-charts-green' : '--vscode-charts-purple');
  const scale = colorScale(background, low, high);
  return {
    at: position => {
      const color = scale(position);
      return { background: cssColor(color), text: readableOn(color) };
    },
  };
}

/** Lets a canvas work out the colour, whatever notation the theme uses. */
function resolve(theme: Theme, variable: string): Rgb {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return GREY;
  context.fillStyle = theme.color(variable);
  return parseColor(String(context.fillStyle)) ?? GREY;
}
