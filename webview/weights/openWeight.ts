import { element } from '../dom';
import type { ModelData } from '../state/modelData';
import { button } from '../ui/controls';
import { fill } from '../ui/fill';
import { WeightSource } from './weightSource';
import { WeightViewer } from './weightViewer';

const FOCUSABLE = 'button, vscode-button, vscode-dropdown, vscode-text-field, vscode-checkbox, summary, [tabindex="0"]';

interface OpenPage {
  close(): void;
}

let open: OpenPage | null = null;
/** How the last weight was looked at: the next one begins so, if it can. */
let lastPart = 'picture';

/** Closes the weight that is looked at, if one is: the model behind it is another one now. */
export function closeWeight(): void {
  open?.close();
}

/**
 * Looks at one weight, over the page. Escape closes it and gives the keyboard back to what had it.
 * @param graph and `name` as `WeightSummary` has them
 */
export function openWeight({ data }: { readonly data: ModelData }, graph: string, name: string): void {
  closeWeight();
  const returnTo = document.activeElement;
  const below = document.querySelector('.page');
  const body = element('div', { class: 'weight-holder' });
  const title = element('h2', { class: 'weight-title ellipsis', text: name === '' ? '(no name)' : name, title: name });
  const close = (): void => {
    if (open !== page) return;
    open = null;
    lastPart = viewer?.part ?? lastPart;
    viewer?.dispose();
    // Nobody is left to tell that the host did not hear of it.
    source?.close().catch(() => undefined);
    box.remove();
    below?.removeAttribute('inert');
    if (returnTo instanceof HTMLElement && returnTo.isConnected) returnTo.focus();
  };
  const box = element(
    'div',
    {
      class: 'weight-viewer',
      role: 'dialog',
      label: `Weight ${name}`,
      testId: 'weight-viewer',
      attributes: { 'aria-modal': 'true', tabindex: '-1' },
      on: {
        keydown: event => {
          // A list that is open takes the key for itself.
          if (event.key === 'Escape' && !event.defaultPrevented) {
            event.stopPropagation();
            close();
          } else if (event.key === 'Tab') keepInside(box, event);
        },
      },
    },
    element(
      'div',
      { class: 'weight-head' },
      title,
      button({ label: '✕', title: 'Close (Escape)', testId: 'weight-close', onClick: close }),
    ),
    body,
  );
  let source: WeightSource | null = null;
  let viewer: WeightViewer | null = null;
  const page: OpenPage = { close };
  open = page;
  document.body.append(box);
  below?.setAttribute('inert', '');
  box.focus();
  void fill(
    body,
    'Looking at the weight',
    () => data.host.weightFacts(graph, name),
    facts => {
      if (open !== page) return [];
      source = new WeightSource(data.host, facts);
      viewer = new WeightViewer(source, lastPart);
      return [viewer.element];
    },
  );
}

/** The keyboard goes round in what lies over the page, not below it. */
function keepInside(box: HTMLElement, event: KeyboardEvent): void {
  const stops = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(stop => stop.offsetParent !== null);
  const [first, last] = [stops[0], stops.at(-1)];
  const { activeElement } = document;
  const isAtEnd = event.shiftKey ? activeElement === first || activeElement === box : activeElement === last;
  if (!isAtEnd) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
