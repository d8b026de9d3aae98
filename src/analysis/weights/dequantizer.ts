import { intAttribute } from '../../model/attributes';
import type { DType } from '../../model/dtype';
import { decodeElements, unpack } from '../../model/elements';
import type { Model, Node, Weight } from '../../model/model';
import { type LocatedWeight, modelIndex } from '../../model/modelIndex';
import { quantizationOf, type WeightQuantization } from '../../model/quantizedWeights';
import { scaleTooLarge } from './errors';
import type { Groups } from './groups';

/**
 * The stored elements of a weight in chunks of whole elements, each valid until the next. `buffer` gives a place that a chunk
 * may be read into; it is asked for each chunk, since its memory may have moved.
 */
export type ChunksOf = (weight: Weight, buffer?: () => Uint8Array) => AsyncIterable<Uint8Array>;

/** How to turn a weight's stored numbers into real ones: `(stored - zeroPoints[g]) * scales[g]`. */
export interface Dequantizer {
  /** `null` when all elements share one scale. */
  readonly groups: Groups | null;
  /** `null` when only the zero point is known. */
  readonly scales: Float64Array | null;
  readonly zeroPoints: Float64Array;
  /** Set when the stored bytes hold smaller fields than the weight's own type says. */
  readonly packed: { readonly dtype: DType; readonly shape: readonly number[]; readonly elements: number } | null;
}

/** A scale is small beside its weight: one number for 16 elements at the densest. */
const MOST_SCALE_BYTES = 256 * 2 ** 20;

/** Reads the scale and zero point of a quantized weight; `null` when it is not quantized or they do not fit its shape. */
export async function dequantizerOf(
  model: Model,
  located: LocatedWeight,
  chunksOf: ChunksOf,
): Promise<Dequantizer | null> {
  const found = quantizationOf(model, located.graph, located.name);
  if (found === null || located.weight.sparse !== null) return null;
  const scales = found.scale === null ? null : await readNumbers(found.scale, chunksOf);
  if (found.packedBits !== null) return packedDequantizer(model, located, found, scales, chunksOf);
  const zeroPoints = found.zeroPoint === null ? null : await readNumbers(found.zeroPoint, chunksOf);
  const count = scales?.length ?? zeroPoints?.length ?? 0;
  const groups = count <= 1 ? null : groupsFor(located.weight, found, count);
  const isFit = (zeroPoints === null || zeroPoints.length === count) && (count <= 1 || groups?.count === count);
  if (count === 0 || !isFit) return null;
  return { groups, scales, zeroPoints: zeroPoints ?? new Float64Array(count), packed: null };
}

function groupsFor({ shape }: Weight, { axis, blockSize }: WeightQuantization, count: number): Groups | null {
  const length = shape[axis];
  if (length === undefined || length === 0 || !(blockSize >= 0)) return null;
  const inner = product(shape.slice(axis + 1));
  if (blockSize === 0) return count === length ? { length, inner, block: 0, count } : null;
  const blocks = product(shape.slice(0, axis)) * Math.ceil(length / blockSize) * inner;
  return { length, inner, block: blockSize, count: blocks };
}

/**
 * com.microsoft MatMulNBits: weight [N, blocks, bytes of a block], one scale for each block, zero points packed like the
 * weight, each row on a byte border; without them the middle of the range.
 */
async function packedDequantizer(
  model: Model,
  located: LocatedWeight,
  { zeroPoint, blockSize, packedBits }: WeightQuantization,
  scales: Float64Array | null,
  chunksOf: ChunksOf,
): Promise<Dequantizer | null> {
  const dtype = packedBits === 2 ? 'uint2' : packedBits === 4 ? 'uint4' : packedBits === 8 ? 'uint8' : null;
  const node = consumerOf(model, located);
  const rows = node === null ? 0 : intAttribute(node, 'N', 0);
  const columns = node === null ? 0 : intAttribute(node, 'K', 0);
  const blocks = columns / blockSize;
  const elements = rows * columns;
  const isWhole = Number.isSafeInteger(elements) && elements > 0 && Number.isInteger(blocks);
  if (dtype === null || packedBits === null || scales === null || !isWhole) return null;
  if (scales.length !== rows * blocks || located.weight.bytes !== (elements * packedBits) / 8) return null;
  const zeroPoints = new Float64Array(rows * blocks).fill(2 ** (packedBits - 1));
  if (zeroPoint !== null) {
    const rowBytes = Math.ceil((blocks * packedBits) / 8);
    const stored = await readNumbers(zeroPoint, chunksOf);
    if (zeroPoint.weight.dtype !== 'uint8') {
      if (stored.length !== zeroPoints.length) return null;
      zeroPoints.set(stored);
    } else {
      if (stored.length !== rows * rowBytes) return null;
      const bytes = Uint8Array.from(stored);
      for (let row = 0; row < rows; row++) {
        const fields = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
        zeroPoints.set(dtype === 'uint8' ? fields : unpack(fields, blocks, dtype === 'uint2' ? 2 : 4), row * blocks);
      }
    }
  }
  const groups: Groups = { length: columns, inner: 1, block: blockSize, count: scales.length };
  return { groups, scales, zeroPoints, packed: { dtype, shape: [rows, columns], elements } };
}

function consumerOf(model: Model, { graph, name }: LocatedWeight): Node | null {
  const uses = modelIndex(model).get(graph)?.uses.get(name) ?? [];
  return uses.find(({ node }) => node.op === 'MatMulNBits')?.node ?? null;
}

async function readNumbers({ weight, name }: LocatedWeight, chunksOf: ChunksOf): Promise<Float64Array> {
  if (weight.bytes > MOST_SCALE_BYTES) throw scaleTooLarge(name, weight.bytes, MOST_SCALE_BYTES);
  const bytes = new Uint8Array(weight.bytes);
  let at = 0;
  for await (const chunk of chunksOf(weight)) {
    bytes.set(chunk.subarray(0, bytes.length - at), at);
    at += chunk.length;
  }
  return Float64Array.from<number | bigint>(decodeElements(weight.dtype, bytes, weight.elements), Number);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}
