import { formatPercent } from '../../src/shared/units';
import { element } from '../dom';

/** A bar as long as the share, with the number beside it. */
export function shareBar(share: number): HTMLElement {
  const bar = element('span', { class: 'share-fill', attributes: { 'aria-hidden': 'true' } });
  bar.style.width = `${Math.min(1, Math.max(0, share)) * 100}%`;
  return element(
    'span',
    { class: 'share' },
    element('span', { class: 'share-track', attributes: { 'aria-hidden': 'true' } }, bar),
    element('span', { class: 'share-number', text: formatPercent(share) }),
  );
}
