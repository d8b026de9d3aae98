import type { ComparedSide } from '../../src/shared/protocol/compare';
import { element } from '../dom';
import { button } from '../ui/controls';
import type { CompareContext } from './compareContext';
import { nodeButtons, type Place } from './nodeButtons';

export interface Detail {
  readonly title: string;
  /** One line each; empty ones are left out. */
  readonly facts: readonly string[];
  readonly places: Readonly<Record<ComparedSide, Place | null>>;
}

/** What is under a table about the row that was chosen. */
export class DetailPane {
  readonly element: HTMLElement;
  readonly #content = element('div', { class: 'compare-detail-content' });

  constructor(
    label: string,
    private readonly context: CompareContext,
  ) {
    const close = button({ label: 'Close', testId: 'close-detail', onClick: () => this.hide() });
    this.element = element(
      'section',
      { class: 'compare-detail', label, testId: 'compare-detail', hidden: true },
      this.#content,
      close,
    );
  }

  show({ title, facts, places }: Detail): void {
    this.#content.replaceChildren(
      element('h3', { text: title }),
      element('ul', { class: 'plain-list' }, ...facts.filter(Boolean).map(text => element('li', { text }))),
      nodeButtons(this.context, places),
    );
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
