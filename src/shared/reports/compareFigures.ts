import { type Amount, printAmount } from '../amount';
import { formatBytes, formatCount, formatInteger, formatPercent } from '../units';
import type { ComparedModel, CompareReport, NodeChange, NodeRow, NodeStatus, WeightRow } from './compareReport';

/** A figure of both models in words. */
export interface FigurePair {
  readonly title: string;
  readonly a: string;
  readonly b: string;
  /** `− 74.1 %`; empty where a share says nothing. */
  readonly change: string;
}

/** Size and cost of both models. */
export function figurePairs({ a, b }: Pick<CompareReport, 'a' | 'b'>): readonly FigurePair[] {
  const numbers: readonly (readonly [string, (model: ComparedModel) => number, (value: number) => string])[] = [
    ['Size on disk', ({ bytes }) => bytes, formatBytes],
    ['Weights', ({ weightBytes }) => weightBytes, formatBytes],
    ['Parameters', ({ parameters }) => parameters, formatInteger],
    ['Nodes', ({ nodes }) => nodes, formatInteger],
  ];
  const amounts: readonly (readonly [string, (model: ComparedModel) => Amount | null, (value: number) => string])[] = [
    ['Multiply-accumulates', ({ cost }) => cost?.macs ?? null, formatCount],
    ['Operations', ({ cost }) => cost?.flops ?? null, formatCount],
    ['Peak of activations', ({ cost }) => cost?.peakBytes ?? null, formatBytes],
  ];
  return [
    ...numbers.map(([title, of, format]) => {
      return { title, a: format(of(a)), b: format(of(b)), change: changeText(of(a), of(b)) };
    }),
    ...amounts.map(([title, of, format]) => {
      const [before, after] = [of(a), of(b)];
      const print = (amount: Amount | null): string => (amount === null ? 'unknown' : printAmount(amount, format));
      return { title, a: print(before), b: print(after), change: amountChange(before, after) };
    }),
  ];
}

/** Amounts of one term of the same sizes have a ratio whatever the sizes are. */
function amountChange(a: Amount | null, b: Amount | null): string {
  const [one, other] = [a?.[0], b?.[0]];
  if (one === undefined || other === undefined || a?.length !== 1 || b?.length !== 1 || one.of !== other.of) return '';
  return changeText(one.factor, other.factor);
}

function changeText(before: number, after: number): string {
  if (before === after) return 'the same';
  if (before === 0) return '';
  const share = (after - before) / before;
  return `${share < 0 ? '−' : '+'} ${formatPercent(Math.abs(share))}`;
}

/** Nodes of all graphs by what became of them. */
export function statusCounts({ graphs }: Pick<CompareReport, 'graphs'>): Readonly<Record<NodeStatus, number>> {
  const total = { same: 0, renamed: 0, changed: 0, added: 0, removed: 0 };
  for (const { counts } of graphs) {
    for (const status of ['same', 'renamed', 'changed', 'added', 'removed'] as const) total[status] += counts[status];
  }
  return total;
}

/** Weights that are not the same in both models, renamed ones not counted. */
export function differingWeights(weights: readonly WeightRow[]): readonly WeightRow[] {
  return weights.filter(({ status }) => status !== 'same' && status !== 'renamed');
}

/** How the note of a weight begins whose contents could not be read. */
export const NOT_COMPARED = 'Could not be compared: ';

export function isCompared({ note }: WeightRow): boolean {
  return note?.startsWith(NOT_COMPARED) !== true;
}

const PLACES: Readonly<Record<NodeChange['what'], (name: string) => string>> = {
  operator: () => 'operator',
  attribute: name => name,
  input: position => `input ${position}`,
  constant: position => `input ${position}`,
  output: () => 'outputs',
  type: position => `type of output ${position}`,
};

/** A change of a node in words: `strides: [1, 1] → [2, 2]`. Inputs and outputs count from 0.. */
export function changeWords({ what, name, before, after }: NodeChange): string {
  return `${PLACES[what](name)}: ${before ?? 'none'} → ${after ?? 'none'}`;
}

/** What a line of two graphs says besides names. */
export function rowWords({ status, a, b, changes, moved }: NodeRow): string {
  const renamed =
    a !== null && b !== null && a.name !== b.name && status !== 'same'
      ? [`name: ${a.name || 'none'} → ${b.name || 'none'}`]
      : [];
  return [...renamed, ...changes.map(changeWords), ...(moved ? ['moved'] : [])].join('; ');
}

/** SQNR of a weight in words: `38.2 dB`, `identical`, `–`. */
export function weightSqnr({ status, difference }: WeightRow): string {
  if (status === 'same' || status === 'renamed') return 'identical';
  if (difference === null) return '–';
  const db = difference.sqnrDb === null ? 'the same numbers' : `${difference.sqnrDb.toFixed(1)} dB`;
  return difference.notFinite === 0 ? db : `${db}, ${formatInteger(difference.notFinite)} NaN or infinite`;
}

/** Share of zeros before and after: `12.0 % → 80.0 %`. */
export function sparsityWords({ a, b, difference }: WeightRow): string {
  if (difference === null || a?.zeros == null || b?.zeros == null || difference.elements === 0) return '';
  const [before, after] = [a.zeros, b.zeros].map(zeros => formatPercent(zeros / difference.elements));
  return before === after ? (before ?? '') : `${before} → ${after}`;
}

/** `float32[64, 3, 7, 7]`, and where the type or shape differs `float32 → int8 [64, 3, 7, 7]`. */
export function weightTypes({ a, b }: WeightRow): string {
  if (a !== null && b !== null && a.dtype !== b.dtype && String(a.shape) === String(b.shape)) {
    return `${a.dtype} → ${b.dtype} [${a.shape.join(', ')}]`;
  }
  const [before, after] = [a, b].map(side => (side === null ? null : `${side.dtype}[${side.shape.join(', ')}]`));
  if (before === null || after === null || before === after) return before ?? after ?? '';
  return `${before} → ${after}`;
}

/** A small number as people read it: `0.0123`, `3.4e-7`. */
export function formatError(value: number): string {
  if (value === 0) return '0';
  return value >= 0.001 && value < 100_000 ? String(Number(value.toPrecision(3))) : value.toExponential(2);
}
