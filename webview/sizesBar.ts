import type { OpenSize } from '../src/shared/nodeTable/nodeTable';
import { element } from './dom';
import { button, type Control, textField } from './ui/controls';

/** Largest size that the host takes. */
const MOST = 2 ** 24;

/**
 * A field for each size that the model leaves open. Enter or leaving a field applies it; an empty one makes the size a
 * symbol again.
 */
export class SizesBar {
  readonly element = element('div', {
    class: 'sizes-bar',
    role: 'group',
    label: 'Open sizes',
    testId: 'sizes',
    hidden: true,
  });
  readonly #problem = element('span', { class: 'error-text', role: 'alert', testId: 'sizes-problem' });
  #fields: readonly { readonly name: string; readonly field: Control<string> }[] = [];
  #applied = '';

  constructor(private readonly bind: (sizes: readonly OpenSize[]) => void) {}

  /** Fields stay as they are while their names do, so that whoever types in one keeps the keyboard. */
  show(sizes: readonly OpenSize[]): void {
    this.element.hidden = sizes.length === 0;
    const same = sizes.length === this.#fields.length && sizes.every(({ name }, i) => this.#fields[i]?.name === name);
    if (!same) this.#build(sizes);
    for (const [i, { size }] of sizes.entries()) {
      const field = this.#fields[i]?.field;
      if (field !== undefined && !field.element.contains(document.activeElement)) field.value = String(size ?? '');
    }
    this.#applied = JSON.stringify(sizes);
    this.#problem.textContent = '';
  }

  #build(sizes: readonly OpenSize[]): void {
    this.#fields = sizes.map(({ name }) => {
      const field = textField({
        label: `Size of ${name}`,
        placeholder: name,
        testId: `size-${name}`,
        onInput: () => this.#check(),
        onKey: event => {
          if (event.key === 'Enter') this.#apply();
        },
      });
      field.element.addEventListener('focusout', () => this.#apply());
      return { name, field };
    });
    this.element.replaceChildren(
      element('span', { class: 'quiet', text: 'Open sizes' }),
      ...this.#fields.map(({ name, field }) =>
        element('span', { class: 'size-field' }, element('span', { class: 'mono', text: name }), field.element),
      ),
      button({
        label: 'Clear',
        title: 'Make every size a symbol again',
        testId: 'sizes-clear',
        onClick: () => this.#clear(),
      }),
      this.#problem,
    );
  }

  #clear(): void {
    for (const { field } of this.#fields) field.value = '';
    this.#apply();
  }

  #check(): readonly OpenSize[] | null {
    const sizes = this.#fields.map(({ name, field }) => ({ name, text: field.value.trim() }));
    const wrong = sizes.find(({ text }) => text !== '' && !(/^\d{1,8}$/.test(text) && Number(text) <= MOST));
    this.#problem.textContent =
      wrong === undefined ? '' : `${wrong.name} must be a whole number up to ${MOST}, or empty.`;
    return wrong === undefined
      ? sizes.map(({ name, text }) => ({ name, size: text === '' ? null : Number(text) }))
      : null;
  }

  #apply(): void {
    const sizes = this.#check();
    if (sizes === null || JSON.stringify(sizes) === this.#applied) return;
    this.#applied = JSON.stringify(sizes);
    this.bind(sizes);
  }
}
