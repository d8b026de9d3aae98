import { element } from '../dom';
import { openPopup, type Popup } from '../ui/popup';
import type { HeatChoice } from './heat';
import type { HeatContext } from './heatPart';
import type { Offer } from './offers';

const GROUPS: readonly { readonly id: Offer['group']; readonly title: string }[] = [
  { id: 'computed', title: 'Computed' },
  { id: 'weights', title: 'Measured on the weights' },
  { id: 'reports', title: 'From reports' },
];

const SCALES: readonly { readonly id: HeatChoice['scale']; readonly title: string; readonly hint: string }[] = [
  { id: 'auto', title: 'Scale that suits', hint: 'Logarithmic where values differ by orders of magnitude' },
  { id: 'linear', title: 'Linear scale', hint: 'Equal steps of colour are equal differences' },
  { id: 'log', title: 'Logarithmic scale', hint: 'Equal steps of colour are equal factors' },
];

interface Entry {
  readonly label: string;
  readonly hint: string;
  readonly testId: string;
  /** `null` for what is no choice but does something. */
  readonly checked: boolean | null;
  /** A second line. */
  readonly note: string | null;
  /** `null` when it cannot be chosen. */
  readonly choose: (() => void) | null;
}

/** Opens the figures and scales to choose from; arrows move, Enter and a click choose, Escape leaves. */
export function openHeatMenu(
  context: HeatContext,
  offers: readonly Offer[],
  at: HTMLElement,
  allowsNone: boolean,
): void {
  const { heat } = context;
  let popup: Popup | null = null;
  const items: HTMLElement[] = [];
  const entry = (one: Entry): HTMLElement => {
    const made = menuEntry(one, () => {
      popup?.close();
      one.choose?.();
    });
    items.push(made);
    return made;
  };
  const figures = GROUPS.map(({ id, title }) =>
    section(
      title,
      offers.filter(offer => offer.group === id).map(offer => entry(figureEntry(context, offer))),
    ),
  );
  const none: Entry = {
    label: 'No heat',
    hint: 'Colours of the operators',
    testId: 'heat-figure-none',
    checked: heat.choice.figure === '',
    note: null,
    choose: () => heat.choose({ figure: '' }),
  };
  const scales = SCALES.map(({ id, title, hint }) =>
    entry({
      label: title,
      hint,
      testId: `heat-scale-${id}`,
      checked: heat.choice.scale === id,
      note: null,
      choose: () => heat.choose({ scale: id }),
    }),
  );
  const last = [section('Scale', scales), ...(allowsNone ? [section('Off', [entry(none)])] : [])];
  popup = openPopup({
    role: 'menu',
    label: 'Figure and scale of the colours',
    testId: 'heat-menu',
    at,
    returnTo: at,
    contents: [element('div', { class: 'heat-menu', role: 'presentation' }, ...figures, column(last))],
  });
  popup.element.addEventListener('keydown', event => moveFocus(event, items, () => popup?.close()));
  (items.find(item => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
}

function figureEntry(context: HeatContext, offer: Offer): Entry {
  const { heat } = context;
  const { command } = offer;
  return {
    label: offer.title,
    hint: offer.hint,
    testId: `heat-figure-${offer.id}`,
    checked: offer.missing === null ? heat.choice.figure === offer.id : null,
    note: offer.missing,
    choose: offer.missing === null ? () => heat.choose({ figure: offer.id }) : command && (() => context.run(command)),
  };
}

function menuEntry(entry: Entry, choose: () => void): HTMLElement {
  const attributes = {
    type: 'button',
    tabindex: '-1',
    ...(entry.checked === null ? {} : { 'aria-checked': String(entry.checked) }),
    ...(entry.choose === null ? { 'aria-disabled': 'true' } : {}),
  };
  return element(
    'button',
    {
      class: 'menu-item heat-item',
      role: entry.checked === null ? 'menuitem' : 'menuitemradio',
      title: entry.hint,
      testId: entry.testId,
      attributes,
      on: {
        click: () => {
          if (entry.choose !== null) choose();
        },
        pointermove: event => {
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        },
      },
    },
    element('span', {
      class: 'heat-mark',
      text: entry.checked === true ? '✓' : '',
      attributes: { 'aria-hidden': 'true' },
    }),
    element('span', { text: entry.label }),
    entry.note === null ? null : element('span', { class: 'heat-note', text: entry.note }),
  );
}

function section(title: string, items: readonly HTMLElement[]): HTMLElement {
  return element(
    'div',
    { class: 'heat-section', role: 'group', label: title },
    element('div', { class: 'heat-heading', text: title, attributes: { 'aria-hidden': 'true' } }),
    ...items,
  );
}

function column(sections: readonly HTMLElement[]): HTMLElement {
  return element('div', { role: 'presentation' }, ...sections);
}

function moveFocus(event: KeyboardEvent, items: readonly HTMLElement[], close: () => void): void {
  const at = items.findIndex(item => item.contains(document.activeElement));
  const targets = new Map([
    ['ArrowDown', (at + 1) % items.length],
    ['ArrowUp', (at - 1 + items.length) % items.length],
    ['Home', 0],
    ['End', items.length - 1],
  ]);
  const target = targets.get(event.key);
  if (event.key === 'Tab') close();
  else if (target === undefined) return;
  else items[target]?.focus();
  event.preventDefault();
}
