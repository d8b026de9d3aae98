import {
  differingWeights,
  figurePairs,
  formatError,
  rowWords,
  sparsityWords,
  weightSqnr,
  weightTypes,
} from '../shared/reports/compareFigures';
import type { CompareReport, GraphComparison, OutputComparison, WeightRow } from '../shared/reports/compareReport';
import { formatInteger, formatPercent } from '../shared/units';
import { dataSourceText } from './dataSourceText';
import { environmentMarkdown } from './environmentMarkdown';
import { sqnrText } from './fidelityText';
import { code, codeBlock, document, table, text } from './markdown';

/** Lines of one table; the JSON beside the report has all. */
const MOST_ROWS = 500;

/** Tensors that are listed around the first that differs. */
const TENSORS = 40;

/** A comparison of two models for people. */
export function compareMarkdown(report: CompareReport): string {
  return document([
    `# ${text(report.a.file)} and ${text(report.b.file)} compared`,
    report.summary.map(sentence => `- ${text(sentence)}`).join('\n'),
    report.warnings.map(warning => `> **Note:** ${text(warning)}`).join('\n>\n'),
    '## Size and cost',
    figures(report),
    unknownCosts(report),
    ...around(report),
    ...groups(report),
    ...report.graphs.flatMap(structure),
    ...weights(report.weights),
    ...(report.outputs === null ? [] : outputs(report.outputs)),
    '## How this was made',
    `Computed from both files in ${report.seconds.toFixed(1)} s, by`,
    codeBlock('sh', report.command),
    environmentMarkdown(report.environment),
  ]);
}

function figures(report: CompareReport): string {
  return table(
    [
      { title: '' },
      { title: text(report.a.file), align: 'right' },
      { title: text(report.b.file), align: 'right' },
      { title: 'Change', align: 'right' },
    ],
    figurePairs(report).map(({ title, a, b, change }) => [title, text(a), text(b), change]),
  );
}

function unknownCosts({ a, b }: CompareReport): string {
  return [a, b]
    .filter(({ cost }) => cost !== null && cost.unknownNodes > 0)
    .map(({ file, cost }) => `The totals of ${text(file)} leave out ${cost?.unknownNodes} nodes of unknown cost.`)
    .join('\n');
}

function around({ changes, operators }: CompareReport): readonly string[] {
  const blocks: string[] = [];
  if (changes.length > 0) {
    blocks.push(
      '## Around the graphs',
      limited(
        [{ title: 'What' }, { title: 'Name' }, { title: 'Before' }, { title: 'After' }],
        changes.map(({ what, name, before, after }) => [what, nameCell(name), valueCell(before), valueCell(after)]),
      ),
    );
  }
  if (operators.length > 0) {
    blocks.push(
      '## Operators that occur more or less often',
      limited(
        [{ title: 'Operator' }, { title: 'Before', align: 'right' }, { title: 'After', align: 'right' }],
        operators.map(({ op, before, after }) => [code(op), formatInteger(before), formatInteger(after)]),
      ),
    );
  }
  return blocks;
}

function groups({ groups: known }: CompareReport): readonly string[] {
  if (known.length === 0) return [];
  return [
    '## Changes that belong together',
    limited(
      [{ title: 'Layer' }, { title: 'Kind' }, { title: 'What' }, { title: 'Nodes', align: 'right' }],
      known.map(({ layer, kind, text: sentence, rows }) => [
        code(layer),
        kind,
        text(sentence),
        formatInteger(rows.length),
      ]),
    ),
  ];
}

function structure(graph: GraphComparison): readonly string[] {
  const { counts, ends, rows, title } = graph;
  // Those of a group are told by it, the contents of their weights further down.
  const differing = rows.filter(({ status, group }) => status !== 'same' && group === null);
  if (differing.length === 0 && ends.length === 0) return [];
  const blocks = [`## Structure of ${text(title)}`];
  const parts = (['same', 'renamed', 'changed', 'added', 'removed'] as const).map(
    status => `${formatInteger(counts[status])} ${status}`,
  );
  blocks.push(`Nodes: ${parts.join(', ')}.`);
  if (ends.length > 0) {
    blocks.push(
      limited(
        [{ title: 'End' }, { title: 'Before' }, { title: 'After' }],
        ends.map(({ end, before, after }) => [end, valueCell(before), valueCell(after)]),
      ),
    );
  }
  if (differing.length > 0) {
    blocks.push(
      limited(
        [{ title: 'Status' }, { title: 'Before' }, { title: 'After' }, { title: 'What' }],
        differing.map(row => [row.status, side(row.a), side(row.b), text(rowWords(row))]),
      ),
    );
  }
  return blocks;
}

function side(node: GraphComparison['rows'][number]['a']): string {
  return node === null ? '' : `${text(node.op)} ${code(node.name === '' ? `#${node.index}` : node.name)}`;
}

function weights(rows: readonly WeightRow[]): readonly string[] {
  const differing = differingWeights(rows);
  if (differing.length === 0) return [];
  const sorted = [...differing].sort(
    (a, b) => (a.difference?.sqnrDb ?? Number.POSITIVE_INFINITY) - (b.difference?.sqnrDb ?? Number.POSITIVE_INFINITY),
  );
  return [
    '## Weights',
    `${formatInteger(differing.length)} of ${formatInteger(rows.length)} constants differ. SQNR is 10·log10(Σa² / Σ(a−b)²), a being the first model's numbers; integers were taken through their scales and zero points.`,
    limited(
      [
        { title: 'Weight' },
        { title: 'Type' },
        { title: 'SQNR', align: 'right' },
        { title: 'Largest error', align: 'right' },
        { title: 'at' },
        { title: 'Largest relative error', align: 'right' },
        { title: 'Changed', align: 'right' },
        { title: 'Zeros', align: 'right' },
        { title: 'Note' },
      ],
      sorted.map(weightCells),
    ),
  ];
}

function weightCells(row: WeightRow): readonly string[] {
  const { a, b, difference, note, status, transposed } = row;
  const names = a?.name === b?.name || a === null || b === null ? [a ?? b] : [a, b];
  const notes = [
    ...(status === 'changed' ? [] : [status]),
    ...(transposed ? ['transposed'] : []),
    ...(note === null ? [] : [note]),
  ];
  return [
    names.map(each => code(each?.name ?? '')).join(' → '),
    text(weightTypes(row)),
    weightSqnr(row),
    difference === null ? '' : formatError(difference.largestError),
    difference === null ? '' : text(`[${difference.largestErrorAt.join(', ')}]`),
    difference?.largestRelativeError == null ? '' : formatError(difference.largestRelativeError),
    difference === null ? '' : formatPercent(difference.elements === 0 ? 0 : difference.changed / difference.elements),
    sparsityWords(row),
    text(notes.join(', ')),
  ];
}

function outputs(found: OutputComparison): readonly string[] {
  const { fidelity, accuracy, tensors, firstDifference, tolerance } = found;
  const blocks = [
    '## Answers',
    `Both models ran on ${dataSourceText(found.data)}; outputs were compared on ${formatInteger(found.samples)} samples.`,
    limited(
      [
        { title: 'Output' },
        { title: 'SQNR', align: 'right' },
        { title: 'Cosine', align: 'right' },
        { title: 'Largest error', align: 'right' },
        { title: 'Top-1 agreement', align: 'right' },
      ],
      fidelity.map(each => [
        code(each.output),
        sqnrText(each),
        each.cosine === null ? '–' : each.cosine.toFixed(6),
        formatError(each.largestError),
        each.top1Agreement === null ? '–' : formatPercent(each.top1Agreement, 2),
      ]),
    ),
  ];
  if (accuracy !== null) {
    const shares = `${formatPercent(accuracy.a, 2)} → ${formatPercent(accuracy.b, 2)}`;
    blocks.push(
      `Accuracy by output ${code(accuracy.output)}: ${shares} on ${formatInteger(accuracy.samples)} samples.`,
    );
  }
  if (tensors.length === 0) return blocks;
  const limit = formatPercent(tolerance, 2);
  const first = firstDifference === null ? undefined : tensors[firstDifference];
  const start = Math.max(0, (firstDifference ?? 0) - 5);
  blocks.push(
    '## Where they part',
    first === undefined
      ? `None of ${formatInteger(tensors.length)} tensors that both make has a relative error above ${limit}.`
      : `The first tensor with a relative error above ${limit} is ${code(first.a.value)}, made by ${text(first.a.op)} ${code(first.a.name)} and by ${text(first.b.op)} ${code(first.b.name)}.`,
    `Relative error is √(Σ(a−b)² / Σa²) over ${formatInteger(found.tensorSamples)} samples; both graphs ran as they are written, without the runtime's optimizations.`,
    limited(
      [
        { title: 'Tensor' },
        { title: 'Made by' },
        { title: 'Relative error', align: 'right' },
        { title: 'SQNR', align: 'right' },
        { title: 'Largest error', align: 'right' },
      ],
      tensors
        .slice(start, start + TENSORS)
        .map(({ a, sqnrDb, relativeError, largestError }, i) => [
          `${start + i === firstDifference ? '**first** ' : ''}${code(a.value)}`,
          `${text(a.op)} ${code(a.name)}`,
          formatError(relativeError),
          sqnrDb === null ? 'identical' : `${sqnrDb.toFixed(1)} dB`,
          formatError(largestError),
        ]),
    ),
  );
  return blocks;
}

function nameCell(name: string): string {
  return name === '' ? '' : code(name);
}

function valueCell(value: string | null): string {
  return value === null ? 'none' : code(value);
}

function limited(columns: Parameters<typeof table>[0], rows: readonly (readonly string[])[]): string {
  const shown = table(columns, rows.slice(0, MOST_ROWS));
  if (rows.length <= MOST_ROWS) return shown;
  return `${shown}\n\nAnd ${formatInteger(rows.length - MOST_ROWS)} more, which the JSON report has.`;
}
