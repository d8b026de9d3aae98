import { median } from '../../analysis/statistics';
import type { AbsorbedNode, LayerProfile, ProfiledNode, ProfiledPlace } from '../../shared/reports/benchmarkReport';
import { formatInteger } from '../../shared/units';
import { type Attribution, attribute } from './attribute';
import type { ExecutedGraph } from './executedGraph';
import type { KernelTime, TraceTimes } from './kernelTimes';
import type { NodeLabels, PlacedNode } from './nodeLabels';
import { quietRuns } from './quietRuns';

/** Nodes that a report lists: all of most models; what comes after has no time worth a line. */
const MOST_NODES = 20_000;
const MOST_UNATTRIBUTED = 20;
const MICROSECONDS = 1000;

export interface ProfileFacts {
  readonly batch: number | null;
  readonly times: TraceTimes;
  readonly labels: NodeLabels;
  /** `null` when the optimized model is not known. */
  readonly executed: ExecutedGraph | null;
  readonly slowdown: number;
  readonly notes: readonly string[];
}

/** The profile of a model from its trace. Times of nodes, of what is left out and of what belongs to no node add up to that of all kernels. */
export function layerProfile({ batch, times: all, labels, executed, slowdown, notes }: ProfileFacts): LayerProfile {
  const times = quietRuns(all);
  const attribution = attribute(times.kernels, labels, executed);
  const runs = times.runs.length;
  const total = meanMs(
    times.kernels.flatMap(kernel => kernel.times),
    runs,
  );
  const share = (ms: number): number => (total === 0 ? 0 : ms / total);
  const nodes = [...attribution.nodes]
    .map(([index, kernels]) => profiledNode(labels.nodes[index], kernels, runs, share))
    .filter(node => node !== null)
    .sort((a, b) => b.meanMs - a.meanMs || a.node - b.node);
  const listed = nodes.slice(0, MOST_NODES);
  const omitted = nodes.slice(MOST_NODES);
  return {
    batch,
    runs,
    profiledRuns: all.runs.length,
    runMs: meanMs(times.runs, runs),
    kernelsMs: total,
    slowdown,
    nodes: listed,
    omitted: { nodes: omitted.length, meanMs: omitted.reduce((sum, node) => sum + node.meanMs, 0) },
    absorbed: absorbedNodes(attribution, labels, listed),
    operators: operators(times.kernels, runs, share),
    unattributed: unattributed(attribution.rest, runs, share),
    notes: [...notes, ...omittedNotes(omitted.length)],
  };
}

function profiledNode(
  placed: PlacedNode | undefined,
  kernels: readonly KernelTime[],
  runs: number,
  share: (ms: number) => number,
): ProfiledNode | null {
  if (placed === undefined) return null;
  const perRun = new Float64Array(runs);
  for (const { times } of kernels)
    for (let run = 0; run < runs; run++) perRun[run] = (perRun[run] ?? 0) + (times[run] ?? 0);
  const mean = meanMs([...perRun], runs);
  return {
    ...place(placed),
    kernel: [...new Set(kernels.map(({ op }) => op))].join(', '),
    meanMs: mean,
    medianMs: runs === 0 ? 0 : median(perRun.sort()) / MICROSECONDS,
    share: share(mean),
    calls: kernels.flatMap(({ calls }) => calls).reduce((sum, times) => sum + times, 0) / Math.max(1, runs),
  };
}

function place({ graph, node }: PlacedNode): ProfiledPlace {
  return { graph: graph.id, node: node.index, name: node.name, op: node.op };
}

function absorbedNodes(
  { absorbed }: Attribution,
  labels: NodeLabels,
  listed: readonly ProfiledNode[],
): readonly AbsorbedNode[] {
  const key = ({ graph, node }: Pick<ProfiledPlace, 'graph' | 'node'>): string => `${node} ${graph}`;
  const rows = new Map(listed.map((node, row) => [key(node), row]));
  const found: AbsorbedNode[] = [];
  for (const [node, owner] of absorbed) {
    const placed = labels.nodes[owner];
    const inside = placed === undefined ? undefined : rows.get(key(place(placed)));
    if (inside !== undefined) found.push({ ...place(node), inside });
  }
  return found;
}

function operators(
  kernels: readonly KernelTime[],
  runs: number,
  share: (ms: number) => number,
): LayerProfile['operators'] {
  const byOp = new Map<string, { kernels: number; meanMs: number }>();
  for (const { op, times } of kernels) {
    const sum = byOp.get(op) ?? { kernels: 0, meanMs: 0 };
    byOp.set(op, { kernels: sum.kernels + 1, meanMs: sum.meanMs + meanMs(times, runs) });
  }
  return Array.from(byOp, ([op, sum]) => ({ op, ...sum, share: share(sum.meanMs) })).sort(
    (a, b) => b.meanMs - a.meanMs,
  );
}

function unattributed(
  rest: readonly KernelTime[],
  runs: number,
  share: (ms: number) => number,
): LayerProfile['unattributed'] {
  const kernels = rest
    .map(({ name, op, times }) => ({ name, op, meanMs: meanMs(times, runs) }))
    .sort((a, b) => b.meanMs - a.meanMs);
  const total = kernels.reduce((sum, kernel) => sum + kernel.meanMs, 0);
  const dearest = kernels.slice(0, MOST_UNATTRIBUTED).map(kernel => ({ ...kernel, share: share(kernel.meanMs) }));
  return { meanMs: total, share: share(total), kernels: dearest };
}

function omittedNotes(omitted: number): readonly string[] {
  if (omitted === 0) return [];
  return [`The ${formatInteger(omitted)} cheapest nodes are not listed one by one.`];
}

/** Mean over the runs of a sum of microseconds, in milliseconds. */
function meanMs(times: readonly number[], runs: number): number {
  return times.reduce((sum, time) => sum + time, 0) / MICROSECONDS / Math.max(1, runs);
}
