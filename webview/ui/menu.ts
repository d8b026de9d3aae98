import { element } from '../dom';
import { openPopup } from './popup';

export interface MenuItem {
  readonly label: string;
  readonly testId?: string;
  readonly onChoose: () => void;
}

export interface MenuOptions {
  readonly label: string;
  readonly at: HTMLElement | { readonly x: number; readonly y: number };
  readonly returnTo: HTMLElement;
  readonly items: readonly MenuItem[];
}

/** Opens a menu: arrows move, Enter and a click choose, Escape leaves. */
export function openMenu(options: MenuOptions): void {
  const items = options.items.map(item =>
    element('button', {
      class: 'menu-item',
      role: 'menuitem',
      text: item.label,
      attributes: { type: 'button', tabindex: '-1' },
      ...(item.testId === undefined ? {} : { testId: item.testId }),
      on: {
        click: () => {
          popup.close();
          item.onChoose();
        },
        pointermove: event => {
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        },
      },
    }),
  );
  const popup = openPopup({ ...options, role: 'menu', contents: items });
  items[0]?.focus();
  popup.element.addEventListener('keydown', event => {
    const at = items.findIndex(item => item.contains(document.activeElement));
    const targets = new Map([
      ['ArrowDown', (at + 1) % items.length],
      ['ArrowUp', (at - 1 + items.length) % items.length],
      ['Home', 0],
      ['End', items.length - 1],
    ]);
    const target = targets.get(event.key);
    if (event.key === 'Tab') popup.close();
    else if (target === undefined) return;
    else items[target]?.focus();
    event.preventDefault();
  });
}
