import { figurePairs, statusCounts } from '../../src/shared/reports/compareFigures';
import type { CompareReport } from '../../src/shared/reports/compareReport';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import type { CompareContext, CompareView } from './compareContext';
import { notRun } from './notRun';
import { type PlainColumn, plainTable } from './plainTable';
import { STATUSES } from './statusMark';

/** Rows of one list; the other tabs and the report have all. */
const MOST_ROWS = 200;

/** The result in sentences, then sizes, costs and what differs around the graphs. */
export function summaryView(report: CompareReport, context: CompareContext): CompareView {
  const { summary, changes, operators, groups, graphs } = report;
  const counts = statusCounts({ graphs });
  const { a, b } = context.files;
  const before = { title: a, isNumber: true };
  const after = { title: b, isNumber: true };
  // The first sentence stands in the page's header.
  const [, ...sentences] = summary;
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
        [{ title: 'Status' }, { title: 'Count', isNumber: true }],
        STATUSES.map(status => [status, formatInteger(counts[status])]),
      ),
    ],
    list(
      'Changes that belong together',
      [{ title: 'Layer' }, { title: 'What' }],
      groups.map(({ layer, text }) => [layer, text]),
    ),
    list(
      'Operators',
      [{ title: 'Operator' }, before, after],
      operators.map(each => [each.op, formatInteger(each.before), formatInteger(each.after)]),
    ),
    list(
      'Inputs and outputs',
      [{ title: 'End' }, { title: a }, { title: b }],
      graphs.flatMap(({ ends }) => ends.map(end => [end.end, end.before ?? 'none', end.after ?? 'none'])),
    ),
    list(
      'Around the graphs',
      [{ title: 'What' }, { title: 'Name' }, { title: a }, { title: b }],
      changes.map(change => [change.what, change.name, change.before ?? 'none', change.after ?? 'none']),
    ),
  ];
  const shown = element(
    'div',
    { class: 'scroll-tab', testId: 'compare-summary' },
    element(
      'div',
      { class: 'compare-summary' },
      sentences.length === 0
        ? null
        : element('ul', { class: 'compare-sentences' }, ...sentences.map(text => element('li', { text }))),
      report.outputs === null ? notRun(report, context) : null,
      ...sections.flatMap(([title, body]) =>
        body === null ? [] : [element('section', {}, element('h2', { text: title }), body)],
      ),
    ),
  );
  return { element: shown, shown: () => undefined };
}

function list(
  title: string,
  columns: readonly PlainColumn[],
  rows: readonly (readonly string[])[],
): readonly [string, HTMLElement | null] {
  if (rows.length === 0) return [title, null];
  const table = plainTable(title, columns, rows.slice(0, MOST_ROWS));
  if (rows.length <= MOST_ROWS) return [title, table];
  const more = `And ${formatInteger(rows.length - MOST_ROWS)} more, which the saved report has.`;
  return [title, element('div', {}, table, element('p', { class: 'quiet', text: more }))];
}
