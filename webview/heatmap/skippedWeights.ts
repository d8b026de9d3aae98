import type { WeightReport } from '../../src/shared/reports/weightReport';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';

/** The weights that could not be measured, and why; nothing when there are none. */
export function skippedWeights(report: WeightReport | null): readonly HTMLElement[] {
  if (report === null || report.skipped.length === 0) return [];
  const rows = report.skipped.map(weight =>
    element(
      'li',
      {},
      element('span', { class: 'mono', text: weight.name }),
      element('span', { class: 'quiet', text: ` ${weight.reason}` }),
    ),
  );
  return [
    element(
      'details',
      { class: 'skipped', testId: 'heat-skipped' },
      element('summary', { text: `${formatInteger(report.skipped.length)} weights without figures` }),
      element('ul', { class: 'plain-list' }, ...rows),
    ),
  ];
}
