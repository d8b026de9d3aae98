import { element } from '../dom';
import { button } from './controls';
import type { FailureAction } from './failure';

/** One line above the page that something happened, with what can be done about it. */
export class Banner {
  readonly element = element('div', { class: 'banner', role: 'alert', testId: 'banner', hidden: true });

  show(text: string, actions: readonly FailureAction[]): void {
    this.element.replaceChildren(
      element('span', { class: 'banner-text', text }),
      ...actions.map(action => button({ label: action.label, onClick: action.onClick })),
    );
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
