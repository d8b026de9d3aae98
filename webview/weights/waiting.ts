import { formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { button } from '../ui/controls';

/** Says that something long goes on, how far it is, and offers to end it. */
export class Waiting {
  readonly element: HTMLElement;
  readonly #text = element('span');
  readonly #fill = element('span', { class: 'progress-fill' });
  readonly #track: HTMLElement;

  constructor(
    private readonly what: string,
    onCancel: () => void,
  ) {
    this.#track = element(
      'div',
      {
        class: 'progress-track',
        role: 'progressbar',
        label: what,
        attributes: { 'aria-valuemin': '0', 'aria-valuemax': '100' },
      },
      this.#fill,
    );
    this.element = element(
      'div',
      { class: 'progress-page', testId: 'weight-waiting' },
      this.#text,
      this.#track,
      button({ label: 'Cancel', onClick: onCancel }),
    );
    this.show(0);
  }

  show(fraction: number): void {
    this.#text.textContent = `${this.what}: ${formatPercent(fraction, 0)}`;
    this.#fill.style.width = `${100 * fraction}%`;
    this.#track.setAttribute('aria-valuenow', String(Math.round(100 * fraction)));
  }
}
