import { element } from '../dom';
import { progressRing } from './controls';

/** Time after which waiting is shown as such, in milliseconds; below it a flash would only disturb. */
const PROGRESS_AFTER_MS = 300;

/** Grey bars where contents will be; after a moment a ring that says what is awaited. */
export function loading(what: string): HTMLElement {
  const waiting = element('div', { class: 'loading-note', hidden: true, role: 'status' });
  setTimeout(() => {
    waiting.replaceChildren(progressRing(what), element('span', { text: what }));
    waiting.hidden = false;
  }, PROGRESS_AFTER_MS);
  return element(
    'div',
    { class: 'loading' },
    waiting,
    ...Array.from({ length: 5 }, () => element('div', { class: 'skeleton', attributes: { 'aria-hidden': 'true' } })),
  );
}
