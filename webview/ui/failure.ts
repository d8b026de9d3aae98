import type { ErrorInfo } from '../../src/shared/errors';
import { element } from '../dom';
import { button } from './controls';

export interface FailureAction {
  readonly label: string;
  readonly onClick: () => void;
}

/** A full page for something that did not work: what, where, what to do next, and buttons that do it. */
export function failurePage(title: string, error: ErrorInfo, actions: readonly FailureAction[]): HTMLElement {
  const place = [error.file, error.place].filter(part => part !== undefined).join(', ');
  const details = error.stack === undefined ? null : stackDetails(error.stack);
  return element(
    'section',
    { class: 'failure', role: 'alert', testId: 'failure' },
    element('h2', { text: title }),
    element('p', { class: 'failure-message', text: error.message }),
    place === '' ? null : element('p', { class: 'failure-place', text: place }),
    error.next === undefined ? null : element('p', { text: error.next }),
    element(
      'div',
      { class: 'button-row' },
      ...actions.map((action, i) =>
        button({ label: action.label, onClick: action.onClick, look: i === 0 ? 'primary' : 'secondary' }),
      ),
    ),
    details,
    element('p', { class: 'quiet', text: `Code: ${error.code}` }),
  );
}

function stackDetails(stack: string): HTMLElement {
  return element('details', {}, element('summary', { text: 'Details' }), element('pre', { text: stack }));
}
