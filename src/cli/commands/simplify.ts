import { printable } from '../../shared/printable';
import type { SimplifyRequest, SimplifyResult } from '../../shared/protocol/jobs';
import type { PassOutcome, Simplification, SimplificationReport } from '../../shared/reports/simplificationReport';
import { formatBytes, formatInteger } from '../../shared/units';
import { dimensionOptions, numberOption, oneModel } from '../arguments';
import type { Arguments, Command } from '../command';
import { commonOptions, runOptions } from '../commonOptions';
import { evaluationLines } from '../evaluationLines';
import { plainText } from '../plainText';
import { textTable } from '../textTable';

export const simplify: Command = {
  name: 'simplify',
  summary: 'Make a version of a model without what it does not need, with a report that proves it answers the same',
  options: {
    ...commonOptions,
    out: { type: 'string', value: 'FILE', help: 'the new model (default NAME.simplified.onnx beside MODEL)' },
    force: { type: 'boolean', help: 'replace existing results' },
    only: { type: 'string', value: 'ID,…', help: 'do these simplifications alone' },
    skip: { type: 'string', value: 'ID,…', help: 'leave these simplifications out' },
    opset: { type: 'string', value: 'N', help: 'raise the operator set to this version' },
    float32: { type: 'boolean', help: 'compute in float32 what the model computes in float64' },
    ...runOptions,
    dim: { type: 'string', value: 'NAME=SIZE', help: 'fix a free dimension at this size for good; may be repeated' },
    'sample-dim': {
      type: 'string',
      value: 'NAME=SIZE',
      help: 'size of a free dimension in made-up inputs; may be repeated',
    },
  },
  async run(args, { terminal, run }) {
    const result = await run('simplify', simplifyRequest(args));
    const document = result.kind === 'written' ? result.report : result;
    terminal.answer(document, () => simplifyText(result));
    return [];
  },
};

function simplifyRequest(args: Arguments): SimplifyRequest {
  const sizes = dimensionOptions(simplify, args);
  return {
    model: oneModel(simplify, args),
    out: args.text('out'),
    force: args.flag('force'),
    only: listed(args, 'only'),
    skip: listed(args, 'skip'),
    opset: numberOption(simplify, args, 'opset', { least: 7, most: 1000, whole: true }, null),
    sizes,
    float32: args.flag('float32'),
    data: args.text('data'),
    threads: numberOption(simplify, args, 'threads', { least: 0, most: 1024, whole: true }, 0),
    freeDimensions: [...dimensionOptions(simplify, args, 'sample-dim'), ...sizes],
  };
}

/** `--only a,b --only c` */
function listed(args: Arguments, name: string): readonly string[] {
  return args
    .texts(name)
    .flatMap(text => text.split(','))
    .map(id => id.trim())
    .filter(id => id !== '');
}

function simplifyText(result: SimplifyResult): string {
  if (result.kind === 'unchanged') {
    const { file, simplification } = result;
    return [
      `${printable(file)}: nothing to simplify, nothing was written.`,
      ...simplification.notes.map(note => `Note: ${plainText(note)}`),
      ...skippedTable(simplification),
    ].join('\n');
  }
  const { report, model, markdown, json } = result;
  return [
    headline(report),
    ...report.warnings.map(warning => `Note: ${plainText(warning)}`),
    ...evaluationLines(report),
    '',
    changeTable(report),
    ...skippedTable(report),
    '',
    ...[model, markdown, json].map(file => `Wrote ${printable(file)}`),
  ].join('\n');
}

function headline({ source, target, before, after }: SimplificationReport): string {
  const files = `${printable(source.file)} → ${printable(target.file)}`;
  const nodes = `${formatInteger(before.nodes)} → ${formatInteger(after.nodes)} nodes`;
  return `${files}: ${nodes}, ${formatBytes(source.bytes)} → ${formatBytes(target.bytes)}`;
}

function changeTable({ passes }: SimplificationReport): string {
  const first = ({ names, changes }: PassOutcome): string => `${names[0] ?? ''}${changes > 1 ? ', …' : ''}`;
  return textTable(
    [{ title: 'Simplification' }, { title: 'Changes', align: 'right' }, { title: 'Of', most: 60 }],
    passes.filter(({ changes }) => changes > 0).map(pass => [pass.title, formatInteger(pass.changes), first(pass)]),
  );
}

function skippedTable({ passes }: Simplification): readonly string[] {
  const rows = passes.flatMap(({ id, skipped }) =>
    skipped.map(({ what, reason, count }) => [id, formatInteger(count), what, reason]),
  );
  if (rows.length === 0) return [];
  const columns = [
    { title: 'Left' },
    { title: 'Count', align: 'right' as const },
    { title: 'Such as', most: 40 },
    { title: 'Why' },
  ];
  return ['', textTable(columns, rows)];
}
