import type { NodeStatus } from '../../src/shared/reports/compareReport';
import { element } from '../dom';

/** Every status in the order of the filters, with the sign that stands beside its word. */
export const STATUSES = ['added', 'removed', 'changed', 'renamed', 'same'] as const satisfies readonly NodeStatus[];

const SIGNS: Readonly<Record<NodeStatus, string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  renamed: '=',
  same: '·',
};

/** A status as a sign and a word; the color only repeats it. */
export function statusMark(status: NodeStatus): HTMLElement {
  return element(
    'span',
    { class: `compare-status compare-${status}` },
    element('span', { class: 'compare-sign', text: SIGNS[status], attributes: { 'aria-hidden': 'true' } }),
    element('span', { text: status }),
  );
}
