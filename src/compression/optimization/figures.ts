import type { GraphFigures, OperatorCount } from '../../shared/reports/simplificationReport';
import { byteLength } from '../graph/constants';
import { isDefaultDomain } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

/** Bytes of all dense constants of the main graph. */
export function weightBytes({ constants }: Workpiece): number {
  return Array.from(constants.values(), byteLength).reduce((sum, bytes) => sum + bytes, 0);
}

/** The main graph in numbers. */
export function figuresOf(work: Workpiece): GraphFigures {
  const { graph, constants } = work;
  return {
    nodes: graph.node.length,
    weights: constants.size + (graph.sparseInitializer ?? []).length,
    weightBytes: weightBytes(work),
  };
}

/** How often each operator occurs in the main graph. */
export function operatorsOf({ graph }: Workpiece): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { domain, opType } of graph.node) {
    const op = isDefaultDomain(domain) ? (opType ?? '') : `${domain}.${opType}`;
    counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  return counts;
}

/** Operators whose number changed, the most changed first. */
export function changedOperators(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): OperatorCount[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  const counts = Array.from(all, op => ({ op, before: before.get(op) ?? 0, after: after.get(op) ?? 0 }));
  const change = (count: OperatorCount): number => Math.abs(count.after - count.before);
  return counts.filter(count => change(count) > 0).sort((a, b) => change(b) - change(a) || (a.op < b.op ? -1 : 1));
}
