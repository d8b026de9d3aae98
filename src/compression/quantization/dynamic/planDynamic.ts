import type { ByteSource } from '../../../formats/byteSource';
import { observeShapes } from '../../calibration/observeShapes';
import { measureLinear } from '../../gate/gateDynamic';
import { GATE_MARGIN } from '../../gate/margin';
import { type PairTimes, pairText } from '../../gate/measurePair';
import { inputOf, isOp, type NodeProto } from '../../graph/protos';
import type { Workpiece } from '../../graph/workpiece';
import type { Feeds, Tools } from '../../tools';
import { scalesOf } from '../layer';
import { type LayerDecision, otherLayers, type PlanSettings, type QuantizationPlan } from '../plan';
import { emitDynamic, type ScaledLinear } from './emitDynamic';
import { linearLayer } from './linearLayers';

/**
 * Decides layer by layer what becomes dynamic int8: what has a constant float32 matrix, only finite values, is not excluded, and was not
 * measured to be slower.
 * @param feeds inputs of one run, for the shapes to measure.
 */
export async function planDynamic(
  work: Workpiece,
  source: ByteSource,
  feeds: Feeds,
  settings: PlanSettings,
  tools: Tools,
): Promise<QuantizationPlan> {
  const { layers, decisions } = await readLayers(work, settings, tools);
  const measured =
    settings.latencyGate && layers.size > 0
      ? await measure(work, source, layers, feeds, tools)
      : new Map<NodeProto, PairTimes>();
  for (const layer of layers.values()) {
    const times = measured.get(layer.node);
    const isSlower = times !== undefined && times.speedup.high < 1 / (1 + GATE_MARGIN);
    if (isSlower) layers.delete(layer.node);
    decisions.set(layer.node, {
      node: layer.node,
      weight: layer.weight,
      action: isSlower ? 'kept' : 'quantized',
      reason: isSlower
        ? `slower in INT8 on this machine: ${pairText(times)}`
        : quantizedReason(layer, times, settings.latencyGate),
      gate: isSlower,
      scales: isSlower ? 0 : layer.scales.length,
    });
  }
  const order = work.graph.node.flatMap(node => decisions.get(node) ?? []);
  return {
    decisions: [...order, ...otherLayers(work)],
    warnings: [],
    emit: () => emitDynamic(work, source, layers),
  };
}

function quantizedReason(layer: ScaledLinear, times: PairTimes | undefined, isGated: boolean): string {
  const form = `int8 weight with ${layer.scales.length} scales, activation quantized while running`;
  if (times !== undefined) return `${form}; alone ${pairText(times)}`;
  return isGated ? `${form}; not measured alone, time was up` : form;
}

interface Reading {
  readonly layers: Map<NodeProto, ScaledLinear>;
  readonly decisions: Map<NodeProto, LayerDecision>;
}

async function readLayers(work: Workpiece, settings: PlanSettings, tools: Tools): Promise<Reading> {
  const index = work.index();
  const layers = new Map<NodeProto, ScaledLinear>();
  const decisions = new Map<NodeProto, LayerDecision>();
  const nodes = work.graph.node.filter(node => isOp(node, 'MatMul', 'Gemm', 'Conv'));
  for (const [at, node] of nodes.entries()) {
    tools.checkCancelled();
    tools.progress({ phase: 'Reading weights', fraction: at / nodes.length, detail: node.name ?? '' });
    const layer = await readLayer(work, index, node, settings);
    if (typeof layer !== 'string') {
      layers.set(node, layer);
      continue;
    }
    const weight = work.constant(inputOf(node, 1)) ?? null;
    decisions.set(node, { node, weight, action: 'kept', reason: layer, gate: false, scales: 0 });
  }
  return { layers, decisions };
}

async function readLayer(
  work: Workpiece,
  index: ReturnType<Workpiece['index']>,
  node: NodeProto,
  settings: PlanSettings,
): Promise<ScaledLinear | string> {
  if (settings.exclude.has(node.name ?? '')) return 'it was left out as asked';
  if (isOp(node, 'Conv'))
    return 'convolution with activations quantized while running is slower than float; see --method static';
  const layer = linearLayer(work, index, node);
  if (typeof layer === 'string') return layer;
  const scales = await scalesOf(layer, settings.perChannel);
  return typeof scales === 'string' ? scales : { ...layer, ...scales };
}

async function measure(
  work: Workpiece,
  source: ByteSource,
  layers: ReadonlyMap<NodeProto, ScaledLinear>,
  feeds: Feeds,
  tools: Tools,
): Promise<ReadonlyMap<NodeProto, PairTimes>> {
  const activations = new Set(Array.from(layers.values(), layer => layer.activation));
  const shapes = await observeShapes(work, source, activations, feeds, tools);
  return measureLinear(work, source, layers.values(), shapes, tools);
}
