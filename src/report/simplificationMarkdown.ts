import type { PassOutcome, SimplificationReport } from '../shared/reports/simplificationReport';
import { formatBytes, formatInteger, formatMilliseconds } from '../shared/units';
import { dataSourceText, dimensionsText } from './dataSourceText';
import { environmentMarkdown } from './environmentMarkdown';
import { answers, sizeTable, speed } from './evaluationMarkdown';
import { answerVerdict, sizeVerdict, speedVerdict } from './evaluationVerdict';
import { code, codeBlock, document, table, text } from './markdown';

/** The report of a simplification for people: verdict and warnings, what was done and what not, figures, how to repeat it. */
export function simplificationMarkdown(report: SimplificationReport): string {
  return document([
    `# ${code(report.source.file)} simplified`,
    `**${[graphVerdict(report), sizeVerdict(report), speedVerdict(report), answerVerdict(report)].join(' ')}**`,
    report.warnings.map(warning => `> **Warning:** ${text(warning)}`).join('\n>\n'),
    '## What was done',
    done(report),
    '## What was left',
    left(report),
    '## Graph',
    graph(report),
    '## Size',
    sizeTable(report),
    '## Answers',
    answers(report),
    exactness(report),
    '## Speed',
    speed(report),
    '## How it was compared',
    comparison(report),
    '## Where',
    environmentMarkdown(report.environment),
    '## Again',
    `In the folder of the model:\n\n${codeBlock('sh', report.command)}`,
  ]);
}

function graphVerdict({ before, after }: SimplificationReport): string {
  if (before.nodes === after.nodes) return `Still ${formatInteger(after.nodes)} nodes.`;
  return `${formatInteger(before.nodes)} nodes became ${formatInteger(after.nodes)}.`;
}

function done({ passes }: SimplificationReport): string {
  return table(
    [{ title: 'Simplification' }, { title: 'Changes', align: 'right' }, { title: 'Keeps' }, { title: 'Of' }],
    passes
      .filter(({ changes }) => changes > 0)
      .map(pass => [
        `${text(pass.title)} (${code(pass.id)})`,
        formatInteger(pass.changes),
        pass.exactness === 'exact' ? 'every bit' : 'up to rounding',
        names(pass),
      ]),
  );
}

function names({ names: some, changes }: PassOutcome): string {
  const more = changes > some.length ? ` and ${formatInteger(changes - some.length)} more` : '';
  return `${some.map(code).join(', ')}${more}`;
}

function left({ passes, notes }: SimplificationReport): string {
  const rows = passes.flatMap(({ title, skipped }) =>
    skipped.map(({ what, reason, count }) => [
      text(title),
      count === 1 ? code(what) : `${code(what)} and ${formatInteger(count - 1)} more`,
      text(reason),
    ]),
  );
  const unlisted = passes.reduce((sum, { unlistedSkips }) => sum + unlistedSkips, 0);
  const idle = passes.filter(({ changes, skipped }) => changes === 0 && skipped.length === 0);
  return [
    rows.length === 0 ? '' : table([{ title: 'Simplification' }, { title: 'Of' }, { title: 'Why not' }], rows),
    unlisted === 0 ? '' : `For other reasons: ${formatInteger(unlisted)} more.`,
    ...notes.map(text),
    idle.length === 0 ? '' : `Found nothing to do: ${idle.map(({ id }) => code(id)).join(', ')}.`,
  ]
    .filter(block => block !== '')
    .join('\n\n');
}

function graph({ before, after, operators }: SimplificationReport): string {
  const columns = [
    { title: '' },
    { title: 'Before', align: 'right' as const },
    { title: 'After', align: 'right' as const },
  ];
  const figures = table(columns, [
    ['Nodes', formatInteger(before.nodes), formatInteger(after.nodes)],
    ['Weights', formatInteger(before.weights), formatInteger(after.weights)],
    ['Bytes of weights', formatBytes(before.weightBytes), formatBytes(after.weightBytes)],
  ]);
  if (operators.length === 0) return figures;
  const counts = operators.map(each => [code(each.op), formatInteger(each.before), formatInteger(each.after)]);
  return `${figures}\n\nOperators of the main graph whose number changed:\n\n${table([{ ...columns[0], title: 'Operator' }, ...columns.slice(1)], counts)}`;
}

function exactness({ plainError }: SimplificationReport): string {
  if (plainError === null) return '';
  const measured =
    plainError === 0
      ? 'the outputs are the same bit for bit; the differences above come from the runtime choosing other kernels for the two'
      : `the largest error of any output is ${Number(plainError.toPrecision(3))}`;
  return `With the runtime's own optimizations switched off for both models, on the first sample, ${measured}.`;
}

function comparison(report: SimplificationReport): string {
  const options = Object.entries(report.options).filter(([, value]) => value !== '');
  const { freeDimensions } = report;
  const dimensions = freeDimensions.length === 0 ? '' : ` Free dimensions: ${dimensionsText(freeDimensions)}.`;
  return [
    `Inputs: ${dataSourceText(report.data)}. Answers: compared on ${formatInteger(report.fidelitySamples)} samples.${dimensions}`,
    table(
      [{ title: 'Option' }, { title: 'Value' }],
      options.map(([name, value]) => [code(name), code(String(value))]),
    ),
    `Took ${formatMilliseconds(report.seconds * 1000)} and ${formatBytes(report.peakMemoryBytes)} of memory at peak, the runtime included.`,
  ].join('\n\n');
}
