import type { JobProgress } from '../../src/shared/protocol/jobs';
import { formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { button } from '../ui/controls';

/** How far a comparison is, with a button that stops it. */
export class ProgressView {
  readonly #text = element('p', { role: 'status', testId: 'compare-progress' });
  readonly #fill = element('div', { class: 'progress-fill' });
  readonly #track = element(
    'div',
    {
      class: 'progress-track',
      role: 'progressbar',
      label: 'Comparing',
      attributes: { 'aria-valuemin': '0', 'aria-valuemax': '100' },
    },
    this.#fill,
  );
  readonly element: HTMLElement;

  constructor(onCancel: () => void) {
    const cancel = button({ label: 'Cancel', onClick: onCancel });
    this.element = element('section', { class: 'progress-page' }, this.#text, this.#track, cancel);
    this.reset();
  }

  show({ phase, fraction, detail }: JobProgress): void {
    const share = fraction === null ? '' : ` ${formatPercent(fraction, 0)}`;
    this.#text.textContent = detail === undefined ? `${phase}${share}` : `${phase}${share}: ${detail}`;
    if (fraction === null) return;
    this.#fill.style.width = `${fraction * 100}%`;
    this.#track.setAttribute('aria-valuenow', String(Math.round(fraction * 100)));
  }

  reset(): void {
    this.#text.textContent = 'Comparing';
    this.#fill.style.width = '0';
    this.#track.removeAttribute('aria-valuenow');
  }
}
