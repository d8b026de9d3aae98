import path from 'node:path';
import { paced } from '../../../formats/pace';
import type { NodeFigures } from '../../../shared/figures/nodeFigures';
import { formatInteger } from '../../../shared/units';
import { type Fields, fields, finite, list, text } from '../fields';
import { FigureBuilder, type FigureHead } from '../figureBuilder';
import type { FigureContext, FigureSource } from '../figureSource';
import { type NodeNames, type NodePlace, nodeNamesStepwise } from '../nodeNames';
import { REPORT_ENDING, type ReportFile, readReport, reportsOf, stemOf } from '../reportFile';
import { sizeNotes } from '../staleness';

const USUAL = `.int8${REPORT_ENDING}`;

/** Reasons for keeping layers that are told; the rest is counted. */
const MOST_REASONS = 5;

/** How well each layer's weight survived quantization, from the report of the job that made or used the open model. */
export const quantizationError: FigureSource = {
  name: 'quantization error',
  async read(context) {
    const own = path.join(path.dirname(context.file), `${stemOf(context.file)}${REPORT_ENDING}`);
    const figures: NodeFigures[] = [];
    for (const file of new Set([own, ...(await reportsOf(context.file))])) {
      const found = await readReport(file, 'quantization');
      if (found === null) continue;
      const made = await figureOf(context, found, figures.length);
      if (made !== null) figures.push(made);
    }
    return figures;
  },
};

async function figureOf(context: FigureContext, found: ReportFile, before: number): Promise<NodeFigures | null> {
  const head: FigureHead = {
    id: before === 0 ? 'quantization.weightError' : `quantization.weightError:${found.name}`,
    title: before === 0 ? 'Quantization error of weights' : `Quantization error of weights (${found.name})`,
    source: `SQNR, measured while quantizing, ${found.name}`,
    unit: 'decibel',
    aggregation: 'largest',
    hot: 'low',
  };
  const builder = new FigureBuilder();
  // Of what kind it was meant to be, only the name tells.
  if (found.report === null) return found.name.endsWith(USUAL) ? builder.build(head, [found.problem]) : null;
  const role = roleOf(context, found.report);
  if (role === null) return null;
  const names = await paced(nodeNamesStepwise(context.model));
  const layers = list(found.report.get('layers')).map(fields);
  let missing = 0;
  let quantized = 0;
  const kept = new Map<string, number>();
  for (const layer of layers) {
    if (text(layer.get('action')) === 'kept') {
      const reason = text(layer.get('reason')) || 'no reason given';
      kept.set(reason, (kept.get(reason) ?? 0) + 1);
      continue;
    }
    quantized += 1;
    const place = placeOf(names, layer, role.isTarget);
    const decibels = finite(layer.get('weightSqnrDb'));
    if (place === null) missing += 1;
    else if (decibels !== null) builder.add(place.graph, place.node, decibels);
  }
  return builder.build(head, [...role.notes, ...missingNotes(found.name, missing, quantized), ...keptNotes(kept)]);
}

/** Which of the report's two files is open, `null` when neither is. */
function roleOf(context: FigureContext, report: Fields): { isTarget: boolean; notes: readonly string[] } | null {
  const name = path.basename(context.file);
  for (const role of ['target', 'source'] as const) {
    const file = fields(report.get(role));
    if (text(file.get('file')) !== name) continue;
    return { isTarget: role === 'target', notes: sizeNotes(file.get('bytes'), context) };
  }
  return null;
}

/** A layer in the result goes by its name, or by that of the integer product it became. */
function placeOf(names: NodeNames, layer: Fields, isTarget: boolean): NodePlace | null {
  const name = text(layer.get('node'));
  const op = text(layer.get('op'));
  const own = names.get(name);
  if (own?.node.op === op) return own;
  return (isTarget ? names.get(`${name}_MatMulInteger`) : undefined) ?? null;
}

function missingNotes(report: string, missing: number, all: number): readonly string[] {
  if (missing === 0) return [];
  return [
    `${formatInteger(missing)} of ${formatInteger(all)} quantized layers in ${report} are not in this file under their names.`,
  ];
}

function keptNotes(kept: ReadonlyMap<string, number>): readonly string[] {
  const reasons = [...kept].sort((a, b) => b[1] - a[1]);
  if (reasons.length === 0) return [];
  const total = reasons.reduce((sum, [, times]) => sum + times, 0);
  const told = reasons.slice(0, MOST_REASONS).map(([reason, times]) => `${reason} (${formatInteger(times)})`);
  const more = reasons.length > told.length ? [`other reasons (${formatInteger(reasons.length - told.length)})`] : [];
  return [`${formatInteger(total)} layers stayed in float and have no error: ${[...told, ...more].join('; ')}.`];
}
