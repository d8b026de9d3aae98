import { element } from '../dom';
import type { Metric } from '../state/viewState';
import type { HeatColors } from '../heat/heatColors';
import { METRIC_INFO, type MetricScale } from './metrics';

const STEPS = 9;
const NUMBERS = 5;

/** The colour scale with its numbers. */
export function heatLegend(metric: Metric, scale: MetricScale, colors: HeatColors): HTMLElement {
  const info = METRIC_INFO[metric];
  const strip = element('div', { class: 'heat-strip', attributes: { 'aria-hidden': 'true' } });
  for (let i = 0; i < STEPS; i++) {
    const step = element('span');
    step.style.background = colors.at(i / (STEPS - 1)).background;
    strip.append(step);
  }
  const numbers = element('div', { class: 'heat-numbers' });
  for (let i = 0; i < NUMBERS; i++) {
    numbers.append(element('span', { text: info.format(scale.at(i / (NUMBERS - 1))) }));
  }
  const note = info.scale === 'log' ? 'logarithmic' : 'linear';
  return element(
    'div',
    { class: 'heat-legend', role: 'img', testId: 'heat-legend', label: legendLabel(metric, scale) },
    element('span', { class: 'quiet', text: `${info.title}, ${note}` }),
    element('div', { class: 'heat-ramp' }, strip, numbers),
  );
}

function legendLabel(metric: Metric, scale: MetricScale): string {
  const info = METRIC_INFO[metric];
  return `Colour scale for ${info.title}: from ${info.format(scale.low)} to ${info.format(scale.high)}, ${info.scale === 'log' ? 'logarithmic' : 'linear'}`;
}
