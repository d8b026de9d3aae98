import { checkVerdict } from '../../report/extractionMarkdown';
import { printable } from '../../shared/printable';
import type { ExtractChoice, ExtractRequest, ExtractResult } from '../../shared/protocol/jobs';
import type { ExtractedEnd } from '../../shared/reports/extractionReport';
import { formatBytes, formatInteger } from '../../shared/units';
import { dimensionOptions, numberOption, oneModel } from '../arguments';
import type { Arguments, Command } from '../command';
import { commonOptions, runOptions } from '../commonOptions';
import { exclusiveOptions, missingOption } from '../errors';
import { plainText } from '../plainText';
import { textTable } from '../textTable';

export const extract: Command = {
  name: 'extract',
  summary: 'Take some nodes out of a model as a model of their own, and see that it answers as they do there',
  options: {
    ...commonOptions,
    nodes: { type: 'string', value: 'NAME,…', help: 'these nodes, by name or by place as #3 and #3-8' },
    inputs: { type: 'string', value: 'A,B', help: 'what leads from these values …' },
    outputs: { type: 'string', value: 'C,D', help: '… to these; either may be left out' },
    scope: { type: 'string', value: 'PATH', help: 'all nodes of a scope, such as encoder/layer.3' },
    graph: { type: 'string', value: 'ID', help: 'graph that they are in (default main), as inspect --json names it' },
    'only-chosen': {
      type: 'boolean',
      help: 'leave nodes out that work on constants alone, such as dequantized weights',
    },
    part: { type: 'string', value: 'PART', help: 'what the name of the result adds (default from the nodes)' },
    out: { type: 'string', value: 'FILE', help: 'the new model (default NAME.PART.onnx beside MODEL)' },
    force: { type: 'boolean', help: 'replace existing results' },
    'no-run': { type: 'boolean', help: 'do not run model and part to compare them' },
    ...runOptions,
  },
  async run(args, { terminal, run }) {
    const result = await run('extract', extractRequest(args));
    terminal.answer(result.report, () => extractText(result));
    return [];
  },
};

function extractRequest(args: Arguments): ExtractRequest {
  return {
    model: oneModel(extract, args),
    graph: args.text('graph') ?? 'main',
    choice: choiceOf(args),
    part: args.text('part'),
    out: args.text('out'),
    force: args.flag('force'),
    computed: !args.flag('only-chosen'),
    data: args.text('data'),
    threads: numberOption(extract, args, 'threads', { least: 0, most: 1024, whole: true }, 0),
    freeDimensions: dimensionOptions(extract, args),
    withoutRuntime: args.flag('no-run') ? 'It was not asked for, as --no-run says.' : null,
  };
}

/** One way of choosing. @throws LatheError of kind `usage` for none or several. */
function choiceOf(args: Arguments): ExtractChoice {
  const nodes = listed(args, 'nodes');
  const inputs = listed(args, 'inputs');
  const outputs = listed(args, 'outputs');
  const scope = args.text('scope');
  const hasEnds = inputs.length + outputs.length > 0;
  if (nodes.length > 0 && hasEnds)
    throw exclusiveOptions(extract.name, 'nodes', inputs.length > 0 ? 'inputs' : 'outputs');
  if (scope !== null && nodes.length > 0) throw exclusiveOptions(extract.name, 'nodes', 'scope');
  if (scope !== null && hasEnds)
    throw exclusiveOptions(extract.name, 'scope', inputs.length > 0 ? 'inputs' : 'outputs');
  if (scope !== null) return { kind: 'scope', path: scope };
  if (nodes.length > 0) return { kind: 'nodes', names: nodes };
  if (!hasEnds) throw missingOption(extract.name, 'What to take out', ['--nodes', '--inputs and --outputs', '--scope']);
  return { kind: 'ends', inputs, outputs };
}

/** `--nodes a,b --nodes c`; a backslash keeps the comma after it. */
function listed(args: Arguments, option: string): readonly string[] {
  return args
    .texts(option)
    .flatMap(text => text.match(/(?:\\.|[^\\,])+/gsu) ?? [])
    .map(name => name.replace(/\\(.)/gsu, '$1'));
}

function extractText({ report, model, markdown, json }: ExtractResult): string {
  const { source, target, check, warnings, notes } = report;
  const nodes = `${formatInteger(target.nodes)} of ${formatInteger(source.nodes)} nodes`;
  const bytes = `${formatBytes(target.bytes)} of ${formatBytes(source.bytes)}`;
  return [
    `${printable(source.file)} → ${printable(target.file)}: ${nodes}, ${bytes}. ${checkVerdict(check)}`,
    ...[...warnings, ...notes].map(note => `Note: ${plainText(note)}`),
    '',
    endTable('Input', report.inputs),
    '',
    endTable('Output', report.outputs),
    '',
    ...[model, markdown, json].map(file => `Wrote ${printable(file)}`),
  ].join('\n');
}

function endTable(title: string, ends: readonly ExtractedEnd[]): string {
  return textTable(
    [
      { title, most: 60 },
      { title: 'Type', most: 60 },
    ],
    ends.map(({ name, type }) => [name, type]),
  );
}
