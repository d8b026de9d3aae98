import type { NodeStatus } from '../../src/shared/reports/compareReport';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { checkbox, textField } from '../ui/controls';
import { STATUSES } from './statusMark';

/** Boxes for each status and a field for text, over a table. */
export class StatusFilter {
  readonly element = element('div', { class: 'toolbar', role: 'toolbar', label: 'Filters' });
  readonly #shown = new Set<NodeStatus>(['added', 'removed', 'changed', 'renamed']);
  readonly #onChange: () => void;
  readonly #count: HTMLElement;
  readonly #find: string;
  #text = '';
  #field: HTMLElement | null = null;

  /** @param what what the lines are, for test ids; @param find what the text is looked for in */
  constructor(what: string, find: string, onChange: () => void) {
    this.#onChange = onChange;
    this.#find = find;
    this.#count = element('span', { class: 'quiet', role: 'status', testId: `${what}-count` });
  }

  /** Shows boxes for what there is; where everything is the same, that is shown. */
  setCounts(counts: Readonly<Record<NodeStatus, number>>, others: readonly HTMLElement[] = []): void {
    if (STATUSES.every(status => status === 'same' || counts[status] === 0)) this.#shown.add('same');
    const search = textField({
      label: `Find by ${this.#find}`,
      placeholder: `Find by ${this.#find}`,
      value: this.#text,
      testId: 'compare-find',
      onInput: value => {
        this.#text = value.trim().toLowerCase();
        this.#onChange();
      },
    });
    this.#field = search.element;
    const boxes = STATUSES.filter(status => counts[status] > 0).map(status =>
      checkbox({
        label: `${status} ${formatInteger(counts[status])}`,
        checked: this.#shown.has(status),
        testId: `filter-${status}`,
        onChange: checked => {
          if (checked) this.#shown.add(status);
          else this.#shown.delete(status);
          this.#onChange();
        },
      }),
    );
    this.element.replaceChildren(...others, ...boxes.map(box => box.element), search.element, this.#count);
  }

  /** Says how many lines are shown. */
  say(count: string): void {
    this.#count.textContent = count;
  }

  focus(): void {
    this.#field?.focus();
  }

  /** Whether a row of this status with these texts is shown. */
  shows(status: NodeStatus, texts: readonly (string | undefined)[]): boolean {
    if (!this.#shown.has(status)) return false;
    return this.#text === '' || texts.some(text => text?.toLowerCase().includes(this.#text) === true);
  }
}
