import { seededRandom } from '../../analysis/random';
import type { ByteSource } from '../../formats/byteSource';
import type { Session } from '../../model/runtime';
import type { Tensor } from '../../model/tensor';
import { elementCount } from '../graph/constants';
import { isOp, type NodeProto, outputOf } from '../graph/protos';
import { TargetModel } from '../graph/targetModel';
import type { Workpiece } from '../graph/workpiece';
import { emitStatic, type ScaledLayer } from '../quantization/static/emitStatic';
import { placeQuantizers } from '../quantization/static/placement';
import { openScratch } from '../scratch';
import type { Tools } from '../tools';
import { EXCERPT, type Excerpt, excerptOf } from './excerpt';
import { randomTensor } from './gateDynamic';
import { withIntegerEdges } from './integerEdges';
import { measurePair, onlyFeed, type PairTimes } from './measurePair';
import { groupBySignature, type LayerGroup } from './signature';

/** Time for one pair of sessions and for all, milliseconds. */
const PAIR_MS = 250;
const TOTAL_MS = 10_000;

export interface MeasuredGroup {
  readonly group: LayerGroup<ScaledLayer>;
  readonly times: PairTimes;
}

/**
 * Measures one layer of each signature alone: in float, and in int8 between codes, as it runs between quantized neighbours. This is its
 * best case; whether a layer that is slower even so should stay in float is for the whole model to tell.
 */
export async function measureConvolutions(
  work: Workpiece,
  source: ByteSource,
  layers: Iterable<ScaledLayer>,
  shapes: ReadonlyMap<string, readonly number[]>,
  tools: Tools,
): Promise<readonly MeasuredGroup[]> {
  const index = work.index();
  const hasRelu = ({ node }: ScaledLayer): boolean => {
    const next = index.onlyConsumer(outputOf(node));
    return next !== undefined && isOp(next, 'Relu');
  };
  const groups = groupBySignature(layers, shapes, layer => (hasRelu(layer) ? 'Relu' : ''));
  const measured: MeasuredGroup[] = [];
  const began = tools.clock();
  for (const [at, group] of groups.entries()) {
    if (tools.clock() - began > TOTAL_MS) break;
    const { first: layer } = group;
    tools.progress({ phase: 'Measuring layers', fraction: at / groups.length, detail: layer.node.name ?? '' });
    const excerpt = excerptOf(work, index, layer, group.activationShape, hasRelu(layer));
    measured.push({ group, times: await measureExcerpt(excerpt, source, layer, group.activationShape, tools) });
  }
  return measured;
}

async function measureExcerpt(
  excerpt: Excerpt,
  source: ByteSource,
  layer: ScaledLayer,
  shape: readonly number[],
  tools: Tools,
): Promise<PairTimes> {
  const plain = new TargetModel(excerpt.work, source);
  for (const node of excerpt.work.graph.node) plain.keep(node);
  const float = await openScratch(plain.finish(), plain.payloads, tools);
  try {
    const integer = await openInteger(excerpt, source, layer, shape, tools);
    try {
      return await measurePair(
        { session: float, feeds: onlyFeed(float, randomTensor(shape)) },
        { session: integer, feeds: onlyFeed(integer, randomCodes(shape)) },
        tools,
        PAIR_MS,
      );
    } finally {
      await integer.release();
    }
  } finally {
    await float.release();
  }
}

async function openInteger(
  excerpt: Excerpt,
  source: ByteSource,
  layer: ScaledLayer,
  shape: readonly number[],
  tools: Tools,
): Promise<Session> {
  const own: ScaledLayer = { ...layer, node: excerpt.node, activation: EXCERPT.input };
  const placement = placeQuantizers(excerpt.work, excerpt.work.index(), new Set([excerpt.node]));
  const code = { scale: 1 / 64, zeroPoint: 0 };
  const parameters = new Map(Array.from(placement.roots.values(), root => [root, code]));
  const layers = new Map<NodeProto, ScaledLayer>([[excerpt.node, own]]);
  const { target } = emitStatic(excerpt.work, source, { layers, placement, parameters, constants: new Map() });
  return openScratch(withIntegerEdges(target.finish(), shape), target.payloads, tools);
}

function randomCodes(shape: readonly number[]): Tensor {
  const random = seededRandom(1);
  return { dtype: 'uint8', shape, data: Uint8Array.from({ length: elementCount(shape) }, () => 256 * random()) };
}
