import type { ByteSource } from '../../../formats/byteSource';
import { calibrate, type ObservedValue } from '../../calibration/calibrate';
import type { RangeMethod } from '../../calibration/range';
import { numbersOf } from '../../graph/constants';
import type { GraphIndex } from '../../graph/graphIndex';
import { inputOf, type NodeProto, outputOf } from '../../graph/protos';
import type { Workpiece } from '../../graph/workpiece';
import type { SampleRuns, Tools } from '../../tools';
import { asymmetricUint8, type QuantizationParameters } from '../arithmetic';
import { scalesOf } from '../layer';
import { type LayerDecision, otherLayers, type PlanSettings, type QuantizationPlan } from '../plan';
import { multiplies, staticLayer } from './convolutionLayers';
import { emitStatic, type ScaledLayer, type StaticPlan } from './emitStatic';
import { gateStatic } from './gateWhole';
import { type Placement, placeQuantizers } from './placement';

export interface StaticSettings extends PlanSettings {
  readonly method: RangeMethod | null;
}

/**
 * Decides layer by layer what becomes static int8 (QDQ): reads the weights, observes the activations on the samples, and leaves in float
 * what has no integer form, values that are not finite, or was measured to make the model slower.
 */
export async function planStatic(
  work: Workpiece,
  source: ByteSource,
  samples: SampleRuns,
  settings: StaticSettings,
  tools: Tools,
): Promise<QuantizationPlan> {
  const planner = new StaticPlanner(work, source, settings, tools);
  await planner.readLayers();
  await planner.observe(samples);
  if (settings.latencyGate) await planner.gate(samples);
  return planner.finish();
}

class StaticPlanner {
  readonly #layers = new Map<NodeProto, ScaledLayer>();
  readonly #decisions = new Map<NodeProto, LayerDecision>();
  /** What the gate found out about layers that stay quantized. */
  readonly #remarks = new Map<NodeProto, string>();
  readonly #warnings: string[] = [];
  readonly #index: GraphIndex;
  /** Values that were NaN or infinite on some sample. */
  readonly #unbounded = new Set<string>();
  #observed: ReadonlyMap<string, ObservedValue> = new Map();
  #constants: ReadonlyMap<string, Float32Array> = new Map();

  constructor(
    private readonly work: Workpiece,
    private readonly source: ByteSource,
    private readonly settings: StaticSettings,
    private readonly tools: Tools,
  ) {
    this.#index = work.index();
  }

  async readLayers(): Promise<void> {
    const nodes = this.work.graph.node.filter(multiplies);
    for (const [at, node] of nodes.entries()) {
      this.tools.checkCancelled();
      this.tools.progress({ phase: 'Reading weights', fraction: at / nodes.length, detail: node.name ?? '' });
      const layer = await this.#readLayer(node);
      if (typeof layer === 'string') this.#keep(node, layer);
      else this.#layers.set(node, layer);
    }
  }

  async observe(samples: SampleRuns): Promise<void> {
    if (this.#layers.size === 0) return;
    const { roots, constants } = this.#place();
    const activations = Array.from(this.#layers.values(), layer => layer.activation);
    const values = new Set([...roots.values(), ...activations]);
    const { work, source, settings, tools } = this;
    this.#observed = await calibrate(work, source, [...values], samples, settings.method, tools);
    this.#constants = await this.#readConstants(constants);
    this.#keepUnbounded();
  }

  async gate(samples: SampleRuns): Promise<void> {
    if (this.#layers.size === 0) return;
    const shapes = new Map(Array.from(this.#observed, ([value, { shape }]) => [value, shape]));
    const outcome = await gateStatic({
      work: this.work,
      source: this.source,
      layers: [...this.#layers.values()],
      shapes,
      feeds: samples.at(0),
      planWithout: kept => this.#plan(kept),
      tools: this.tools,
    });
    for (const [node, reason] of outcome.kept) this.#keep(node, reason, true);
    for (const [node, remark] of outcome.remarks) this.#remarks.set(node, remark);
  }

  finish(): QuantizationPlan {
    for (const [node, layer] of this.#layers) {
      const form = `int8 weight with ${layer.scales.length} scales, uint8 activation`;
      const remark = this.#remarks.get(node);
      const reason = remark === undefined ? form : `${form}; ${remark}`;
      const { weight, scales } = layer;
      this.#decisions.set(node, { node, weight, action: 'quantized', reason, gate: false, scales: scales.length });
    }
    const plan = this.#plan(new Set());
    return {
      decisions: [...this.work.graph.node.flatMap(node => this.#decisions.get(node) ?? []), ...otherLayers(this.work)],
      warnings: this.#warnings,
      emit: () => emitStatic(this.work, this.source, plan),
    };
  }

  #keep(node: NodeProto, reason: string, gate = false): void {
    this.#layers.delete(node);
    const weight = this.work.constant(inputOf(node, 1)) ?? null;
    this.#decisions.set(node, { node, weight, action: 'kept', reason, gate, scales: 0 });
  }

  async #readLayer(node: NodeProto): Promise<ScaledLayer | string> {
    if (this.settings.exclude.has(node.name ?? '')) return 'it was left out as asked';
    const layer = staticLayer(this.work, node);
    if (typeof layer === 'string') return layer;
    const scales = await scalesOf(layer, this.settings.perChannel);
    if (typeof scales === 'string') return scales;
    const bias = this.work.constant(layer.bias);
    const biasValues =
      bias === undefined ? null : Float32Array.from(await numbersOf(bias), value => value * layer.beta);
    if (biasValues?.some(value => !Number.isFinite(value))) return 'its bias has values that are NaN or infinite';
    return { ...layer, ...scales, biasValues };
  }

  async #readConstants(names: ReadonlySet<string>): Promise<ReadonlyMap<string, Float32Array>> {
    const values = new Map<string, Float32Array>();
    for (const name of names) {
      const constant = this.work.constant(name);
      if (constant !== undefined) values.set(name, Float32Array.from(await numbersOf(constant)));
    }
    return values;
  }

  /** Layers that take or give a value that was NaN or infinite stay in float; then others may have nothing to take. */
  #keepUnbounded(): void {
    for (const [value, { range }] of this.#observed) if (range === null) this.#unbounded.add(value);
    for (let changed = true; changed; ) {
      changed = false;
      const { roots } = this.#place();
      for (const node of [...this.#layers.keys()]) {
        const root = this.#edges(node).find(value => this.#unbounded.has(roots.get(value) ?? ''));
        if (root === undefined) continue;
        this.#keep(node, `the value "${roots.get(root)}" was NaN or infinite on the samples`);
        changed = true;
      }
    }
  }

  /** Values that are quantized for a layer's sake: what it takes, what it gives, and that behind what may be absorbed. */
  #edges(node: NodeProto): readonly string[] {
    const output = outputOf(node);
    const next = this.#index.onlyConsumer(output);
    return [inputOf(node, 0), output, ...(next === undefined ? [] : [outputOf(next)])];
  }

  #place(kept: ReadonlySet<NodeProto> = new Set()): Placement {
    const layers = new Set([...this.#layers.keys()].filter(node => !kept.has(node)));
    return placeQuantizers(this.work, this.#index, layers, this.#unbounded);
  }

  #plan(kept: ReadonlySet<NodeProto>): StaticPlan {
    const placement = this.#place(kept);
    const parameters = new Map<string, QuantizationParameters>();
    for (const root of placement.roots.values()) {
      const range = this.#observed.get(root)?.range;
      if (range) parameters.set(root, asymmetricUint8(range.min, range.max));
    }
    const layers = new Map([...this.#layers].filter(([node]) => !kept.has(node)));
    return { layers, placement, parameters, constants: this.#constants };
  }
}
