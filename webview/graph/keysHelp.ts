import { element } from '../dom';
import { openPopup } from '../ui/popup';
import { GRAPH_KEYS } from './navigation/graphKeys';

/** Lists the keys of the graph and gives the keyboard back when it is left. */
export function openKeysHelp(at: HTMLElement, returnTo: HTMLElement): void {
  openPopup({
    role: 'dialog',
    label: 'Keys of the graph',
    testId: 'graph-keys',
    at,
    returnTo,
    contents: [
      element('h2', { class: 'keys-title', text: 'Keys of the graph' }),
      element(
        'dl',
        { class: 'keys-list' },
        ...GRAPH_KEYS.flatMap(({ keys, does }) => [
          element('dt', { class: 'mono', text: keys }),
          element('dd', { text: does }),
        ]),
      ),
      element('p', {
        class: 'quiet keys-note',
        text: 'In the tree: arrows move, → opens and ← folds a group or goes to the one around, letters find a row, Enter opens the inspector.',
      }),
    ],
  });
}
