import type { HostMethods, WeightSummary } from '../../src/shared/protocol/editor';
import type { Remote } from '../../src/shared/protocol/rpc';
import { formatBytes, formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import type { ModelData } from '../state/modelData';
import { button } from '../ui/controls';
import { fill } from '../ui/fill';
import { openWeight } from './openWeight';

/** First elements that are shown without opening the weight. */
const FIRST = 16;

/** A constant in a few lines: its type, size and place, its first values when opened, and the way to all of it. */
export function weightBlock(weight: WeightSummary, data: ModelData): HTMLElement {
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
    if (details.open && values.childElementCount === 0) showFirst(values, weight, data.host);
  });
  const look = button({
    label: 'Look at it',
    title: `Picture, histogram, channels and values of ${weight.name}`,
    testId: 'weight-open',
    onClick: () => openWeight({ data }, weight.graph, weight.name),
  });
  return element('div', { class: 'weight-line' }, details, look);
}

function showFirst(container: HTMLElement, weight: WeightSummary, host: Remote<HostMethods>): void {
  void fill(
    container,
    'Reading values',
    () => host.tensor(weight.graph, weight.name, 0, FIRST),
    ({ values, elements }) => [
      element(
        'div',
        { class: 'tensor-grid mono', testId: 'tensor-values' },
        ...values.map(value => element('span', { text: value })),
      ),
      element('p', {
        class: 'quiet',
        text:
          values.length === elements
            ? `${formatInteger(elements)} elements`
            : `The first ${values.length} of ${formatInteger(elements)}`,
      }),
    ],
  );
}
