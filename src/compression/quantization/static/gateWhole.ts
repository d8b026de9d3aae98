import type { ByteSource } from '../../../formats/byteSource';
import type { Session } from '../../../model/runtime';
import type { RatioEstimate } from '../../../shared/reports/measurement';
import { formatPercent } from '../../../shared/units';
import { type MeasuredGroup, measureConvolutions } from '../../gate/gateStatic';
import { GATE_MARGIN } from '../../gate/margin';
import { measurePair, pairText } from '../../gate/measurePair';
import { nodesOf } from '../../gate/signature';
import type { NodeProto } from '../../graph/protos';
import { TargetModel } from '../../graph/targetModel';
import type { Workpiece } from '../../graph/workpiece';
import { openScratch } from '../../scratch';
import type { Feeds, Tools } from '../../tools';
import { emitStatic, type ScaledLayer, type StaticPlan } from './emitStatic';

/** Time for comparing two whole models once, and for all such comparisons, milliseconds. */
const PAIR_MS = 1500;
const TOTAL_MS = 30_000;

export interface StaticGate {
  readonly work: Workpiece;
  readonly source: ByteSource;
  readonly layers: readonly ScaledLayer[];
  /** Shapes of the layers' activations. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  readonly feeds: Feeds;
  /** The plan in which these layers stay in float. */
  planWithout(kept: ReadonlySet<NodeProto>): StaticPlan;
  readonly tools: Tools;
}

export interface GateOutcome {
  /** Layers that stay in float, with the reason. */
  readonly kept: ReadonlyMap<NodeProto, string>;
  /** What was measured of the others. */
  readonly remarks: ReadonlyMap<NodeProto, string>;
}

/**
 * Finds the layers whose integer form makes the model slower. Each signature is measured alone first; what is slower even
 * between integer neighbours is then tried in float within the whole model, the worst first. Alone, a layer that only exists
 * to keep a chain in integers would look worse than it is. When the whole model is slower than float although its layers are not,
 * what is between them costs more than they gain; then larger and larger sets go back to float together.
 */
export async function gateStatic(gate: StaticGate): Promise<GateOutcome> {
  const { tools } = gate;
  const measured = await measureConvolutions(gate.work, gate.source, gate.layers, gate.shapes, tools);
  const remarks = new Map<NodeProto, string>();
  for (const { group, times } of measured) {
    for (const { node } of group.layers) remarks.set(node, `alone ${pairText(times)}`);
  }
  const trial = new WholeModelTrial(gate);
  try {
    const isSlower = await trial.isSlowerThanFloat();
    const sets = trialSets(measured, isSlower);
    const began = tools.clock();
    for (const [at, set] of sets.entries()) {
      if (tools.clock() - began > TOTAL_MS) break;
      tools.progress({
        phase: 'Trying layers in float',
        fraction: at / sets.length,
        detail: set[0]?.group.first.node.name ?? '',
      });
      await trial.tryFloat(set);
    }
    return { kept: trial.kept, remarks };
  } finally {
    await trial.close();
  }
}

/** Shares of all groups, by what they gain, that go back to float together when the whole is slower than float. */
const SHARES = [0.5, 0.75, 0.9, 0.97];

function trialSets(measured: readonly MeasuredGroup[], isSlower: boolean): readonly (readonly MeasuredGroup[])[] {
  const worstFirst = measured.toSorted((a, b) => a.times.speedup.value - b.times.speedup.value);
  const single = worstFirst.filter(({ times }) => times.speedup.high < 1).map(group => [group]);
  if (!isSlower) return single;
  const leastGainFirst = measured.toSorted((a, b) => gained(a) - gained(b));
  const together = SHARES.map(share => leastGainFirst.slice(0, Math.ceil(share * measured.length)));
  return [...together, ...single];
}

/** Milliseconds that a group's layers gain alone, all of them. */
function gained({ group, times }: MeasuredGroup): number {
  return (times.first - times.second) * group.layers.length;
}

class WholeModelTrial {
  readonly kept = new Map<NodeProto, string>();
  #current: Session | null = null;

  constructor(private readonly gate: StaticGate) {}

  async isSlowerThanFloat(): Promise<boolean> {
    const { work, source, feeds, tools } = this.gate;
    const target = new TargetModel(work, source);
    for (const node of work.graph.node) target.keep(node);
    const float = await openScratch(target.finish(), target.payloads, tools);
    try {
      const current = await this.#open(new Set());
      this.#current = current;
      const { speedup } = await measurePair({ session: float, feeds }, { session: current, feeds }, tools, PAIR_MS);
      return speedup.high < 1;
    } finally {
      await float.release();
    }
  }

  /** Puts a set of groups back to float if that makes the whole model faster. */
  async tryFloat(set: readonly MeasuredGroup[]): Promise<void> {
    const current = this.#current;
    const groups = set.filter(({ group }) => group.layers.some(({ node }) => !this.kept.has(node)));
    if (current === null || groups.length === 0) return;
    const { feeds, tools } = this.gate;
    const nodes = nodesOf(groups.map(({ group }) => group));
    const candidate = await this.#open(new Set([...this.kept.keys(), ...nodes]));
    const pair = await measurePair({ session: current, feeds }, { session: candidate, feeds }, tools, PAIR_MS);
    if (pair.speedup.low <= 1 + GATE_MARGIN) {
      await candidate.release();
      return;
    }
    await current.release();
    this.#current = candidate;
    const others = nodes.size - 1;
    const what = others === 0 ? 'it' : `it and ${others} other ${others === 1 ? 'layer' : 'layers'}`;
    for (const { group, times } of groups) {
      const reason = `${gainText(pair.speedup)} with ${what} in float; alone ${pairText(times)}`;
      for (const { node } of group.layers) if (!this.kept.has(node)) this.kept.set(node, reason);
    }
  }

  async close(): Promise<void> {
    await this.#current?.release();
  }

  #open(kept: ReadonlySet<NodeProto>): Promise<Session> {
    const { work, source, tools } = this.gate;
    const { target } = emitStatic(work, source, this.gate.planWithout(kept));
    return openScratch(target.finish(), target.payloads, tools);
  }
}

/** `the whole model is 5.1 % faster (95 % interval 3.0 % to 7.2 %)`. */
function gainText({ value, low, high }: RatioEstimate): string {
  const percent = (ratio: number): string => formatPercent(ratio - 1);
  return `the whole model is ${percent(value)} faster (95 % interval ${percent(low)} to ${percent(high)})`;
}
