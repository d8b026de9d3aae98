import { seededRandom } from '../../analysis/random';
import type { ByteSource } from '../../formats/byteSource';
import type { Tensor } from '../../model/tensor';
import { elementCount } from '../graph/constants';
import type { GraphIndex } from '../graph/graphIndex';
import type { NodeProto } from '../graph/protos';
import { TargetModel } from '../graph/targetModel';
import type { Workpiece } from '../graph/workpiece';
import { emitDynamic, type ScaledLinear } from '../quantization/dynamic/emitDynamic';
import { openScratch } from '../scratch';
import type { Tools } from '../tools';
import { EXCERPT, excerptOf } from './excerpt';
import { measurePair, onlyFeed, type PairTimes } from './measurePair';
import { groupBySignature, type LayerGroup } from './signature';

/** Time for one pair of sessions and for all, milliseconds. */
const PAIR_MS = 400;
const TOTAL_MS = 20_000;

/**
 * Measures one layer of each signature alone, in float and in dynamic int8, on its real shape. Every such layer takes and gives float
 * values, so alone it costs what it costs in the model. Groups beyond the time limit are not measured.
 */
export async function measureLinear(
  work: Workpiece,
  source: ByteSource,
  layers: Iterable<ScaledLinear>,
  shapes: ReadonlyMap<string, readonly number[]>,
  tools: Tools,
): Promise<ReadonlyMap<NodeProto, PairTimes>> {
  const index = work.index();
  const groups = groupBySignature(layers, shapes);
  const measured = new Map<NodeProto, PairTimes>();
  const began = tools.clock();
  for (const [at, group] of groups.entries()) {
    if (tools.clock() - began > TOTAL_MS) break;
    tools.progress({
      phase: 'Measuring layers',
      fraction: at / groups.length,
      detail: group.first.node.name ?? '',
    });
    const times = await measureGroup(work, index, source, group, tools);
    for (const { node } of group.layers) measured.set(node, times);
  }
  return measured;
}

async function measureGroup(
  work: Workpiece,
  index: GraphIndex,
  source: ByteSource,
  group: LayerGroup<ScaledLinear>,
  tools: Tools,
): Promise<PairTimes> {
  const { first: layer } = group;
  const excerpt = excerptOf(work, index, layer, group.activationShape, false);
  const plain = new TargetModel(excerpt.work, source);
  for (const node of excerpt.work.graph.node) plain.keep(node);
  const own: ScaledLinear = { ...layer, node: excerpt.node, activation: EXCERPT.input };
  const quantized = emitDynamic(excerpt.work, source, new Map([[excerpt.node, own]])).target;
  const float = await openScratch(plain.finish(), plain.payloads, tools);
  try {
    const integer = await openScratch(quantized.finish(), quantized.payloads, tools);
    try {
      const tensor = randomTensor(group.activationShape);
      return await measurePair(
        { session: float, feeds: onlyFeed(float, tensor) },
        { session: integer, feeds: onlyFeed(integer, tensor) },
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

/** Values between −1 and 1, the same every time. */
export function randomTensor(shape: readonly number[]): Tensor {
  const random = seededRandom(1);
  return { dtype: 'float32', shape, data: Float32Array.from({ length: elementCount(shape) }, () => 2 * random() - 1) };
}
