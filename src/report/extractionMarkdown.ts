import type { ExtractedEnd, ExtractionCheck, ExtractionReport } from '../shared/reports/extractionReport';
import { formatBytes, formatInteger, formatMilliseconds } from '../shared/units';
import { dataSourceText, dimensionsText } from './dataSourceText';
import { environmentMarkdown } from './environmentMarkdown';
import { sqnrText } from './fidelityText';
import { code, codeBlock, document, table, text } from './markdown';

/** Lines of one table; the JSON beside the report has all. */
const MOST_ROWS = 200;

/** The report of an extraction for people: verdict and warnings, what was taken, its ends, the proof, how to repeat it. */
export function extractionMarkdown(report: ExtractionReport): string {
  return document([
    `# ${code(report.target.file)}: a part of ${code(report.source.file)}`,
    `**${verdict(report)}**`,
    report.warnings.map(warning => `> **Warning:** ${text(warning)}`).join('\n>\n'),
    report.notes.map(note => `- ${text(note)}`).join('\n'),
    '## What was taken',
    taken(report),
    '## Inputs',
    ends(report.inputs, 'The part takes no input.'),
    '## Outputs',
    ends(report.outputs, 'The part gives nothing.'),
    '## Answers',
    answers(report.check),
    '## Where',
    environmentMarkdown(report.environment),
    '## Again',
    `In the folder of the model, in ${formatMilliseconds(report.seconds * 1000)}:\n\n${codeBlock('sh', report.command)}`,
  ]);
}

function verdict({ source, target, check }: ExtractionReport): string {
  const size = `${formatInteger(target.nodes)} of ${formatInteger(source.nodes)} nodes, ${formatBytes(target.bytes)} of ${formatBytes(source.bytes)}.`;
  return `${size} ${checkVerdict(check)}`;
}

/** Whether the part was seen to do what the model does there, in one sentence. */
export function checkVerdict(check: ExtractionCheck): string {
  if (check.kind === 'unproven') return 'Not run.';
  if (check.kind === 'loaded') return 'Loads; answers not compared.';
  if (check.isBroken) return 'Does not answer as the model does.';
  if (check.largestError === 0) return 'Same answers as the model, bit for bit.';
  return `Largest error against the model ${Number(check.largestError.toPrecision(3))}.`;
}

function taken({ graph, chosen, brought, functions, operators, target }: ExtractionReport): string {
  const facts = [
    ['Graph', text(graph.title)],
    ['Nodes chosen', formatInteger(chosen)],
    ['Nodes that make their constants', formatInteger(brought)],
    ['Weights', `${formatInteger(target.weights)}, ${formatBytes(target.weightBytes)}`],
    ...(functions.length === 0 ? [] : [['Functions', functions.slice(0, MOST_ROWS).map(code).join(', ')]]),
  ];
  return [
    table([{ title: '' }, { title: '' }], facts),
    table(
      [{ title: 'Operator' }, { title: 'Count', align: 'right' }],
      operators.slice(0, MOST_ROWS).map(({ op, count }) => [code(op), formatInteger(count)]),
    ),
  ].join('\n\n');
}

function ends(all: readonly ExtractedEnd[], none: string): string {
  if (all.length === 0) return none;
  const rows = all.slice(0, MOST_ROWS).map(({ name, type }) => [code(name), code(type)]);
  const more = all.length > rows.length ? `\n\nAnd ${formatInteger(all.length - rows.length)} more.` : '';
  return `${table([{ title: 'Name' }, { title: 'Type' }], rows)}${more}`;
}

function answers(check: ExtractionCheck): string {
  if (check.kind !== 'compared') return text(check.reason);
  const dimensions =
    check.freeDimensions.length === 0 ? '' : ` Free dimensions: ${dimensionsText(check.freeDimensions)}.`;
  return [
    `Both ran as they are written on ${formatInteger(check.samples)} samples (${dataSourceText(check.data)}); the part was fed what the model has at its inputs.${dimensions}`,
    table(
      [{ title: 'Output' }, { title: 'SQNR', align: 'right' }, { title: 'Largest error', align: 'right' }],
      check.fidelity
        .slice(0, MOST_ROWS)
        .map(each => [code(each.output), sqnrText(each), String(Number(each.largestError.toPrecision(3)))]),
    ),
  ].join('\n\n');
}
