import { DTYPES, type DType } from '../../model/dtype';
import { decodeElements } from '../../model/elements';
import type { Weight } from '../../model/model';
import type { SparsityStructure } from '../../shared/reports/weightReport';
import type { ChunksOf, Dequantizer } from './dequantizer';
import type { Workspace } from './kernels/workspace';
import type { MatrixLayout } from './matrixLayout';
import { PIECE_BYTES } from './pieces';
import { markZeros, type ZeroBits, zeroBits } from './zeroBits';
import { ZeroStructure } from './zeroStructure';

/** Numbers whose zero bits are made at once. */
const BLOCK = 65_536;
/** A sparse tensor is spread out over one bit for each element: 32 MB at most. */
const MOST_SPARSE = 2 ** 28;

/** Sees the elements of a weight in order, once, and tells the structure of its zeros. */
export interface StructureWatch {
  /** Packed elements that lie in the workspace. */
  piece(at: number, count: number): void;
  /** Float32 numbers that lie in the workspace, made of such elements. */
  floats(at: number, count: number): void;
  numbers(values: Float64Array): void;
  /** @throws LatheError when indices of a sparse tensor cannot be read */
  finish(chunksOf: ChunksOf): Promise<SparsityStructure | null>;
}

/** For a weight whose elements come in pieces, or for numbers. `null` where nothing tells channels or they are too wide. */
export function structureWatch(
  workspace: Workspace,
  layout: MatrixLayout | null,
  weight: Weight,
  dtype: DType,
  dequantizer: Dequantizer | null,
): StructureWatch | null {
  if (layout === null || !ZeroStructure.fits(layout)) return null;
  if (weight.sparse !== null && weight.elements > MOST_SPARSE) return null;
  const { bits } = DTYPES[dtype];
  const isPieces = bits <= 16 || dtype === 'float32';
  const ofPiece: ZeroBits | null = isPieces ? zeroBits(workspace, dtype, dequantizer, (PIECE_BYTES * 8) / bits) : null;
  const ofFloats = workspace.allocate(PIECE_BYTES / bits);
  const ofNumbers = workspace.allocate(BLOCK / 8);
  const sink = weight.sparse === null ? new DenseSink(workspace, layout) : new SparseSink(workspace, layout, weight);
  return {
    piece(at, count) {
      if (ofPiece !== null) sink.add(ofPiece.of(at, count), count);
    },
    floats(at, count) {
      workspace.kernels.zeros32(at, count, 0x7fffffff, 0, ofFloats);
      sink.add(ofFloats, count);
    },
    numbers(values) {
      for (let start = 0; start < values.length; start += BLOCK) {
        const block = values.subarray(start, start + BLOCK);
        markZeros(workspace, ofNumbers, block);
        sink.add(ofNumbers, block.length);
      }
    },
    finish: chunksOf => sink.finish(chunksOf),
  };
}

class DenseSink {
  readonly #structure: ZeroStructure;

  constructor(workspace: Workspace, layout: MatrixLayout) {
    this.#structure = new ZeroStructure(workspace, layout);
  }

  add(bits: number, count: number): void {
    this.#structure.add(bits, count);
  }

  async finish(): Promise<SparsityStructure | null> {
    return this.#structure.finish();
  }
}

/** Stored elements of a sparse tensor: where they are is known once their indices are read. */
class SparseSink {
  readonly #stored: Uint8Array;
  #count = 0;

  constructor(
    private readonly workspace: Workspace,
    private readonly layout: MatrixLayout,
    private readonly weight: Weight,
  ) {
    this.#stored = new Uint8Array(weight.sparse?.stored ?? 0);
  }

  add(bits: number, count: number): void {
    const marks = this.workspace.u8(bits, Math.ceil(count / 8));
    for (let i = 0; i < count; i++) this.#stored[this.#count + i] = ((marks[i >> 3] ?? 0) >> (i & 7)) & 1;
    this.#count += count;
  }

  /** `null` when an index is outside of the tensor. */
  async finish(chunksOf: ChunksOf): Promise<SparsityStructure | null> {
    const { sparse, elements, shape } = this.weight;
    if (sparse === null) return null;
    const { indices, stored } = sparse;
    const at = this.workspace.allocate(Math.ceil(elements / 8));
    this.workspace.u8(at, Math.ceil(elements / 8)).fill(255);
    // Either one place in the flattened tensor for each stored element, or one index for each axis.
    const axes = indices.shape.length === 2 ? shape : [elements];
    if (indices.elements !== stored * axes.length) return null;
    let [element, axis, place] = [0, 0, 0];
    for await (const chunk of chunksOf(indices)) {
      const numbers = decodeElements('int64', chunk, Math.floor(chunk.length / 8));
      const marks = this.workspace.u8(at, Math.ceil(elements / 8));
      for (const index of numbers) {
        const size = axes[axis] ?? 0;
        if (!(index >= 0 && index < size)) return null;
        place = place * size + Number(index);
        axis += 1;
        if (axis < axes.length) continue;
        if (this.#stored[element] === 0) marks[place >> 3] = (marks[place >> 3] ?? 0) & ~(1 << (place & 7));
        [element, axis, place] = [element + 1, 0, 0];
      }
    }
    const structure = new ZeroStructure(this.workspace, this.layout);
    structure.add(at, elements);
    return structure.finish();
  }
}
