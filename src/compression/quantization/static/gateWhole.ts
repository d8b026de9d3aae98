import type { ByteSource } from '../../../formats/byteSource';
import type { Session } from '../../../model/runtime';
import type { RatioEstimate } from '../../../shared/reports/measurement';
import { formatPercent } from '../../../shared/units';
import { type MeasuredGroup, measureConvolutions } from '../../gate/gateStatic';
import { measurePair, pairText } from '../../gate/measurePair';
import { nodesOf } from '../../gate/signature';
import type { NodeProto } from '../../graph/protos';
import { TargetModel } from '../../graph/targetModel';
import type { Workpiece } from '../../graph/workpiece';
import { openScratch } from '../../scratch';
import type { Feeds, Tools } from '../../tools';
import { emitStatic, type ScaledLayer, type StaticPlan } from './emitStatic';

/** A layer goes back to float only when that makes the whole model faster by more than this, with 95 % confidence. */
export const GATE_MARGIN = 0.02;

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
 * between integer neighbours (and, when the whole model is slower than float, every signature) is then tried in float within
 * the whole model, the worst first. Alone, a layer that only exists to keep a chain in integers would look
 * worse than it is.
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
    const suspects = measured
      .filter(({ times }) => isSlower || times.speedup.high < 1)
      .toSorted((a, b) => a.times.speedup.value - b.times.speedup.value);
    const began = tools.clock();
    for (const [at, suspect] of suspects.entries()) {
      if (tools.clock() - began > TOTAL_MS) break;
      const detail = suspect.group.layers[0]?.node.name ?? '';
      tools.progress({ phase: 'Trying layers in float', fraction: at / suspects.length, detail });
      await trial.tryFloat(suspect);
    }
    return { kept: trial.kept, remarks };
  } finally {
    await trial.close();
  }
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

  /** Puts a group back to float if that makes the whole model faster. */
  async tryFloat({ group, times }: MeasuredGroup): Promise<void> {
    const current = this.#current;
    if (current === null) return;
    const { feeds, tools } = this.gate;
    const nodes = nodesOf([group]);
    const candidate = await this.#open(new Set([...this.kept.keys(), ...nodes]));
    const pair = await measurePair({ session: current, feeds }, { session: candidate, feeds }, tools, PAIR_MS);
    if (pair.speedup.low <= 1 + GATE_MARGIN) {
      await candidate.release();
      return;
    }
    await current.release();
    this.#current = candidate;
    for (const node of nodes)
      this.kept.set(node, `${gainText(pair.speedup)} with it in float; alone ${pairText(times)}`);
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
