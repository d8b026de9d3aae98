import type { Amount } from '../../shared/amount';
import type { NodeRow, NodeSide, NodeStatus } from '../../shared/reports/compareReport';
import type { Steps } from '../steps';
import { operator } from './localKeys';
import { longestRun } from './longestRun';
import type { GraphPair } from './matchModels';
import { calledName } from './nameKeys';
import { isRenamed, nodeChanges } from './nodeChanges';
import type { Pairing } from './pairing';
import { at, type DiffSide, type SideGraph } from './side';
import type { TypeChanges } from './typeChanges';

/** A row while groups are still being found. */
export type OpenRow = { -readonly [K in keyof NodeRow]: NodeRow[K] };

/** What rows need besides the pairs. */
export interface RowFacts {
  readonly types: TypeChanges;
  readonly macsOfA: (graph: string, node: number) => Amount | null;
  readonly macsOfB: (graph: string, node: number) => Amount | null;
}

/** Two graphs side by side: in B's order, and what only A has before what follows it there. */
export function* graphRows(pairing: Pairing, { a, b }: GraphPair, facts: RowFacts): Steps<readonly OpenRow[]> {
  const rows: OpenRow[] = [];
  const side = (of: DiffSide, number: number, macs: RowFacts['macsOfA']): NodeSide | null => {
    const node = of.nodes[number];
    const graph = of.graphOf[number]?.graph.id ?? '';
    if (node === undefined) return null;
    return { index: node.index, name: calledName(node), op: operator(node), macs: macs(graph, node.index) };
  };
  const add = (one: number, other: number, status: NodeStatus, moved: boolean, changes: NodeRow['changes']): void => {
    const sides = { a: side(pairing.a, one, facts.macsOfA), b: side(pairing.b, other, facts.macsOfB) };
    rows.push({ status, ...sides, changes, moved, group: null });
  };
  const addPair = (one: number, other: number, moved: boolean): void => {
    const changes = nodeChanges(pairing, one, other, facts.types);
    const status = changes.length > 0 ? 'changed' : isRenamed(pairing, one) ? 'renamed' : 'same';
    add(one, other, status, moved, changes);
  };
  let next = a?.first ?? 0;
  const addRemoved = function* (end: number): Steps<void> {
    for (; next < end; next++) {
      yield;
      if (pairing.nodeOfA[next] === -1) add(next, -1, 'removed', false, []);
    }
  };
  const kept = new Set(a === null || b === null ? [] : yield* inOrder(pairing, b));
  for (let node = b?.first ?? 0; node < (b?.end ?? 0); node++) {
    yield;
    const match = at(pairing.nodeOfB, node);
    if (match === -1) {
      add(-1, node, 'added', false, []);
      continue;
    }
    if (kept.has(node)) yield* addRemoved(match);
    addPair(match, node, !kept.has(node));
  }
  yield* addRemoved(a?.end ?? 0);
  return rows;
}

/** Nodes of B whose pairs stand in the same order in A. */
function* inOrder(pairing: Pairing, b: SideGraph): Steps<readonly number[]> {
  const paired: number[] = [];
  for (let node = b.first; node < b.end; node++) if (pairing.nodeOfB[node] !== -1) paired.push(node);
  yield;
  return longestRun(paired.map(node => at(pairing.nodeOfB, node))).map(place => paired[place] as number);
}
