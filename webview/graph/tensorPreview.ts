import type { HostMethods, WeightSummary } from '../../src/shared/protocol/editor';
import type { Remote } from '../../src/shared/protocol/rpc';
import { formatBytes, formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { button } from '../ui/controls';
import { fill } from '../ui/fill';

const PAGE = 64;

/** A constant: its type, size and place, and its values a page at a time when opened. */
export function weightBlock(weight: WeightSummary, host: Remote<HostMethods>): HTMLElement {
  const values = element('div', { class: 'tensor-values' });
  const details = element(
    'details',
    { class: 'weight-block', testId: 'weight' },
    element(
      'summary',
      {},
      element('span', { class: 'mono', text: weight.type }),
      element('span', { class: 'quiet', text: ` ${formatBytes(weight.bytes)}, ${weight.where}` }),
    ),
    values,
  );
  details.addEventListener('toggle', () => {
    if (details.open && values.childElementCount === 0) showPage(values, weight, host, 0);
  });
  return details;
}

function showPage(container: HTMLElement, weight: WeightSummary, host: Remote<HostMethods>, start: number): void {
  void fill(
    container,
    'Reading values',
    () => host.tensor(weight.graph, weight.name, start, PAGE),
    preview => {
      const end = preview.start + preview.values.length;
      const range =
        preview.values.length === 0
          ? 'No elements'
          : `${formatInteger(preview.start)} to ${formatInteger(end - 1)} of ${formatInteger(preview.elements)}`;
      return [
        element('div', { class: 'tensor-grid mono', testId: 'tensor-values' }, ...preview.values.map(valueCell)),
        element(
          'div',
          { class: 'tensor-pager' },
          button({
            label: '‹',
            title: 'Previous values',
            disabled: start === 0,
            onClick: () => showPage(container, weight, host, Math.max(0, start - PAGE)),
          }),
          element('span', { class: 'quiet', text: range }),
          button({
            label: '›',
            title: 'Next values',
            disabled: end >= preview.elements,
            onClick: () => showPage(container, weight, host, end),
          }),
        ),
      ];
    },
  );
}

function valueCell(value: string): HTMLElement {
  return element('span', { text: value });
}
