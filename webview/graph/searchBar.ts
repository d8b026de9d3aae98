import { element } from '../dom';
import { openFilterHelp, SEARCH_EXAMPLES } from '../filter/filterHelp';
import { button, checkbox, textField } from '../ui/controls';

const TYPING_PAUSE_MS = 120;

export interface SearchBarEvents {
  onQuery(query: string, regex: boolean): void;
  onNext(step: 1 | -1): void;
  onLeave(): void;
}

/** Search field with count, next and previous. */
export class SearchBar {
  readonly element: HTMLElement;
  readonly #field;
  readonly #regex;
  readonly #count = element('span', { class: 'search-count', role: 'status', testId: 'graph-search-count' });
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    query: string,
    regex: boolean,
    private readonly events: SearchBarEvents,
  ) {
    this.#field = textField({
      label: 'Search nodes by name, operator, attribute, shape, dtype or value',
      placeholder: 'Search: name, op:Conv, shape:768 …',
      value: query,
      testId: 'graph-search',
      onInput: () => this.#changed(TYPING_PAUSE_MS),
      onKey: event => this.#key(event),
    });
    this.#regex = checkbox({
      label: 'Regex',
      checked: regex,
      testId: 'graph-search-regex',
      onChange: () => this.#changed(0),
    });
    const help = button({
      label: '?',
      title: 'What the search understands',
      onClick: () => openFilterHelp(help, SEARCH_EXAMPLES),
    });
    this.element = element(
      'div',
      { class: 'search-bar', role: 'search' },
      this.#field.element,
      this.#count,
      button({ label: '↑', title: 'Previous match (Shift+Enter)', onClick: () => events.onNext(-1) }),
      button({ label: '↓', title: 'Next match (Enter)', onClick: () => events.onNext(1) }),
      this.#regex.element,
      help,
    );
  }

  focus(): void {
    this.#field.element.focus();
  }

  setQuery(query: string): void {
    this.#field.value = query;
    this.#regex.value = false;
    this.#changed(0);
  }

  /** For example `3 of 12`, `No matches`, or why the pattern is wrong. */
  showCount(text: string, isError: boolean): void {
    this.#count.textContent = text;
    this.#count.classList.toggle('error-text', isError);
  }

  #changed(delay: number): void {
    clearTimeout(this.#timer);
    const apply = (): void => this.events.onQuery(this.#field.value, this.#regex.value);
    if (delay === 0) apply();
    else this.#timer = setTimeout(apply, delay);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#changed(0);
      this.events.onNext(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.events.onLeave();
    }
  }
}
