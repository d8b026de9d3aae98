import { DTYPES, type DType, packedBytes } from '../model/dtype';
import type { Model, Payload, Weight } from '../model/model';
import { allWeights } from '../model/queries';
import { LatheError } from '../shared/errors';
import type { ByteSource } from './byteSource';
import { openExternal } from './externalData';
import { MAX_WHOLE_WEIGHT } from './limits';
import { packSixBits } from './sixBits';
import { type VarintList, varintChunks } from './typedNumbers';
import { externalTooShort, notNumeric, noValues, outOfElements, tooLargeForMemory, wrongAmount } from './weightErrors';

/** The files a model's weights are in: the model file and, opened when first needed, those it refers to. */
export interface WeightFiles {
  readonly model: ByteSource;
  /** @throws LatheError naming `tensor` when the file is missing or outside the model's folder. */
  external(location: string, tensor: string): Promise<ByteSource>;
  /** Closes the external files; the model's own source belongs to the caller. */
  close(): Promise<void>;
}

/** `modelPath` is where the model lies on disk, so that relative references can be followed. */
export function openWeightFiles(modelPath: string, source: ByteSource): WeightFiles {
  const opened = new Map<string, Promise<ByteSource>>();
  return {
    model: source,
    async external(location, tensor) {
      const found = opened.get(location) ?? openExternal(modelPath, location, tensor);
      opened.set(location, found);
      try {
        return await found;
      } catch (cause) {
        opened.delete(location);
        throw cause;
      }
    },
    async close() {
      const files = await Promise.allSettled(opened.values());
      opened.clear();
      for (const file of files) if (file.status === 'fulfilled') await file.value.close();
    },
  };
}

/**
 * Looks whether every weight that lies in another file is there in full, reading none: said here, it names the tensor and the
 * file, where a runtime would reject the model.
 * @throws LatheError `external.…` or `weight.wrongAmount`, naming the tensor.
 */
export async function checkExternalWeights(model: Model, files: WeightFiles): Promise<void> {
  for (const { weight } of allWeights(model)) {
    if (weight.payload.kind !== 'external') continue;
    try {
      await locate(weight, files);
    } catch (thrown) {
      throw thrown instanceof LatheError ? thrown.inFile(files.model.name) : thrown;
    }
  }
}

/** A multiple of every element size, for lists of numbers that are decoded on the way to something else. */
const NUMBER_CHUNK = 3 * 2 ** 14;

/** Elements a weight stores: all of them, or the non-zero ones of a sparse tensor. */
export function storedElements(weight: Weight): number {
  return weight.sparse === null ? weight.elements : weight.sparse.stored;
}

/**
 * The stored elements `[first, first + count)` as little-endian packed bytes, sub-byte types low bits first, whatever
 * way the file stores them. Of a sparse tensor these are the stored values; `sparse.indices` is read in the same way.
 * @throws LatheError naming the tensor when its data is missing, short, damaged, or too large for one piece.
 */
export async function readWeightBytes(
  weight: Weight,
  files: WeightFiles,
  first = 0,
  count = storedElements(weight) - first,
): Promise<Uint8Array> {
  const elements = storedElements(weight);
  if (!(first >= 0 && count >= 0 && first + count <= elements)) {
    throw outOfElements(weight.name, first, count, elements);
  }
  const bits = DTYPES[weight.dtype].bits;
  const from = Math.floor((first * bits) / 8);
  const to = Math.ceil(((first + count) * bits) / 8);
  if (to - from > MAX_WHOLE_WEIGHT) throw tooLargeForMemory(weight.name, to - from, MAX_WHOLE_WEIGHT);
  const stored = await locate(weight, files);
  if (count === 0) return new Uint8Array(0);
  const bytes = await readBytes(stored, from, to, weight.dtype);
  return alignBits(bytes, (first * bits) % 8, packedBytes(weight.dtype, count));
}

/**
 * All stored elements in order, each chunk a whole number of elements and at most `chunkBytes` (but at least one
 * element). A chunk is valid until the next one is asked for.
 * @param buffer gives a place that the next chunk, when it fits, is read into
 * @param how whether the thread waits while it is, which costs less, or may do something else: `ByteSource.readInto`, `ByteSource.fill`
 */
export async function* weightChunks(
  weight: Weight,
  files: WeightFiles,
  chunkBytes: number,
  buffer?: () => Uint8Array,
  how: 'waiting' | 'aside' = 'waiting',
): AsyncIterable<Uint8Array> {
  const stored = await locate(weight, files);
  const step = wholeElementBytes(weight);
  const size = Math.max(step, Math.floor(chunkBytes / step) * step);
  if (stored.kind === 'varints') {
    yield* numberChunks(stored.list, size, weight.dtype);
    return;
  }
  for (let at = 0; at < stored.length; at += size) {
    const end = Math.min(at + size, stored.length);
    const filled = buffer === undefined ? null : fill(buffer(), stored, at, end - at, how);
    yield filled === null ? await readBytes(stored, at, end, weight.dtype) : await filled;
  }
}

/** Reads into a buffer, if that is possible: elements in one piece of a source that can. */
function fill(
  buffer: Uint8Array,
  stored: Stored,
  from: number,
  length: number,
  how: 'waiting' | 'aside',
): Uint8Array | Promise<Uint8Array> | null {
  const [only] = stored.kind === 'pieces' && stored.pieces.length === 1 ? stored.pieces : [];
  if (only === undefined || buffer.length < length) return null;
  const { source, offset } = only;
  const target = buffer.subarray(0, length);
  if (how === 'aside') return source.fill?.(offset + from, target).then(() => target) ?? null;
  if (source.readInto === undefined) return null;
  source.readInto(offset + from, target);
  return target;
}

/** Fewest bytes that hold a whole number of elements: one for 4 bits, three for 6. */
function wholeElementBytes(weight: Weight): number {
  const bits = DTYPES[weight.dtype].bits;
  if (bits % 8 === 0) return bits / 8;
  return 8 % bits === 0 ? 1 : bits / 2;
}

/** Where the packed elements of a weight are, after every check that needs no reading. */
type Stored =
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[]; readonly length: number }
  | { readonly kind: 'memory'; readonly bytes: Uint8Array; readonly length: number }
  | { readonly kind: 'varints'; readonly list: VarintList; readonly length: number };

interface Piece {
  readonly source: ByteSource;
  readonly offset: number;
  readonly length: number;
}

async function locate(weight: Weight, files: WeightFiles): Promise<Stored> {
  if (weight.dtype === 'string') throw notNumeric(weight.name);
  const length = packedBytes(weight.dtype, storedElements(weight));
  const { payload } = weight;
  const expect = (stored: number): void => {
    if (stored !== length) throw wrongAmount(weight.name, stored, length);
  };
  switch (payload.kind) {
    case 'range':
      expect(payload.length);
      return { kind: 'pieces', pieces: [{ source: files.model, offset: payload.offset, length }], length };
    case 'external':
      return { kind: 'pieces', pieces: [await externalPiece(weight, payload, length, files)], length };
    case 'inline':
      expect(payload.bytes.length);
      return { kind: 'memory', bytes: payload.bytes, length };
    case 'typed': {
      const { field, ranges } = payload;
      if (field !== 'float' && field !== 'double') {
        const width = Math.max(1, Math.floor(DTYPES[weight.dtype].bits / 8));
        const total = DTYPES[weight.dtype].bits === 6 ? storedElements(weight) : length;
        return { kind: 'varints', list: { source: files.model, ranges, width, total, tensor: weight.name }, length };
      }
      expect(ranges.reduce((sum, range) => sum + range.length, 0));
      return { kind: 'pieces', pieces: ranges.map(range => ({ source: files.model, ...range })), length };
    }
    case 'strings':
      throw notNumeric(weight.name);
    case 'empty':
      if (length > 0) throw noValues(weight.name);
      return { kind: 'memory', bytes: new Uint8Array(0), length };
  }
}

async function externalPiece(
  weight: Weight,
  payload: Extract<Payload, { kind: 'external' }>,
  length: number,
  files: WeightFiles,
): Promise<Piece> {
  const { location, offset } = payload;
  if (payload.length !== null && payload.length !== length) throw wrongAmount(weight.name, payload.length, length);
  const source = await files.external(location, weight.name);
  if (offset + length > source.size) throw externalTooShort(weight.name, location, offset + length, source.size);
  return { source, offset, length };
}

async function readBytes(stored: Stored, from: number, to: number, dtype: DType): Promise<Uint8Array> {
  if (stored.kind === 'memory') return stored.bytes.subarray(from, to);
  if (stored.kind === 'varints') return collect(numberChunks(stored.list, NUMBER_CHUNK, dtype), from, to);
  const [only] = stored.pieces;
  if (stored.pieces.length === 1 && only !== undefined) return only.source.read(only.offset + from, to - from);
  return collect(pieceBytes(stored.pieces, from, to), 0, to - from);
}

/** Packed elements in chunks of up to `size` bytes, a multiple of what `wholeElementBytes` says. */
async function* numberChunks(list: VarintList, size: number, dtype: DType): AsyncIterable<Uint8Array> {
  if (DTYPES[dtype].bits !== 6) yield* varintChunks(list, size);
  else for await (const codes of varintChunks(list, (size / 3) * 4)) yield packSixBits(codes);
}

async function* pieceBytes(pieces: readonly Piece[], from: number, to: number): AsyncIterable<Uint8Array> {
  let start = 0;
  for (const { source, offset, length } of pieces) {
    const first = Math.max(from, start) - start;
    const last = Math.min(to, start + length) - start;
    if (first < last) yield await source.read(offset + first, last - first);
    start += length;
  }
}

/** Bytes `[from, to)` of a stream. */
async function collect(stream: AsyncIterable<Uint8Array>, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(to - from);
  let start = 0;
  for await (const chunk of stream) {
    const first = Math.max(from - start, 0);
    const last = Math.min(to - start, chunk.length);
    if (first < last) bytes.set(chunk.subarray(first, last), start + first - from);
    start += chunk.length;
    if (start >= to) break;
  }
  return bytes;
}

/** Moves packed elements that start inside a byte to the start of the first byte. */
function alignBits(bytes: Uint8Array, shift: number, length: number): Uint8Array {
  if (shift === 0) return bytes;
  const aligned = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    aligned[index] = ((bytes[index] ?? 0) >>> shift) | ((bytes[index + 1] ?? 0) << (8 - shift));
  }
  return aligned;
}
