import { element } from '../../dom';
import { button, setDisabled } from '../../ui/controls';
import type { Direction } from '../layout/drawing';
import type { GraphAction } from './graphKeys';
import { type KeyTargets, runAction } from './runAction';

/** Buttons over the drawing; each does what a key does. */
export class GraphToolbar {
  readonly element: HTMLElement;
  readonly #back: HTMLElement;
  readonly #forward: HTMLElement;
  readonly #turn: HTMLElement;
  readonly #tree: HTMLElement;

  /** @param others choice of heat, export */
  constructor(search: HTMLElement, targets: KeyTargets, others: readonly HTMLElement[]) {
    const does = (action: GraphAction, label: string, title: string): HTMLElement =>
      button({ label, title, testId: `graph-${action}`, onClick: () => runAction(action, targets) });
    this.#back = does('back', '←', 'Back (Alt+←)');
    this.#forward = does('forward', '→', 'Forward (Alt+→)');
    this.#turn = does('turn', '', '');
    this.#tree = does('treeGrid', 'Tree', 'Tree of the graph beside the drawing (t)');
    const keys = button({
      label: '?',
      title: 'Keys (?)',
      testId: 'graph-help-button',
      onClick: () => targets.showKeys(keys),
    });
    this.element = element(
      'div',
      { class: 'toolbar graph-toolbar' },
      group('Way', this.#back, this.#forward),
      search,
      group(
        'Zoom',
        does('zoomOut', '−', 'Zoom out (−)'),
        does('zoomIn', '+', 'Zoom in (+)'),
        does('fit', 'Fit', 'Show everything (0)'),
      ),
      group(
        'Groups',
        does('expandAll', 'Expand all', 'Open every group (e)'),
        does('foldAll', 'Fold all', 'Fold every group (f)'),
      ),
      group('View', this.#turn, this.#tree),
      ...others,
      keys,
    );
    this.setWay(false, false);
    this.setDirection('down');
  }

  setWay(canGoBack: boolean, canGoForward: boolean): void {
    setDisabled(this.#back, !canGoBack);
    setDisabled(this.#forward, !canGoForward);
  }

  setDirection(direction: Direction): void {
    const isDown = direction === 'down';
    this.#turn.textContent = isDown ? '↓ Down' : '→ Right';
    this.#turn.title = isDown ? 'Runs down; let it run to the right (d)' : 'Runs to the right; let it run down (d)';
  }

  setTree(isOpen: boolean): void {
    this.#tree.setAttribute('aria-pressed', String(isOpen));
    this.#tree.setAttribute('appearance', isOpen ? 'primary' : 'secondary');
  }
}

function group(label: string, ...parts: readonly HTMLElement[]): HTMLElement {
  return element('div', { class: 'toolbar-group', role: 'group', label }, ...parts);
}
