type Handlers = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

export interface ElementOptions {
  readonly class?: string;
  readonly text?: string;
  readonly testId?: string;
  readonly role?: string;
  /** Accessible name. */
  readonly label?: string;
  readonly title?: string;
  readonly hidden?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: Handlers;
}

type Child = Node | string | null;

/** Builds an element. Text reaches the page only as text nodes, whatever a model file says. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const built = document.createElement(tag);
  if (options.class !== undefined) built.className = options.class;
  if (options.text !== undefined) built.textContent = options.text;
  if (options.testId !== undefined) built.dataset.testid = options.testId;
  if (options.role !== undefined) built.setAttribute('role', options.role);
  if (options.label !== undefined) built.setAttribute('aria-label', options.label);
  if (options.title !== undefined) built.title = options.title;
  if (options.hidden === true) built.hidden = true;
  for (const [name, value] of Object.entries(options.attributes ?? {})) built.setAttribute(name, value);
  for (const [type, handler] of Object.entries(options.on ?? {}))
    built.addEventListener(type, handler as EventListener);
  built.append(...children.filter(child => child !== null));
  return built;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Builds an SVG element; attribute values are numbers or fixed words, never text from a model. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const built = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) built.setAttribute(name, String(value));
  built.append(...children);
  return built;
}

/** Visible only to screen readers. */
export function hiddenText(text: string): HTMLElement {
  return element('span', { class: 'sr-only', text });
}
