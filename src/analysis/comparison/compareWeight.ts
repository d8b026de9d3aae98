import { packedBytes } from '../../model/dtype';
import type { Weight } from '../../model/model';
import type { WeightDifference } from '../../shared/reports/compareReport';
import { ByteFeed } from './byteFeed';
import { DifferenceMeter } from './differenceMeter';
import { type DifferenceKernel, PLACE_BYTES, type Places } from './kernels/differenceKernel';
import type { Numbers } from './kernels/differences';
import { hasNumbers, NumberFeed, type SizedChunks, type WeightSubject } from './weightSubject';

/** Elements of each weight that are compared at once: of every type that has numbers they fit into a place. */
const ELEMENTS = PLACE_BYTES / 8;

/** Bytes of each that are compared at once to see whether all are the same: a whole number of elements of every type. */
const STREAM_BYTES = 3 * 2 ** 18;

/** A larger transposed matrix is not compared: it has to be in memory. */
const MOST_TRANSPOSED = 2 ** 25;

export interface ComparedWeight {
  readonly isSame: boolean;
  readonly difference: WeightDifference | null;
  /** Zeros of both; `null` when they were not counted. */
  readonly zeros: { readonly a: number; readonly b: number } | null;
  readonly transposed: boolean;
  readonly note: string | null;
}

/**
 * Compares two weights element by element, in memory for a piece of each. Weights of the same bytes, which most are, are only read.
 * @throws LatheError what reading throws.
 */
export async function compareWeight(
  a: WeightSubject,
  b: WeightSubject,
  kernel: DifferenceKernel,
): Promise<ComparedWeight> {
  const hasSameForm = a.dtype === b.dtype && String(a.shape) === String(b.shape);
  if (hasSameForm && hasSameReading(a, b) && (await hasSameBytes(a, b, kernel))) return same();
  if (!hasNumbers(a) || !hasNumbers(b)) return unlike(kindNote(a, b));
  const isReversed = a.shape.length === 2 && a.shape[0] === b.shape[1] && a.shape[1] === b.shape[0];
  const isSquare = a.shape[0] === a.shape[1];
  const transposed = isReversed && a.isTurned !== b.isTurned && (isSquare || String(a.shape) !== String(b.shape));
  if (!transposed && String(a.shape) !== String(b.shape)) {
    return unlike(`The shape is another one: [${a.shape.join(', ')}] became [${b.shape.join(', ')}].`);
  }
  if (transposed && b.elements > MOST_TRANSPOSED) {
    return { ...unlike('The matrix is stored transposed and is too large to be compared so.'), transposed };
  }
  const meter = await measured(a, b, transposed, kernel);
  const isSame = meter.changed === 0 && a.located.weight.dtype === b.located.weight.dtype;
  return {
    isSame,
    difference: isSame ? null : meter.result(a.shape),
    zeros: { a: meter.zerosOfA, b: meter.zerosOfB },
    transposed,
    note: null,
  };
}

function same(): ComparedWeight {
  return { isSame: true, difference: null, zeros: null, transposed: false, note: null };
}

function unlike(note: string): ComparedWeight {
  return { isSame: false, difference: null, zeros: null, transposed: false, note };
}

function kindNote({ located: { weight } }: WeightSubject, other: WeightSubject): string {
  const isSparse = weight.sparse !== null || other.located.weight.sparse !== null;
  if (isSparse) return 'Stored as sparse tensors, which differ; elements were not compared.';
  return `Elements of ${weight.dtype} and ${other.located.weight.dtype} have no difference that could be measured.`;
}

async function measured(
  a: WeightSubject,
  b: WeightSubject,
  transposed: boolean,
  kernel: DifferenceKernel,
): Promise<DifferenceMeter> {
  const { places } = kernel;
  const meter = new DifferenceMeter(kernel);
  const one = new NumberFeed(a, ELEMENTS, places.a);
  const other = transposed ? new TurnedNumbers(b, ELEMENTS, places.b) : new NumberFeed(b, ELEMENTS, places.b);
  try {
    while (meter.elements < a.elements) {
      const [x, y] = await Promise.all([one.next(), other.next()]);
      meter.add(x, y);
    }
    return meter;
  } finally {
    await one.close();
    await other.close();
  }
}

/** The numbers of a matrix [columns, rows] in the order of its transpose [rows, columns]. */
class TurnedNumbers {
  #all: Numbers | null = null;
  #next = 0;

  constructor(
    private readonly subject: WeightSubject,
    private readonly count: number,
    private readonly places: Places,
  ) {}

  async next(): Promise<Numbers> {
    const all = this.#all ?? (await this.#read());
    this.#all = all;
    const [columns = 0, rows = 0] = this.subject.shape;
    const piece = new Float64Array(Math.min(this.count, all.length - this.#next));
    for (let i = 0; i < piece.length; i++) {
      const at = this.#next + i;
      const column = at % columns;
      piece[i] = all[column * rows + (at - column) / columns] as number;
    }
    this.#next += piece.length;
    return piece;
  }

  async close(): Promise<void> {
    this.#all = null;
  }

  async #read(): Promise<Numbers> {
    const all = new Float64Array(this.subject.elements);
    const feed = new NumberFeed(this.subject, this.count, this.places);
    for (let at = 0; at < all.length; ) {
      const piece = await feed.next();
      all.set(piece, at);
      at += piece.length;
    }
    await feed.close();
    return all;
  }
}

/** Whether equal bytes mean equal numbers in both. */
function hasSameReading(a: WeightSubject, b: WeightSubject): boolean {
  if ((a.located.weight.sparse === null) !== (b.located.weight.sparse === null)) return false;
  const [one, other] = [a.dequantizer, b.dequantizer];
  if (one === null || other === null) return one === other;
  const isEqual = (x: Float64Array | null, y: Float64Array | null): boolean =>
    x === null || y === null ? x === y : Buffer.compare(bytesOf(x), bytesOf(y)) === 0;
  return isEqual(one.scales, other.scales) && isEqual(one.zeroPoints, other.zeroPoints);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function hasSameBytes(a: WeightSubject, b: WeightSubject, { places }: DifferenceKernel): Promise<boolean> {
  const [one, other] = [a.located.weight, b.located.weight];
  if (one.payload.kind === 'strings' || other.payload.kind === 'strings') return hasSameTexts(a, b);
  if (one.dtype === 'string' || one.dtype === 'undefined') return false;
  const same = (x: Weight, y: Weight): Promise<boolean> =>
    isSameStream({ chunks: a.chunks, weight: x, places: places.a }, { chunks: b.chunks, weight: y, places: places.b });
  if (!(await same(one, other))) return false;
  if (one.sparse === null || other.sparse === null) return true;
  return same(one.sparse.indices, other.sparse.indices);
}

function hasSameTexts(a: WeightSubject, b: WeightSubject): boolean {
  const [one, other] = [a.located.weight.payload, b.located.weight.payload];
  if (one.kind !== 'strings' || other.kind !== 'strings' || one.values.length !== other.values.length) return false;
  return one.values.every((text, i) => Buffer.compare(text, other.values[i] ?? new Uint8Array(0)) === 0);
}

interface Stream {
  readonly weight: Weight;
  readonly chunks: SizedChunks;
  readonly places: Places;
}

async function isSameStream(one: Stream, other: Stream): Promise<boolean> {
  const length = storedBytes(one.weight);
  if (length !== storedBytes(other.weight)) return false;
  const feeds = [one, other].map(
    ({ weight, chunks, places }) => new ByteFeed(buffer => chunks(weight, STREAM_BYTES, buffer), places),
  );
  try {
    for (let at = 0; at < length; at += STREAM_BYTES) {
      const [x, y] = await Promise.all(feeds.map(feed => feed.read(Math.min(STREAM_BYTES, length - at))));
      if (x === undefined || y === undefined || Buffer.compare(x, y) !== 0) return false;
    }
    return true;
  } finally {
    for (const feed of feeds) await feed.close();
  }
}

/** Of a sparse tensor the elements that are not zero. */
function storedBytes({ dtype, elements, sparse }: Weight): number {
  return packedBytes(dtype, sparse === null ? elements : sparse.stored);
}
