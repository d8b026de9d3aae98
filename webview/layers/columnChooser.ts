import type { NodeColumn } from '../../src/shared/nodeTable/columns';
import { element } from '../dom';
import { button, checkbox } from '../ui/controls';
import { openPopup } from '../ui/popup';

const GROUPS: Readonly<Record<NodeColumn['group'], string>> = { node: 'Node', cost: 'Cost', weights: 'Weights' };

interface Choice {
  readonly all: readonly NodeColumn[];
  readonly shown: readonly NodeColumn[];
  readonly at: HTMLElement;
  /** Identifiers of the columns to show, `null` for the usual ones. */
  readonly onChoose: (columns: readonly string[] | null) => void;
}

/** Opens the list of all columns with a mark at each that is shown. The name is always shown. */
export function openColumnChooser({ all, shown, at, onChoose }: Choice): void {
  const chosen = new Set(shown.map(({ id }) => id));
  const apply = (): void => onChoose(all.filter(({ id }) => chosen.has(id)).map(({ id }) => id));
  const groups = Object.entries(GROUPS).map(([group, title]) => {
    const columns = all.filter(column => column.group === group && column.id !== 'name');
    const boxes = columns.map(column => {
      const { element: box } = checkbox({
        label: column.title,
        checked: chosen.has(column.id),
        testId: `column-${column.id}`,
        onChange: checked => {
          if (checked) chosen.add(column.id);
          else chosen.delete(column.id);
          apply();
        },
      });
      box.title = column.hint;
      return box;
    });
    const none = columns.length > 0 ? null : element('p', { class: 'quiet', text: 'After measuring the weights' });
    return element('fieldset', { class: 'column-group' }, element('legend', { text: title }), ...boxes, none);
  });
  const popup = openPopup({
    role: 'dialog',
    label: 'Columns',
    testId: 'column-chooser',
    at,
    returnTo: at,
    contents: [
      element('div', { class: 'column-groups' }, ...groups),
      element(
        'div',
        { class: 'button-row' },
        button({
          label: 'Usual columns',
          testId: 'columns-usual',
          onClick: () => {
            onChoose(null);
            popup.close();
          },
        }),
        button({ label: 'Done', onClick: () => popup.close() }),
      ),
    ],
  });
}
