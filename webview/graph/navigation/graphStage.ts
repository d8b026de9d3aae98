import { errorInfo } from '../../../src/shared/errors';
import { element } from '../../dom';
import { button } from '../../ui/controls';
import { failurePage } from '../../ui/failure';
import { loading } from '../../ui/loading';
import type { GraphCanvas } from '../drawing/graphCanvas';
import { graphLegend } from '../legend';

/** The drawing with what lies over it: legend, map, status line, what is under way and what went wrong. */
export class GraphStage {
  readonly element: HTMLElement;
  readonly #status = element('div', { class: 'graph-status', testId: 'graph-status' });
  readonly #followed = element('div', {
    class: 'graph-followed',
    role: 'status',
    testId: 'graph-followed',
    hidden: true,
  });
  readonly #cover = element('div', { class: 'graph-cover' });
  readonly #busy = element('div', { class: 'graph-busy', role: 'status', testId: 'graph-busy', hidden: true });
  readonly #problem = element('div', {
    class: 'graph-problem banner',
    role: 'alert',
    testId: 'graph-problem',
    hidden: true,
  });

  /** @param heat legend of the heat */
  constructor(canvas: GraphCanvas, heat: HTMLElement) {
    this.#cover.append(loading('Laying out the graph'));
    this.element = element(
      'div',
      { class: 'graph-stage' },
      canvas.element,
      element('div', { class: 'graph-corner' }, graphLegend(), heat),
      canvas.minimap,
      this.#status,
      this.#followed,
      this.#busy,
      this.#problem,
      this.#cover,
    );
  }

  showStatus(text: string): void {
    this.#status.textContent = text;
  }

  /** What is lit, with a way to end it; empty for nothing. */
  showFollowed(text: string, onStop: (() => void) | null): void {
    this.#followed.hidden = text === '';
    this.#followed.replaceChildren(
      element('span', { text }),
      ...(onStop === null ? [] : [button({ label: 'Stop', title: 'Stop following (Escape)', onClick: onStop })]),
    );
  }

  /** Said only when it takes a moment, by the style sheet. */
  setBusy(isBusy: boolean): void {
    this.#busy.hidden = !isBusy;
    this.#busy.textContent = isBusy ? 'Laying out the graph' : '';
    if (isBusy) this.#problem.hidden = true;
  }

  /** There is a picture. */
  uncover(): void {
    this.#cover.hidden = true;
    this.#cover.replaceChildren();
    this.#problem.hidden = true;
  }

  /** One message; over the picture there is, or instead of the first. */
  showFailure(thrown: unknown, retry: () => void): void {
    const error = errorInfo(thrown);
    if (!this.#cover.hidden) {
      this.#cover.replaceChildren(
        failurePage('The graph could not be shown', error, [
          {
            label: 'Try again',
            onClick: () => {
              this.#cover.replaceChildren(loading('Laying out the graph'));
              retry();
            },
          },
        ]),
      );
      return;
    }
    const next = error.next === undefined ? '' : ` ${error.next}`;
    this.#problem.replaceChildren(
      element('span', { class: 'banner-text', text: `${error.message}${next}` }),
      button({ label: 'Try again', onClick: retry }),
      button({
        label: 'Dismiss',
        onClick: () => {
          this.#problem.hidden = true;
        },
      }),
    );
    this.#problem.hidden = false;
  }
}
