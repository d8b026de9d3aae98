import { counted, formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { onThemeChange } from '../ui/theme';
import type { Heat } from './heat';
import { heatColors } from './heatColors';
import type { HeatContext, HeatPart } from './heatPart';
import type { HeatState } from './heatStore';
import { type HeatColors, looksOf } from './looks';
import { scaleTicks } from './ticks';

const STEPS = 32;
/** Room for a number, as a share of the ramp. */
const GAP = 0.2;

/**
 * The colour scale with its numbers, where the figure comes from, and what a reader must know. Hidden while there is no heat.
 * @param isCompact it lies over something, so what is not the scale is folded away until somebody asks
 */
export function heatLegend({ heat }: Pick<HeatContext, 'heat'>, isCompact = false): HeatPart {
  const made = element('div', { class: 'heat-legend', testId: 'heat-legend', hidden: true });
  let colors = heatColors();
  const show = (state: HeatState): void => {
    made.hidden = state.kind !== 'ready';
    const parts = isCompact ? compactParts : legendParts;
    made.replaceChildren(...(state.kind === 'ready' ? parts(state.heat, colors) : []));
  };
  const stopHeat = heat.onChange(show);
  const stopTheme = onThemeChange(() => {
    colors = heatColors();
    show(heat.state);
  });
  show(heat.state);
  return {
    element: made,
    dispose: () => {
      stopHeat();
      stopTheme();
    },
  };
}

function legendParts(heat: Heat, colors: HeatColors): readonly HTMLElement[] {
  const what = element('span', { class: 'heat-what' }, title(heat), source(heat));
  return [what, ramp(heat, colors), ...remarks(heat)];
}

function compactParts(heat: Heat, colors: HeatColors): readonly HTMLElement[] {
  const count = heat.notes.length;
  const more = count === 0 ? 'Source' : `Source, ${counted(count, 'note')}`;
  return [
    title(heat),
    ramp(heat, colors),
    element(
      'details',
      { class: 'heat-more quiet', testId: 'heat-more' },
      element('summary', { text: more }),
      source(heat),
      ...remarks(heat),
    ),
  ];
}

function title(heat: Heat): HTMLElement {
  return element('span', { class: 'heat-title', text: heat.title });
}

function source(heat: Heat): HTMLElement {
  return element('span', { class: 'heat-source quiet', text: `${heat.source}, ${scaleName(heat)}` });
}

/** What a reader must know. */
function remarks(heat: Heat): readonly HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (heat.missing > 0) parts.push(withoutFigure(heat));
  if (heat.notes.length > 0)
    parts.push(element('span', { class: 'heat-notes quiet', text: heat.notes.join(' · '), testId: 'heat-notes' }));
  return parts;
}

function ramp(heat: Heat, colors: HeatColors): HTMLElement {
  const look = looksOf(heat, colors);
  const band = element('div', { class: 'heat-band', attributes: { 'aria-hidden': 'true' } });
  for (let i = 0; i < STEPS; i++) {
    const step = element('span');
    const position = i / (STEPS - 1);
    step.style.background = look(position < heat.scale.start ? 0 : position).background;
    band.append(step);
  }
  const numbers = element('div', { class: 'heat-numbers', attributes: { 'aria-hidden': 'true' } });
  for (const { position, value } of scaleTicks(heat.scale, GAP)) {
    const number = element('span', { text: heat.print(value) });
    number.style.left = `${position * 100}%`;
    number.style.transform = `translateX(${-position * 100}%)`;
    numbers.append(number);
  }
  return element('div', { class: 'heat-ramp', role: 'img', label: legendLabel(heat) }, band, numbers);
}

function withoutFigure(heat: Heat): HTMLElement {
  const { missing } = heat;
  const text = missing === heat.values.length ? 'no node has a figure' : `${formatInteger(missing)} without a figure`;
  return element(
    'span',
    { class: 'heat-missing quiet', testId: 'heat-missing' },
    element('span', { class: 'heat-swatch no-figure', attributes: { 'aria-hidden': 'true' } }),
    element('span', { text }),
  );
}

function scaleName({ scale }: Heat): string {
  const name = scale.kind === 'log' ? 'logarithmic' : 'linear';
  return scale.isTwoSided ? `${name}, zero in the middle` : name;
}

function legendLabel(heat: Heat): string {
  const from = heat.print(heat.at(0));
  const to = heat.print(heat.at(1));
  return `Colour scale for ${heat.title}: from ${from} to ${to}, ${scaleName(heat)}`;
}
