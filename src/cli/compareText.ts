import { printable } from '../shared/printable';
import {
  differingWeights,
  figurePairs,
  formatError,
  rowWords,
  sparsityWords,
  weightSqnr,
  weightTypes,
} from '../shared/reports/compareFigures';
import type { CompareReport, GraphComparison, NodeSide, OutputComparison } from '../shared/reports/compareReport';
import { formatInteger } from '../shared/units';
import { textTable } from './textTable';

/** Lines of one table; the report has all. */
const MOST_ROWS = 40;

const SIGNS = { same: ' ', renamed: '=', changed: '~', added: '+', removed: '-' } as const;

/** A comparison for a terminal: sentences first, then tables of what differs. */
export function compareText(report: CompareReport): string {
  const { a, b, summary, warnings, changes, groups, graphs } = report;
  return [
    `${printable(a.file)} → ${printable(b.file)}`,
    ...summary.map(sentence => `  ${printable(sentence)}`),
    ...warnings.map(warning => `Note: ${printable(warning)}`),
    '',
    textTable(
      [
        { title: '' },
        { title: 'Before', align: 'right' },
        { title: 'After', align: 'right' },
        { title: 'Change', align: 'right' },
      ],
      figurePairs(report).map(({ title, a: before, b: after, change }) => [title, before, after, change]),
    ),
    ...section(
      'Around the graphs',
      ['What', 'Name', 'Before', 'After'],
      changes.map(({ what, name, before, after }) => [what, name, before ?? 'none', after ?? 'none']),
    ),
    ...section(
      'Changes that belong together',
      ['Layer', 'What'],
      groups.map(({ layer, text }) => [layer, text]),
    ),
    ...graphs.flatMap(structure),
    ...weights(report),
    ...(report.outputs === null ? [] : outputs(report.outputs)),
  ].join('\n');
}

function structure({ title, rows, ends }: GraphComparison): readonly string[] {
  const differing = rows.filter(({ status, group }) => status !== 'same' && group === null);
  return [
    ...section(
      `Inputs and outputs of ${title}`,
      ['End', 'Before', 'After'],
      ends.map(({ end, before, after }) => [end, before ?? 'none', after ?? 'none']),
    ),
    ...section(
      `Nodes of ${title} (+ added, - removed, ~ changed, = renamed)`,
      ['', 'Before', 'After', 'What'],
      differing.map(row => [SIGNS[row.status], side(row.a), side(row.b), rowWords(row)]),
    ),
  ];
}

function side(node: NodeSide | null): string {
  return node === null ? '' : `${node.op} ${node.name === '' ? `#${node.index}` : node.name}`;
}

function weights(report: CompareReport): readonly string[] {
  const differing = [...differingWeights(report.weights)].sort(
    (a, b) => (a.difference?.sqnrDb ?? Number.POSITIVE_INFINITY) - (b.difference?.sqnrDb ?? Number.POSITIVE_INFINITY),
  );
  return section(
    'Weights',
    ['Weight', 'Type', 'SQNR', 'Largest error', 'Zeros', 'Note'],
    differing.map(row => [
      row.a?.name ?? row.b?.name ?? '',
      weightTypes(row),
      weightSqnr(row),
      row.difference === null ? '' : formatError(row.difference.largestError),
      sparsityWords(row),
      row.note ?? (row.status === 'changed' ? (row.transposed ? 'transposed' : '') : row.status),
    ]),
  );
}

function outputs({ tensors, firstDifference }: OutputComparison): readonly string[] {
  const start = Math.max(0, (firstDifference ?? 0) - 5);
  const shown = firstDifference === null ? [] : tensors.slice(start, start + MOST_ROWS);
  return section(
    'Tensors around the first that differs',
    ['', 'Tensor', 'Made by', 'Relative error', 'Largest error'],
    shown.map(({ a, relativeError, largestError }, i) => [
      start + i === firstDifference ? '>' : '',
      a.value,
      a.op,
      formatError(relativeError),
      formatError(largestError),
    ]),
  );
}

function section(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const shown = textTable(
    columns.map(column => ({ title: column, most: column === 'What' ? 120 : 50 })),
    rows.slice(0, MOST_ROWS),
  );
  const more = rows.length - MOST_ROWS;
  const rest = more > 0 ? [`… and ${formatInteger(more)} more; --out FILE.md writes them all.`] : [];
  return ['', printable(title), shown, ...rest];
}
