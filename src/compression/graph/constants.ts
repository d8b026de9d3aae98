import { Notes } from '../../formats/onnx/model/notes';
import { toWeight } from '../../formats/onnx/model/toWeight';
import { type WeightFiles, weightChunks } from '../../formats/weightReader';
import { type DType, packedBytes } from '../../model/dtype';
import { decodeElements, type NumericArray } from '../../model/elements';
import type { TensorProto } from './protos';

/** A tensor whose elements are known before the model runs: from the file, or computed by a pass and not yet anywhere. */
export interface Constant {
  readonly name: string;
  /** Name of the source's tensor that the elements come from, for reports. */
  readonly origin: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly elements: number;
  /** The tensor of the source file that holds exactly these elements; `null` when they are computed. */
  readonly stored: TensorProto | null;
  /**
   * All elements in row-major order, little-endian and packed, from the start each time. A chunk holds whole elements, about
   * `chunkBytes`, and is valid until the next one is asked for.
   */
  chunks(chunkBytes: number): AsyncIterable<Uint8Array>;
}

/** Bytes read at once while streaming a weight: large enough for disks, small enough for caches. */
const CHUNK_BYTES = 4 * 2 ** 20;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A tensor of the source file. @throws LatheError when its shape or type is not representable. */
export function storedConstant(tensor: TensorProto, files: WeightFiles): Constant {
  const weight = toWeight(tensor, `tensor "${tensor.name ?? ''}"`, new Notes());
  return {
    name: weight.name,
    origin: weight.name,
    dtype: weight.dtype,
    shape: weight.shape,
    elements: weight.elements,
    stored: tensor,
    chunks: chunkBytes => weightChunks(weight, files, chunkBytes),
  };
}

/** The same elements under another name and shape. */
export function viewOf(constant: Constant, name: string, shape: readonly number[]): Constant {
  return { ...constant, name, shape, stored: null };
}

/** Elements that are in memory already; for small tensors. */
export function inlineConstant(name: string, dtype: DType, shape: readonly number[], bytes: Uint8Array): Constant {
  return {
    name,
    origin: name,
    dtype,
    shape,
    elements: elementCount(shape),
    stored: null,
    async *chunks() {
      yield bytes;
    },
  };
}

export function floatConstant(name: string, shape: readonly number[], values: Float32Array): Constant {
  return inlineConstant(name, 'float32', shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function integerConstant(name: string, values: readonly (number | bigint)[], shape = [values.length]): Constant {
  const data = BigInt64Array.from(values, BigInt);
  return inlineConstant(name, 'int64', shape, new Uint8Array(data.buffer));
}

/** One element of whole bytes, repeated. */
export function filledConstant(name: string, dtype: DType, shape: readonly number[], element: Uint8Array): Constant {
  const elements = elementCount(shape);
  return {
    name,
    origin: name,
    dtype,
    shape,
    elements,
    stored: null,
    async *chunks(chunkBytes) {
      const perChunk = Math.max(1, Math.floor(chunkBytes / element.length));
      const chunk = new Uint8Array(Math.min(perChunk, elements) * element.length);
      for (let at = 0; at < chunk.length; at += element.length) chunk.set(element, at);
      for (let done = 0; done < elements; done += perChunk) {
        yield chunk.subarray(0, Math.min(perChunk, elements - done) * element.length);
      }
    },
  };
}

/** float32 values computed from another constant's, chunk by chunk. `change` gets the index of the first element. */
export function changedConstant(
  constant: Constant,
  name: string,
  change: (values: Float32Array, start: number) => void,
): Constant {
  return {
    ...constant,
    name,
    stored: null,
    async *chunks(chunkBytes) {
      let start = 0;
      for await (const bytes of constant.chunks(chunkBytes)) {
        const values = float32View(bytes).slice();
        change(values, start);
        start += values.length;
        yield new Uint8Array(values.buffer);
      }
    },
  };
}

/** Values of a float32 constant. */
export async function* floatChunks(constant: Constant): AsyncGenerator<Float32Array> {
  for await (const bytes of constant.chunks(CHUNK_BYTES)) yield float32View(bytes);
}

/** Bytes of a constant as it would be written. */
export function byteChunks(constant: Constant): AsyncIterable<Uint8Array> {
  return constant.chunks(CHUNK_BYTES);
}

export function byteLength(constant: Constant): number {
  return packedBytes(constant.dtype, constant.elements);
}

/** All values at once; for small constants such as axes, bounds and biases. */
export async function valuesOf(constant: Constant): Promise<NumericArray> {
  const bytes = new Uint8Array(byteLength(constant));
  let at = 0;
  for await (const chunk of constant.chunks(CHUNK_BYTES)) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return decodeElements(constant.dtype, bytes, constant.elements);
}

/** All values of a small constant as numbers. */
export async function numbersOf(constant: Constant): Promise<number[]> {
  return Array.from<number | bigint, number>(await valuesOf(constant), Number);
}

function float32View(bytes: Uint8Array): Float32Array {
  const values = decodeElements('float32', bytes, bytes.length / 4);
  return values instanceof Float32Array ? values : Float32Array.from(values, Number);
}
