import type { Amount } from '../../shared/amount';
import type {
  ChangeGroup,
  CompareReport,
  GraphComparison,
  NodeRow,
  NodeStatus,
  WeightRow,
} from '../../shared/reports/compareReport';
import { graphTitlesStepwise } from '../graphTitles';
import type { Model } from '../model';
import { operatorCountsStepwise } from '../queries';
import type { Steps } from '../steps';
import type { ModelTypes } from '../valueTypes';
import { changeGroups } from './changeGroups';
import { graphRows } from './graphRows';
import type { Fingerprint } from './localKeys';
import { type GraphPair, type MatchedModels, matchModels } from './matchModels';
import { endChanges, modelChanges } from './modelChanges';
import type { Pairing } from './pairing';
import { pairWeights, type WeightPair } from './pairWeights';
import { settleValues } from './settleValues';
import { at, type DiffSide } from './side';
import { TypeChanges } from './typeChanges';

/** A model to be compared with another, and what is known about it. */
export interface Compared {
  readonly model: Model;
  readonly types: ModelTypes;
  /** Multiply-accumulates of a node, `null` when unknown or none. */
  readonly macs: (graph: string, node: number) => Amount | null;
}

/** A pair of weights and the line of its layer. */
export interface PlacedWeights extends Pick<WeightPair, 'a' | 'b'> {
  readonly owner: WeightRow['owner'];
}

/** All that can be said without reading weights whole. */
export interface ModelDiff extends Pick<CompareReport, 'changes' | 'operators' | 'graphs' | 'groups'> {
  readonly matched: MatchedModels;
  readonly weights: readonly PlacedWeights[];
}

/** Compares the structure of two models, B with A. */
export function* diffModels(a: Compared, b: Compared, fingerprint: Fingerprint): Steps<ModelDiff> {
  const matched = yield* matchModels(a.model, b.model, fingerprint);
  const { pairing } = matched;
  yield* settleValues(pairing);
  const facts = {
    types: new TypeChanges(pairing, { a: a.types, b: b.types }),
    macsOfA: a.macs,
    macsOfB: b.macs,
  };
  const titles = { a: yield* graphTitlesStepwise(a.model), b: yield* graphTitlesStepwise(b.model) };
  const graphs: GraphComparison[] = [];
  const groups: ChangeGroup[] = [];
  for (const pair of matched.graphs) {
    const rows = yield* graphRows(pairing, pair, facts);
    for (const group of yield* changeGroups(pairing, pair, rows, graphs.length, groups.length)) groups.push(group);
    graphs.push(yield* graphComparison(pairing, pair, rows, titles));
  }
  const placed = yield* placeWeights(pairing, yield* pairWeights(matched, fingerprint), graphs);
  const operators = yield* operatorChanges(a.model, b.model);
  return { matched, changes: modelChanges(a.model, b.model, matched), operators, graphs, groups, weights: placed };
}

function* graphComparison(
  pairing: Pairing,
  pair: GraphPair,
  rows: readonly NodeRow[],
  titles: { readonly a: ReadonlyMap<string, string>; readonly b: ReadonlyMap<string, string> },
): Steps<GraphComparison> {
  const counts: Record<NodeStatus, number> = { same: 0, renamed: 0, changed: 0, added: 0, removed: 0 };
  for (const { status } of rows) counts[status] += 1;
  const a = pair.a?.graph.id ?? null;
  const b = pair.b?.graph.id ?? null;
  const title = (a === null ? undefined : titles.a.get(a)) ?? titles.b.get(b ?? '') ?? '';
  const renamedValues: { before: string; after: string }[] = [];
  for (const value of pair.b === null ? [] : (pair.a?.valueIds.values() ?? [])) {
    yield;
    const before = pairing.a.values[value]?.name ?? '';
    const after = pairing.b.values[at(pairing.valueOfA, value)]?.name;
    if (after !== undefined && after !== before) renamedValues.push({ before, after });
  }
  return { a, b, title, counts, ends: endChanges(pair), renamedValues, rows };
}

/** Finds the line of each weight's layer. */
function* placeWeights(
  pairing: Pairing,
  pairs: readonly WeightPair[],
  graphs: readonly GraphComparison[],
): Steps<readonly PlacedWeights[]> {
  const ofA = new Map<number, WeightRow['owner']>();
  const ofB = new Map<number, WeightRow['owner']>();
  for (const [graph, { a, b, rows }] of graphs.entries()) {
    for (const [row, each] of rows.entries()) {
      yield;
      if (each.a !== null) ofA.set(numberOf(pairing.a, a, each.a.index), { graph, row });
      if (each.b !== null) ofB.set(numberOf(pairing.b, b, each.b.index), { graph, row });
    }
  }
  return pairs.map(({ a, b, ownerOfA, ownerOfB }) => ({
    a,
    b,
    owner: ofA.get(ownerOfA ?? -1) ?? ofB.get(ownerOfB ?? -1) ?? null,
  }));
}

function numberOf(side: DiffSide, graph: string | null, index: number): number {
  return (side.graphs.get(graph ?? '')?.first ?? 0) + index;
}

function* operatorChanges(a: Model, b: Model): Steps<CompareReport['operators']> {
  const counts = new Map<string, { before: number; after: number }>();
  const count = (op: string): { before: number; after: number } => {
    const known = counts.get(op) ?? { before: 0, after: 0 };
    counts.set(op, known);
    return known;
  };
  const nameOf = ({ op, domain }: { op: string; domain: string }): string => (domain === '' ? op : `${domain}.${op}`);
  for (const each of yield* operatorCountsStepwise(a)) count(nameOf(each)).before += each.count;
  for (const each of yield* operatorCountsStepwise(b)) count(nameOf(each)).after += each.count;
  return Array.from(counts, ([op, { before, after }]) => ({ op, before, after }))
    .filter(({ before, after }) => before !== after)
    .sort((one, other) => Math.abs(other.after - other.before) - Math.abs(one.after - one.before));
}
