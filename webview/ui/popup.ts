import { element } from '../dom';

/** Something small that lies over the page until it is done with. */
export interface Popup {
  readonly element: HTMLElement;
  close(): void;
}

interface PopupOptions {
  readonly role: 'menu' | 'dialog';
  readonly label: string;
  readonly testId?: string;
  /** Where it opens: under an element, or at a point of the page. */
  readonly at: HTMLElement | { readonly x: number; readonly y: number };
  readonly contents: readonly Node[];
  /** Gets the keyboard back. */
  readonly returnTo: HTMLElement;
  readonly onClosed?: () => void;
}

/** Least distance from the edges of the page, in pixels. */
const MARGIN = 4;

/** Opens a popup, which closes with Escape, with a click elsewhere and when the keyboard goes elsewhere. */
export function openPopup(options: PopupOptions): Popup {
  const box = element(
    'div',
    {
      class: `popup popup-${options.role}`,
      role: options.role,
      label: options.label,
      attributes: { tabindex: '-1' },
      ...(options.testId === undefined ? {} : { testId: options.testId }),
      on: {
        keydown: event => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        },
        focusout: event => {
          if (!(event.relatedTarget instanceof Node) || !box.contains(event.relatedTarget)) end();
        },
      },
    },
    ...options.contents,
  );
  const outside = (event: Event): void => {
    if (event.target instanceof Node && !box.contains(event.target)) end();
  };
  let isOpen = true;
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    document.removeEventListener('pointerdown', outside, true);
    removeEventListener('resize', end);
    box.remove();
    options.onClosed?.();
  };
  const close = (): void => {
    end();
    options.returnTo.focus();
  };
  document.body.append(box);
  place(box, options.at);
  document.addEventListener('pointerdown', outside, true);
  addEventListener('resize', end);
  box.focus();
  return { element: box, close };
}

function place(box: HTMLElement, at: PopupOptions['at']): void {
  const { x, y } = at instanceof HTMLElement ? below(at) : at;
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN))}px`;
  box.style.top = `${Math.max(MARGIN, Math.min(y, innerHeight - height - MARGIN))}px`;
}

function below(anchor: HTMLElement): { x: number; y: number } {
  const { left, bottom } = anchor.getBoundingClientRect();
  return { x: left, y: bottom + MARGIN };
}
