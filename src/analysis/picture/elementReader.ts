import { DTYPES, packedBytes } from '../../model/dtype';
import { decodeElements, type NumericArray } from '../../model/elements';
import { GroupWalk } from '../weights/groups';
import { noNumbers } from './errors';
import { entryFrom } from './sparseEntries';
import { canDequantize, isDrawable, type ReadElements, type Subject } from './subject';

/** Whole bytes hold a multiple of so many elements, whatever their type. */
const ALIGNED = 4;

/** Numbers of a weight, any of them at any time: reads just the bytes that hold them. */
export class ElementReader {
  readonly #dequantizes: boolean;

  /** @throws LatheError `picture.noNumbers` */
  constructor(
    readonly subject: Subject,
    private readonly read: ReadElements,
    dequantized: boolean,
  ) {
    if (!isDrawable(subject.dtype)) throw noNumbers(subject.located.name, subject.dtype);
    this.#dequantizes = dequantized && canDequantize(subject);
  }

  /** Whether numbers are made of codes, a scale and a zero point, in float32 as a runtime does. */
  get dequantizes(): boolean {
    return this.#dequantizes;
  }

  /** Bits of a stored element. */
  get bits(): number {
    return DTYPES[this.subject.dtype].bits;
  }

  /** Elements as stored, complex ones as two numbers each; those a sparse tensor leaves out are zero. */
  async stored(first: number, count: number): Promise<NumericArray> {
    const { dtype, sparse, located, dequantizer } = this.subject;
    const width = this.#width;
    if (sparse !== null) {
      const values = decodeElements(dtype, new Uint8Array(packedBytes(dtype, count)), count);
      const end = entryFrom(sparse, first + count);
      for (let entry = entryFrom(sparse, first); entry < end; entry++) {
        const place = ((sparse.places[entry] ?? 0) - first) * width;
        for (let part = 0; part < width; part++) put(values, place + part, sparse.values[entry * width + part] ?? 0);
      }
      return values;
    }
    const skip = this.bits < 8 ? first % ALIGNED : 0;
    const from = first - skip;
    const bytes =
      dequantizer === null || dequantizer.packed === null
        ? await this.read(located.weight, from, skip + count)
        : await this.read(located.weight, (from * this.bits) / 8, packedBytes(dtype, skip + count));
    const decoded = decodeElements(dtype, bytes, skip + count);
    return skip === 0 ? decoded : decoded.subarray(skip);
  }

  /** What is drawn: numbers as they are or dequantized, magnitudes of complex ones. 64-bit integers are rounded. */
  async numbers(first: number, count: number): Promise<Float32Array | Float64Array> {
    const stored = await this.stored(first, count);
    if (this.#dequantizes) return dequantize(this.subject, stored, first);
    if (this.#width === 2) return magnitudes(stored);
    if (stored instanceof Float32Array || stored instanceof Float64Array) return stored;
    if (stored instanceof BigInt64Array || stored instanceof BigUint64Array) return Float64Array.from(stored, Number);
    return this.bits > 24 ? new Float64Array(stored) : new Float32Array(stored);
  }

  /** One stored element of a sparse tensor as it is drawn. */
  entry(index: number): Float32Array | Float64Array {
    const values = this.subject.sparse?.values;
    const [a, b] = [Number(values?.[index * this.#width]), Number(values?.[index * this.#width + 1])];
    return Float64Array.of(this.#width === 2 ? Math.hypot(a, b) : a);
  }

  get #width(): 1 | 2 {
    return DTYPES[this.subject.dtype].kind === 'complex' ? 2 : 1;
  }
}

/** DequantizeLinear of ONNX: y = (x - zero point) * scale, each step in float32. */
export function dequantize({ dequantizer }: Subject, stored: NumericArray, first: number): Float32Array {
  const values = new Float32Array(stored.length);
  const { groups = null, scales = null, zeroPoints = new Float64Array(1) } = dequantizer ?? {};
  if (groups === null) {
    const [scale = 1] = scales ?? [];
    const [zeroPoint = 0] = zeroPoints;
    for (let i = 0; i < values.length; i++) values[i] = Math.fround(Number(stored[i]) - zeroPoint) * scale;
    return values;
  }
  const group = new Uint32Array(values.length);
  new GroupWalk(groups, first).fill(group);
  for (let i = 0; i < values.length; i++) {
    const at = group[i] ?? 0;
    values[i] = Math.fround(Number(stored[i]) - (zeroPoints[at] ?? 0)) * (scales?.[at] ?? 1);
  }
  return values;
}

function put(values: NumericArray, at: number, value: number | bigint): void {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) values[at] = BigInt(value);
  else values[at] = Number(value);
}

function magnitudes(parts: NumericArray): Float64Array {
  const values = new Float64Array(parts.length / 2);
  for (let i = 0; i < values.length; i++) values[i] = Math.hypot(Number(parts[2 * i]), Number(parts[2 * i + 1]));
  return values;
}
