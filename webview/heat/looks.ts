import type { Heat } from './heat';

/** How something of a position on a scale looks. */
export interface Look {
  readonly background: string;
  readonly text: string;
}

/** Colours of the heat map in the theme in force. */
export interface HeatColors {
  /** Background and text at a position of a one-sided scale, 0 to 1. */
  at(position: number): Look;
  /** The same for scales around zero, which is at 0.5. */
  twoSided(position: number): Look;
}

/** The colours of a figure's own kind of scale. */
export function looksOf(heat: Heat, colors: HeatColors): (position: number) => Look {
  return heat.scale.isTwoSided ? colors.twoSided : colors.at;
}
