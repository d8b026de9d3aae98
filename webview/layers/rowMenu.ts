import { textAt, weightsAt } from '../../src/shared/nodeTable/cells';
import { shorten } from '../../src/shared/shorten';
import type { MenuItem } from '../ui/menu';
import type { ColumnData } from './columnData';

interface RowEvents {
  readonly onOpen: () => void;
  readonly onFilter: (term: string) => void;
  readonly onRanks: (weights: readonly string[]) => void;
  readonly onCopy: (text: string) => void;
  readonly onWeight: (graph: string, name: string) => void;
}

/** Weights that a menu lists; what has more is looked at in the graph. */
const MOST_WEIGHTS = 6;
const LONGEST_NAME = 60;

/** What can be done with one row. */
export function rowMenu({ table }: ColumnData, row: number, events: RowEvents): readonly MenuItem[] {
  const name = table.names[row] ?? '';
  const op = textAt(table.op, row);
  const scope = textAt(table.scope, row);
  // `float32[10]` has no rank to speak of.
  const matrices = weightsAt(table, row).filter(({ isParameter, type }) => isParameter && type.includes(','));
  return [
    { label: 'Open in graph', testId: 'row-open', onChoose: events.onOpen },
    ...weightsAt(table, row)
      .slice(0, MOST_WEIGHTS)
      .map(weight => ({
        label: `Look at ${shorten(weight.name, LONGEST_NAME)}`,
        testId: 'row-weight',
        onChoose: () => events.onWeight(weight.graph, weight.name),
      })),
    { label: `Only ${op}`, onChoose: () => events.onFilter(`op:${quoted(op)}`) },
    ...(scope === '' ? [] : [{ label: `Only ${scope}`, onChoose: () => events.onFilter(`scope:${quoted(scope)}`) }]),
    ...(matrices.length === 0
      ? []
      : [
          {
            label: 'Effective rank of the weights',
            testId: 'row-ranks',
            onChoose: () => events.onRanks(matrices.map(weight => weight.name)),
          },
        ]),
    ...(name === '' ? [] : [{ label: 'Copy name', onChoose: () => events.onCopy(name) }]),
  ];
}

function quoted(text: string): string {
  return /[\s"]/.test(text) ? `"${text.replaceAll('"', '')}"` : text;
}
