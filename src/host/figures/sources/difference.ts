import path from 'node:path';
import { paced } from '../../../formats/pace';
import type { Steps } from '../../../model/steps';
import type { NodeFigures } from '../../../shared/figures/nodeFigures';
import { formatInteger } from '../../../shared/units';
import { ComparedNodes } from '../comparedNodes';
import { count, type Fields, fields, finite, list, text } from '../fields';
import { FigureBuilder, type FigureHead } from '../figureBuilder';
import type { FigureContext, FigureSource, KnownComparison } from '../figureSource';
import { byteChanges, macChanges, tensorErrors, type Values, weightErrors } from '../nodeDifferences';
import { readReport, reportsOf } from '../reportFile';
import { sizeNotes } from '../staleness';

/** Comparisons that figures are made of, the latest first. */
const MOST_COMPARISONS = 4;

/** How reports of comparisons are called. */
const SAVED = '.compare.report.json';

/** How the open model differs from others, from comparisons of this session and from those saved beside it. */
export const difference: FigureSource = {
  name: 'difference to another model',
  async read(context) {
    const saved: KnownComparison[] = [];
    const figures: NodeFigures[] = [];
    for (const file of await reportsOf(context.file)) {
      const found = await readReport(file, 'compare');
      if (found?.report === null && file.endsWith(SAVED)) figures.push(unreadable(found.name, found.problem));
      const side = found?.report == null ? null : sideOf(found.report, context);
      if (found?.report == null || side === null) continue;
      const other = text(fields(found.report.get(side === 'a' ? 'b' : 'a')).get('file'));
      saved.push({ side, other, origin: found.name, report: found.report });
    }
    const told = new Set<string>();
    for (const comparison of [...context.comparisons, ...saved]) {
      if (told.has(comparison.other) || told.size === MOST_COMPARISONS) continue;
      told.add(comparison.other);
      figures.push(...(await paced(figuresOf(context, comparison))));
    }
    return figures;
  },
};

/** A figure of no node, which says why. */
function unreadable(name: string, problem: string): NodeFigures {
  const head = {
    id: `compare.weights:${name}`,
    title: `Relative error of weights (${name})`,
    source: name,
    hot: 'high',
  } as const;
  return new FigureBuilder().build({ ...head, aggregation: 'largest', unit: 'number' }, [problem]);
}

/** The side that this file is on, by name and, where both have the same, by size; `null` when it is on neither. */
function sideOf(report: Fields, context: FigureContext): 'a' | 'b' | null {
  const name = path.basename(context.file);
  const sides = (['a', 'b'] as const).filter(side => text(fields(report.get(side)).get('file')) === name);
  const same = sides.filter(side => finite(fields(report.get(side)).get('bytes')) === context.bytes);
  return same[0] ?? sides[0] ?? null;
}

function* figuresOf(
  context: FigureContext,
  { side, other, origin, report }: KnownComparison,
): Steps<readonly NodeFigures[]> {
  const nodes = new ComparedNodes(context, side, report);
  const head = (id: string, title: string, source: string): Pick<FigureHead, 'id' | 'title' | 'source' | 'hot'> => {
    return { id: `compare.${id}:${other}`, title: `${title} (${other})`, source: `${source}, ${origin}`, hot: 'high' };
  };
  const figures: NodeFigures[] = [];
  const weights = yield* weightErrors(nodes, list(report.get('weights')));
  const bytes = yield* byteChanges(nodes, list(report.get('weights')), side);
  const macs = yield* macChanges(nodes, side);
  const outputs = fields(report.get('outputs'));
  const tensors = yield* tensorErrors(nodes, list(outputs.get('tensors')));
  const notes = [
    ...sizeNotes(fields(report.get(side)).get('bytes'), context),
    ...strangerNotes(nodes.strangers, other),
  ];
  const add = (
    values: Values,
    made: Omit<FigureHead, 'aggregation' | 'unit'>,
    kind: Pick<FigureHead, 'aggregation' | 'unit'>,
    more: readonly string[] = [],
  ): void => {
    if (values.size === 0) return;
    const builder = new FigureBuilder();
    for (const [node, { graph, value }] of values) builder.add(graph, node, value);
    figures.push(builder.build({ ...made, ...kind }, [...more, ...notes]));
  };
  const largest = { aggregation: 'largest', unit: 'number' } as const;
  const samples = formatInteger(count(outputs.get('tensorSamples')) ?? 0);
  const warnings = list(report.get('warnings'))
    .map(text)
    .filter(warning => warning !== '');
  add(tensors, head('tensors', 'Relative error of results', `measured on ${samples} samples`), largest, warnings);
  add(weights, head('weights', 'Relative error of weights', 'compared'), largest);
  const than = side === 'b' ? 'than in' : 'here than in';
  add(withChange(bytes), head('bytes', 'Change of weight bytes', 'computed'), { aggregation: 'sum', unit: 'bytes' }, [
    changeNote(than, other),
  ]);
  add(withChange(macs), head('macs', 'Change of MACs', 'computed'), { aggregation: 'sum', unit: 'count' }, [
    changeNote(than, other),
  ]);
  return figures;
}

function changeNote(than: string, other: string): string {
  return `Positive where there is more ${than} ${other}; what only the other has is on no node.`;
}

function strangerNotes(strangers: number, other: string): readonly string[] {
  if (strangers === 0) return [];
  return [
    `${formatInteger(strangers)} entries of the comparison with ${other} are about nodes that this file does not have.`,
  ];
}

/** A figure that is nowhere but zero says nothing. */
function withChange(values: Values): Values {
  return [...values.values()].some(({ value }) => value !== 0) ? values : new Map();
}
