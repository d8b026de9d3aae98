import { figurePairs, statusCounts } from '../../src/shared/reports/compareFigures';
import type { CompareReport } from '../../src/shared/reports/compareReport';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import type { CompareView } from './compareContext';
import { plainTable } from './plainTable';

/** Rows of one list; the other tabs and the report have all. */
const MOST_ROWS = 200;

/** The result in sentences, then sizes, costs and what differs around the graphs. */
export function summaryView(report: CompareReport): CompareView {
  const { summary, changes, operators, groups, graphs } = report;
  const counts = statusCounts({ graphs });
  const before = { title: 'Before', isNumber: true };
  const after = { title: 'After', isNumber: true };
  const sections: readonly (readonly [string, HTMLElement | null])[] = [
    [
      'Size and cost',
      plainTable(
        'Size and cost',
        [{ title: '' }, before, after, { title: 'Change', isNumber: true }],
        figurePairs(report).map(({ title, a, b, change }) => [title, a, b, change]),
      ),
    ],
    [
      'Nodes',
      plainTable(
        'Nodes by what became of them',
        [{ title: 'Nodes' }, { title: 'Count', isNumber: true }],
        Object.entries(counts).map(([status, count]) => [status, formatInteger(count)]),
      ),
    ],
    list(
      'Changes that belong together',
      ['Layer', 'What'],
      groups.map(({ layer, text }) => [layer, text]),
    ),
    list(
      'Operators',
      ['Operator', 'Before', 'After'],
      operators.map(each => [each.op, formatInteger(each.before), formatInteger(each.after)]),
    ),
    list(
      'Inputs and outputs',
      ['End', 'Before', 'After'],
      graphs.flatMap(({ ends }) => ends.map(end => [end.end, end.before ?? 'none', end.after ?? 'none'])),
    ),
    list(
      'Around the graphs',
      ['What', 'Name', 'Before', 'After'],
      changes.map(change => [change.what, change.name, change.before ?? 'none', change.after ?? 'none']),
    ),
  ];
  const shown = element(
    'div',
    { class: 'scroll-tab', testId: 'compare-summary' },
    element(
      'div',
      { class: 'compare-summary' },
      element('ul', { class: 'compare-sentences' }, ...summary.map(text => element('li', { text }))),
      ...sections.flatMap(([title, body]) =>
        body === null ? [] : [element('section', {}, element('h2', { text: title }), body)],
      ),
    ),
  );
  return { element: shown, shown: () => undefined };
}

function list(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): readonly [string, HTMLElement | null] {
  if (rows.length === 0) return [title, null];
  const table = plainTable(
    title,
    columns.map(column => ({ title: column })),
    rows.slice(0, MOST_ROWS),
  );
  if (rows.length <= MOST_ROWS) return [title, table];
  const more = `And ${formatInteger(rows.length - MOST_ROWS)} more, which the saved report has.`;
  return [title, element('div', {}, table, element('p', { class: 'quiet', text: more }))];
}
