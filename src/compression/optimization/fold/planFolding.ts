import { packedBytes } from '../../../model/dtype';
import type { ValueType } from '../../../model/model';
import { isNumericType } from '../../../model/tensorData';
import { formatBytes } from '../../../shared/units';
import { byteLength, elementCount } from '../../graph/constants';
import type { GraphIndex } from '../../graph/graphIndex';
import { isDefaultDomain, isOp, type NodeProto, subgraphsOf } from '../../graph/protos';
import { isDeterministic } from '../deterministic';
import type { PassContext } from '../passContext';
import type { GrowthLimits } from './limits';

/** Operators whose constant results are kept on purpose: weights stay as small as they are stored. */
const QUANTIZATION = ['DequantizeLinear', 'DynamicQuantizeLinear', 'QuantizeLinear'] as const;

/** Operators whose result depends on values, but never has more elements than the rank times those of the input. */
const SELECTING = ['Compress', 'NonZero', 'Unique'] as const;

/** Nodes in order that depend on constants alone and whose results may be kept. */
export async function planFolding(context: PassContext, limits: GrowthLimits): Promise<readonly NodeProto[]> {
  const { work } = context;
  const known = await context.known();
  const index = context.index();
  const made = new Map<string, number>();
  const planned: NodeProto[] = [];
  let growth = 0;
  for (const node of work.graph.node) {
    const inputs = [...new Set((node.input ?? []).filter(name => name !== ''))];
    const sizes = inputs.map(name => sizeOf(context, made, name));
    if (!canFold(node, index) || sizes.length === 0 || sizes.includes(null)) continue;
    const bytes = resultBytes(node, name => known.type(name), sizes);
    if (typeof bytes === 'string') {
      context.skipped(node, bytes);
      continue;
    }
    const freed = inputs.reduce((sum, name, at) => sum + (isFreed(index, name, node) ? (sizes[at] ?? 0) : 0), 0);
    const added = Math.max(0, bytes - freed);
    if (added > limits.one) {
      context.skipped(node, `its result would make the file larger by over ${formatBytes(limits.one)}`);
      continue;
    }
    if (growth + added > limits.all) {
      context.skipped(node, `folded results already make the file larger by ${formatBytes(limits.all)}`);
      continue;
    }
    growth += added;
    planned.push(node);
    for (const name of node.output ?? []) made.set(name, bytes);
  }
  return planned;
}

function sizeOf(context: PassContext, made: ReadonlyMap<string, number>, name: string): number | null {
  const constant = context.constant(name);
  if (constant === undefined) return made.get(name) ?? null;
  return constant.dtype === 'string' ? null : byteLength(constant);
}

function canFold(node: NodeProto, index: GraphIndex): boolean {
  if (!isDefaultDomain(node.domain) || isOp(node, ...QUANTIZATION) || !isDeterministic(node)) return false;
  if (subgraphsOf(node).length > 0) return false;
  return !(node.output ?? []).some(name => index.isOutput(name));
}

/** Bytes of all results, or why they cannot be told or kept. */
function resultBytes(
  node: NodeProto,
  typeOf: (name: string) => ValueType | null,
  sizes: readonly (number | null)[],
): number | string {
  let bytes = 0;
  for (const name of node.output ?? []) {
    if (name === '') continue;
    const type = typeOf(name);
    if (type?.kind !== 'tensor') return 'the type of its result cannot be told beforehand';
    if (!isNumericType(type.dtype)) return `its result is ${type.dtype}, which the runtime does not hand out`;
    const shape = type.shape?.filter(size => typeof size === 'number') ?? [];
    if (type.shape !== null && shape.length === type.shape.length)
      bytes += packedBytes(type.dtype, elementCount(shape));
    else if (isOp(node, ...SELECTING)) bytes += 64 * sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    else return 'the size of its result cannot be told beforehand';
  }
  return bytes;
}

/** Whether a value is needed no more once this node is gone. */
function isFreed(index: GraphIndex, name: string, node: NodeProto): boolean {
  if (index.isOutput(name) || index.isCaptured(name)) return false;
  return index.consumers(name).every(consumer => consumer === node);
}
