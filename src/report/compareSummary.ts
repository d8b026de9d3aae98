import { equalAmounts, printAmount } from '../shared/amount';
import { differingWeights, isCompared, statusCounts } from '../shared/reports/compareFigures';
import type { ComparedModel, CompareReport, WeightRow } from '../shared/reports/compareReport';
import { shorten } from '../shared/shorten';
import { formatBytes, formatCount, formatInteger, formatPercent } from '../shared/units';

/** What a summary is made of. */
type Compared = Pick<CompareReport, 'a' | 'b' | 'changes' | 'operators' | 'graphs' | 'groups' | 'weights' | 'outputs'>;

/** The result of a comparison in plain sentences, the most important first. Names in them come from the files. */
export function compareSummary(compared: Compared): readonly string[] {
  const structure = structureSentences(compared);
  const weights = weightSentences(compared);
  const isSame = structure.length === 0 && weights.length === 0;
  const same = `Both models are the same: ${formatInteger(compared.a.nodes)} nodes and ${count(compared.weights.length, 'constant')} match.`;
  return [
    isSame ? same : sizeSentence(compared.a, compared.b),
    ...structure,
    ...weights,
    ...costSentences(compared.a, compared.b),
    ...outputSentences(compared),
  ];
}

function sizeSentence(a: ComparedModel, b: ComparedModel): string {
  const more = b.nodes - a.nodes;
  const nodes =
    more === 0
      ? `as many nodes (${formatInteger(b.nodes)})`
      : `${count(Math.abs(more), 'node')} ${more > 0 ? 'more' : 'fewer'} (${formatInteger(a.nodes)} → ${formatInteger(b.nodes)})`;
  return `${quoted(b.file)} has ${nodes} and is ${sizeText(a.bytes, b.bytes)} (${formatBytes(a.bytes)} → ${formatBytes(b.bytes)}).`;
}

function sizeText(a: number, b: number): string {
  if (a === b) return 'of the same size';
  if (a === 0 || b === 0) return 'of another size';
  const ratio = Math.max(a, b) / Math.min(a, b);
  const than = b < a ? 'smaller' : 'larger';
  return ratio < 1.1 ? `${formatPercent(Math.abs(b - a) / a)} ${than}` : `${ratio.toFixed(1)} times ${than}`;
}

function structureSentences({ graphs, changes, groups }: Compared): readonly string[] {
  const counts = statusCounts({ graphs });
  const parts = (['added', 'removed', 'changed', 'renamed'] as const)
    .filter(status => counts[status] > 0)
    .map(status => `${formatInteger(counts[status])} ${status}`);
  const ends = graphs.reduce((sum, graph) => sum + graph.ends.length, 0);
  const same = `${formatInteger(counts.same)} the same`;
  return [
    ...(parts.length === 0 ? [] : [`Nodes: ${[...parts, same].join(', ')}.`]),
    ...groupSentences(groups),
    ...(ends === 0 ? [] : [`${count(ends, 'input or output', 'inputs and outputs')} of graphs differ.`]),
    ...(changes.length === 0
      ? []
      : [`Around the graphs: ${[...new Set(changes.map(({ what }) => what))].join(', ')} differ.`]),
  ];
}

function groupSentences(groups: Compared['groups']): readonly string[] {
  const layers = (kind: Compared['groups'][number]['kind']): number =>
    groups.filter(group => group.kind === kind).length;
  const sentences: readonly (readonly [number, (n: number) => string])[] = [
    [layers('quantized'), n => `${count(n, 'node')} compute with quantized numbers now.`],
    [layers('dequantized'), n => `${count(n, 'node')} no longer compute with quantized numbers.`],
    [
      layers('folded'),
      n => `${count(n, 'layer')} absorbed what followed, so ${n === 1 ? 'its' : 'their'} weights are others.`,
    ],
  ];
  return sentences.filter(([n]) => n > 0).map(([n, sentence]) => sentence(n));
}

/** Weights that a folded layer has are meant to be others: how far they are from the former ones says nothing. */
function weightSentences({ weights, graphs, groups }: Compared): readonly string[] {
  const isFolded = ({ owner }: WeightRow): boolean => {
    const group = owner === null ? null : (graphs[owner.graph]?.rows[owner.row]?.group ?? null);
    return group !== null && groups[group]?.kind === 'folded';
  };
  const differing = differingWeights(weights).filter(isCompared);
  const unread = weights.filter(row => !isCompared(row));
  const missing = unread.length === 0 ? [] : [unreadSentence(unread)];
  if (differing.length === 0) return missing;
  const of = `${formatInteger(differing.length)} of ${count(weights.length, 'constant')} differ`;
  const measured = differing.filter(row => row.difference !== null && row.difference.sqnrDb !== null && !isFolded(row));
  const [worst] = measured.sort((one, other) => (one.difference?.sqnrDb ?? 0) - (other.difference?.sqnrDb ?? 0));
  if (worst === undefined || worst.difference === null) return [`${of}.`, ...missing];
  const db = worst.difference.sqnrDb?.toFixed(1) ?? '';
  return [`${of}; the least faithful is ${quoted(worst.a?.name ?? '')} with an SQNR of ${db} dB.`, ...missing];
}

function unreadSentence(unread: readonly WeightRow[]): string {
  const [first] = unread;
  const name = first?.a?.name ?? first?.b?.name ?? '';
  return `${count(unread.length, 'constant')} could not be compared, ${quoted(name)} first: whether they are the same is not known.`;
}

function costSentences(a: ComparedModel, b: ComparedModel): readonly string[] {
  if (a.cost === null || b.cost === null || equalAmounts(a.cost.macs, b.cost.macs)) return [];
  const [before, after] = [a.cost.macs, b.cost.macs].map(macs => printAmount(macs, formatCount));
  return [`Multiply-accumulates: ${before ?? ''} → ${after ?? ''}.`];
}

function outputSentences({ outputs }: Compared): readonly string[] {
  if (outputs === null) return [];
  const sentences: string[] = [];
  for (const { output, sqnrDb, top1Agreement } of outputs.fidelity.slice(0, 3)) {
    const fidelity = sqnrDb === null ? 'is identical' : `has an SQNR of ${sqnrDb.toFixed(1)} dB`;
    const top = top1Agreement === null ? '' : `, the first class agrees on ${formatPercent(top1Agreement)}`;
    sentences.push(`On ${count(outputs.samples, 'sample')} output ${quoted(output)} ${fidelity}${top}.`);
  }
  if (outputs.accuracy !== null) {
    const { a, b, samples } = outputs.accuracy;
    sentences.push(
      `Accuracy: ${formatPercent(a, 2)} → ${formatPercent(b, 2)} on ${count(samples, 'labelled sample')}.`,
    );
  }
  const first = outputs.firstDifference === null ? undefined : outputs.tensors[outputs.firstDifference];
  const limit = formatPercent(outputs.tolerance, 2);
  if (first !== undefined) {
    sentences.push(
      `The first tensor that is off by more than ${limit} is ${quoted(first.a.value)} of ${first.a.op}${first.a.name === '' ? '' : ` ${quoted(first.a.name)}`} (${formatPercent(first.relativeError, 2)}).`,
    );
  } else if (outputs.tensors.length > 0) {
    sentences.push(`No tensor of ${formatInteger(outputs.tensors.length)} is off by more than ${limit}.`);
  }
  return sentences;
}

/** Names are shown to be names, and a hostile one may have megabytes. */
function quoted(name: string): string {
  return `"${shorten(name, 120)}"`;
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${formatInteger(n)} ${n === 1 ? one : many}`;
}
