import type { PictureFacts } from '../../src/shared/protocol/weights';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { cssColor } from '../heat/colorScale';
import { formatNumber } from './formatNumber';
import type { Coloring } from './tileImages';

const STEPS = 17;

/** The colours with their numbers, what is beyond them, and what is no number. */
export function pictureLegend(coloring: Coloring, facts: PictureFacts | null): HTMLElement {
  const { colors, shown, middle, span } = coloring;
  const isShare = shown === 'zeros';
  const strip = element('div', { class: 'weight-strip', attributes: { 'aria-hidden': 'true' } });
  for (let i = 0; i < STEPS; i++) {
    const step = element('span');
    const position = i / (STEPS - 1);
    step.style.background = cssColor(colors.at(isShare ? position : 2 * position - 1));
    strip.append(step);
  }
  const numbers = isShare
    ? ['0 %', '50 %', '100 %']
    : [`≤ ${formatNumber(middle - span)}`, formatNumber(middle), `≥ ${formatNumber(middle + span)}`];
  const words = isShare
    ? 'Colours: share of zeros, 0 to 100 %'
    : `Colours: from ${numbers[0] ?? ''} over ${numbers[1] ?? ''} to ${numbers[2] ?? ''}`;
  return element(
    'div',
    { class: 'weight-legend', testId: 'weight-legend' },
    element(
      'div',
      { class: 'weight-ramp', role: 'img', label: words },
      strip,
      element('div', { class: 'weight-numbers' }, ...numbers.map(text => element('span', { text }))),
    ),
    ...(facts === null ? [] : factParts(coloring, facts)),
  );
}

function factParts({ colors }: Coloring, facts: PictureFacts): HTMLElement[] {
  const { min, max, finite, zeros, nan, infinite } = facts;
  const range =
    min === null || max === null ? 'no finite element' : `all: ${formatNumber(min)} to ${formatNumber(max)}`;
  const share = finite === 0 ? '' : `, ${formatPercent(zeros / finite)} zeros`;
  return [
    element('span', { class: 'quiet', text: `${range}${share}` }),
    ...(nan === 0 ? [] : [swatch(cssColor(colors.nan), `NaN: ${formatInteger(nan)}`)]),
    ...(infinite === 0 ? [] : [swatch(cssColor(colors.infinite), `infinite: ${formatInteger(infinite)}`)]),
  ];
}

function swatch(color: string, text: string): HTMLElement {
  const patch = element('span', { class: 'weight-swatch', attributes: { 'aria-hidden': 'true' } });
  patch.style.background = color;
  return element('span', { class: 'weight-mark' }, patch, element('span', { text }));
}
