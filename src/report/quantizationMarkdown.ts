import type { LayerOutcome, QuantizationReport } from '../shared/reports/quantizationReport';
import { formatBytes, formatInteger, formatMilliseconds } from '../shared/units';
import { dataSourceText, dimensionsText } from './dataSourceText';
import { environmentMarkdown } from './environmentMarkdown';
import { answers, sizeTable, speed } from './evaluationMarkdown';
import { evaluationVerdict } from './evaluationVerdict';
import { code, codeBlock, document, table, text } from './markdown';

/** The report of a quantization for people: verdict and warnings, figures, layers, how it was done, how to repeat it. */
export function quantizationMarkdown(report: QuantizationReport): string {
  return document([
    `# ${code(report.source.file)} in INT8`,
    evaluationVerdict(report),
    report.warnings.map(warning => `> **Warning:** ${text(warning)}`).join('\n>\n'),
    '## Size',
    sizeTable(report),
    '## Speed',
    speed(report),
    '## Answers',
    answers(report),
    '## Layers',
    layers(report),
    '## How it was done',
    method(report),
    '## Where',
    environmentMarkdown(report.environment),
    '## Again',
    `In the folder of the model:\n\n${codeBlock('sh', report.command)}`,
  ]);
}

function layers(report: QuantizationReport): string {
  const quantized = report.layers.filter(({ action }) => action === 'quantized');
  const kept = report.layers.filter(({ action }) => action === 'kept');
  return [
    `${formatInteger(quantized.length)} of ${formatInteger(report.layers.length)} layers are in INT8.`,
    kept.length === 0 ? '' : `### Kept in float\n\n${keptTable(kept)}`,
    quantized.length === 0 ? '' : `### In INT8\n\n${quantizedTable(quantized)}`,
  ]
    .filter(block => block !== '')
    .join('\n\n');
}

function keptTable(kept: readonly LayerOutcome[]): string {
  return table(
    [
      { title: 'Node' },
      { title: 'Operator' },
      { title: 'Weight' },
      { title: 'Bytes', align: 'right' },
      { title: 'Why' },
    ],
    kept.map(({ node, op, weight, bytesBefore, reason }) => [
      code(node),
      code(op),
      weight === null ? '–' : code(weight),
      bytesBefore === 0 ? '–' : formatBytes(bytesBefore),
      text(reason),
    ]),
  );
}

function quantizedTable(quantized: readonly LayerOutcome[]): string {
  return table(
    [
      { title: 'Node' },
      { title: 'Operator' },
      { title: 'Weight' },
      { title: 'Before', align: 'right' },
      { title: 'After', align: 'right' },
      { title: 'Weight SQNR', align: 'right' },
      { title: 'Form' },
    ],
    quantized.map(({ node, op, weight, bytesBefore, bytesAfter, weightSqnrDb, reason }) => [
      code(node),
      code(op),
      weight === null ? '–' : code(weight),
      formatBytes(bytesBefore),
      formatBytes(bytesAfter),
      weightSqnrDb === null ? 'exact' : `${weightSqnrDb.toFixed(1)} dB`,
      text(reason),
    ]),
  );
}

function method(report: QuantizationReport): string {
  const options = Object.entries(report.options).filter(([, value]) => value !== '');
  const dimensions =
    report.freeDimensions.length === 0 ? '' : ` Free dimensions: ${dimensionsText(report.freeDimensions)}.`;
  return [
    text(report.methodReason),
    `${report.method === 'static' ? 'Inputs that gave the ranges of activations' : 'Inputs'}: ${dataSourceText(report.data)}. Answers: compared on ${formatInteger(report.fidelitySamples)} samples.${dimensions}`,
    table(
      [{ title: 'Option' }, { title: 'Value' }],
      options.map(([name, value]) => [code(name), code(String(value))]),
    ),
    `Took ${formatMilliseconds(report.seconds * 1000)} and ${formatBytes(report.peakMemoryBytes)} of memory at peak, the runtime included.`,
    'Speed holds for this machine. On x86 processors without VNNI instructions the runtime adds pairs of 8-bit products in 16 bits, which can saturate; measure answers again on such a machine before shipping to it.',
  ].join('\n\n');
}
