import type { JobProgress } from '../../src/shared/protocol/jobs';
import { formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { button, progressRing, setDisabled } from '../ui/controls';

/** What is shown while the weights are measured: how far, what, and a way to stop. */
export class WeightsProgress {
  readonly element: HTMLElement;
  readonly #text = element('p', { text: '' });
  readonly #detail = element('p', { class: 'quiet ellipsis', text: '' });
  readonly #bar = element('span', { class: 'progress-fill' });
  readonly #track: HTMLElement;
  readonly #cancel: HTMLElement;

  constructor(onCancel: () => void) {
    this.#track = element(
      'div',
      { class: 'progress-track', role: 'progressbar', label: 'Measuring weights' },
      this.#bar,
    );
    this.#cancel = button({
      label: 'Cancel',
      testId: 'heat-cancel',
      onClick: () => {
        setDisabled(this.#cancel, true);
        this.#text.textContent = 'Stopping';
        onCancel();
      },
    });
    this.element = element(
      'div',
      { class: 'progress-page', testId: 'heat-progress' },
      progressRing('Measuring weights'),
      this.#text,
      this.#track,
      this.#detail,
      this.#cancel,
    );
    this.reset();
  }

  reset(): void {
    setDisabled(this.#cancel, false);
    this.show({ phase: 'Reading weights', fraction: null });
  }

  show(progress: JobProgress): void {
    const share = progress.fraction === null ? '' : ` ${formatPercent(progress.fraction, 0)}`;
    this.#text.textContent = `${progress.phase}${share}`;
    this.#detail.textContent = progress.detail ?? '';
    this.#bar.style.width = `${(progress.fraction ?? 0) * 100}%`;
    if (progress.fraction === null) this.#track.removeAttribute('aria-valuenow');
    else this.#track.setAttribute('aria-valuenow', String(Math.round(progress.fraction * 100)));
  }
}
