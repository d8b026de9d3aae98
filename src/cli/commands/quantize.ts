import { printable } from '../../shared/printable';
import type { QuantizeRequest, QuantizeResult } from '../../shared/protocol/jobs';
import type { QuantizationReport } from '../../shared/reports/quantizationReport';
import { formatBytes, formatInteger, formatPercent } from '../../shared/units';
import { bytesOption, choiceOption, dimensionOptions, numberOption, oneModel } from '../arguments';
import type { Arguments, BrokenLimit, Command } from '../command';
import { commonOptions, runOptions } from '../commonOptions';
import { notYet } from '../errors';
import { evaluationLines } from '../evaluationLines';
import { plainText } from '../plainText';
import { quantizeLimits } from '../quantizeLimits';
import { textTable } from '../textTable';

export const quantize: Command = {
  name: 'quantize',
  summary: 'Make an INT8 version of a model, with a report that proves what it did',
  options: {
    ...commonOptions,
    to: { type: 'string', value: 'int8', help: 'element type of the weights (default int8)' },
    method: { type: 'string', value: 'auto|dynamic|static', help: 'how activations are quantized (default auto)' },
    ...runOptions,
    out: { type: 'string', value: 'FILE', help: 'the new model (default NAME.int8.onnx beside MODEL)' },
    force: { type: 'boolean', help: 'replace existing results' },
    calibration: {
      type: 'string',
      value: 'minmax|entropy|percentile|mse',
      help: 'how ranges are chosen from the samples (default minmax)',
    },
    'per-tensor': { type: 'boolean', help: 'one scale for each weight instead of one for each channel' },
    'no-latency-gate': { type: 'boolean', help: 'quantize every supported layer, also where it is not faster here' },
    exclude: { type: 'string', value: 'NODE', help: 'leave a node as it is; may be repeated' },
    samples: { type: 'string', value: 'N', help: 'most samples that ranges are taken from (default 200)' },
    'max-drop': { type: 'string', value: 'POINTS', help: 'exit with 3 when accuracy drops by more percentage points' },
    'max-size': { type: 'string', value: 'SIZE', help: 'exit with 3 when the result is larger, for example 1.5MB' },
    'max-latency': { type: 'string', value: 'MS', help: "exit with 3 when the result's median is above" },
  },
  async run(args, { terminal, run }) {
    const to = args.text('to') ?? 'int8';
    if (to !== 'int8') throw notYet('quantize', 'to', printable(to), 'int8');
    const request = quantizeRequest(args);
    const limits = {
      maxDrop: numberOption(quantize, args, 'max-drop', { least: 0, most: 100 }, null),
      maxBytes: bytesOption(quantize, args, 'max-size'),
      maxLatencyMs: numberOption(quantize, args, 'max-latency', { least: 0, most: 1e9 }, null),
    };
    const result = await run('quantize', request);
    terminal.answer(result.report, () => quantizeText(result));
    const broken: readonly BrokenLimit[] = quantizeLimits(result.report, limits);
    return broken;
  },
};

function quantizeRequest(args: Arguments): QuantizeRequest {
  return {
    model: oneModel(quantize, args),
    method: choiceOption(quantize, args, 'method', ['auto', 'dynamic', 'static'], 'auto'),
    data: args.text('data'),
    out: args.text('out'),
    force: args.flag('force'),
    calibration: choiceOption(quantize, args, 'calibration', ['minmax', 'entropy', 'percentile', 'mse'], 'minmax'),
    perChannel: !args.flag('per-tensor'),
    latencyGate: !args.flag('no-latency-gate'),
    exclude: args.texts('exclude'),
    samples: numberOption(quantize, args, 'samples', { least: 1, most: 1_000_000, whole: true }, 200),
    threads: numberOption(quantize, args, 'threads', { least: 0, most: 1024, whole: true }, 0),
    freeDimensions: dimensionOptions(quantize, args),
  };
}

function quantizeText({ report, model, markdown, json }: QuantizeResult): string {
  const { source, target } = report;
  const kept = report.layers.filter(({ action }) => action === 'kept');
  return [
    `${printable(source.file)} → ${printable(target.file)}: ${formatBytes(source.bytes)} → ${formatBytes(target.bytes)} (${formatPercent(target.bytes / source.bytes)})`,
    `Method: ${report.method}. ${plainText(report.methodReason)}`,
    ...report.warnings.map(warning => `Note: ${plainText(warning)}`),
    ...evaluationLines(report),
    `Layers: ${formatInteger(report.layers.length - kept.length)} quantized, ${formatInteger(kept.length)} kept`,
    ...(kept.length === 0 ? [] : ['', keptTable(report), '']),
    ...[model, markdown, json].map(file => `Wrote ${printable(file)}`),
  ].join('\n');
}

function keptTable({ layers }: QuantizationReport): string {
  return textTable(
    [{ title: 'Kept', most: 40 }, { title: 'Operator' }, { title: 'Reason' }],
    layers.filter(({ action }) => action === 'kept').map(({ node, op, reason }) => [node, op, reason]),
  );
}
