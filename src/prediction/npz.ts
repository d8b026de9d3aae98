import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { Tensor } from '../model/tensor';
import { product } from '../model/tensorData';
import { errorInfo, LatheError } from '../shared/errors';
import {
  arrayEncrypted,
  dataMissing,
  dataUnreadable,
  notNpz,
  npyMalformed,
  npyPickled,
  npyUnsupported,
  npzTooLarge,
  npzTooManyArrays,
} from './errors';
import { ARRAY_BYTES, NPZ_ENTRIES } from './limits';
import { npyTensor } from './npyArray';
import { NPY_PREFIX, NpyError, type NpyHeader, npyDataOffset, parseNpyHeader } from './npyHeader';
import { isPickled, type NpyType, npyType } from './npyType';

/** An array of an .npz file, or its first rows. */
export interface NpzArray {
  readonly tensor: Tensor;
  /** Size of the first axis in the file, of which `tensor` may hold fewer; 1 for a scalar. */
  readonly rows: number;
}

export interface NpzContents {
  /** Names of all arrays in the file, wanted or not. */
  readonly names: readonly string[];
  readonly arrays: ReadonlyMap<string, NpzArray>;
}

/** How many rows of an array are needed, told from its name and shape; `null` leaves the array alone. */
export type RowsWanted = (name: string, shape: readonly number[]) => number | null;

/**
 * Reads arrays that `numpy.savez` or `savez_compressed` wrote. Only the bytes of the wanted rows are inflated, and
 * nothing in the file is ever evaluated.
 * @throws LatheError naming the array, for pickled objects, types no model takes, claims beyond the limits and damage.
 */
export async function readNpz(file: string, rowsWanted: RowsWanted): Promise<NpzContents> {
  const zip = await open(file);
  const names: string[] = [];
  const arrays = new Map<string, NpzArray>();
  try {
    if (zip.entryCount > NPZ_ENTRIES) throw npzTooManyArrays(file, NPZ_ENTRIES);
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.replace(/\.npy$/, '');
      if (name === entry.fileName) continue;
      names.push(name);
      const array = await new EntryReader(file, name, zip, entry).read(rowsWanted);
      if (array !== null) arrays.set(name, array);
    }
  } catch (cause) {
    throw cause instanceof LatheError ? cause : notNpz(file, cause);
  } finally {
    zip.close();
  }
  return { names, arrays };
}

async function open(file: string): Promise<ZipFile> {
  try {
    return await openPromise(file, { autoClose: false });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw notNpz(file, cause);
    throw cause.code === 'ENOENT' ? dataMissing(file) : dataUnreadable(file, cause);
  }
}

class EntryReader {
  constructor(
    private readonly file: string,
    private readonly name: string,
    private readonly zip: ZipFile,
    private readonly entry: Entry,
  ) {}

  async read(rowsWanted: RowsWanted): Promise<NpzArray | null> {
    if (this.entry.isEncrypted()) throw arrayEncrypted(this.file, this.name);
    const stream = await this.zip.openReadStreamPromise(this.entry);
    const bytes = new ByteStream(stream);
    try {
      const prefix = await bytes.take(Math.min(NPY_PREFIX, this.entry.uncompressedSize));
      const offset = npyDataOffset(prefix);
      const rest = await bytes.take(Math.max(0, offset - prefix.length));
      const head = Buffer.concat([prefix, rest]);
      const header = parseNpyHeader(head.subarray(0, offset));
      const wanted = rowsWanted(this.name, header.shape);
      if (wanted === null) return null;
      return await this.#elements(bytes, head.subarray(offset), header, wanted);
    } catch (cause) {
      if (cause instanceof LatheError) throw cause;
      throw npyMalformed(this.file, this.name, cause instanceof NpyError ? cause.message : errorInfo(cause).message);
    } finally {
      stream.destroy();
    }
  }

  /** @param early elements that were read together with the header, which format 1.0 makes two bytes shorter. */
  async #elements(bytes: ByteStream, early: Uint8Array, header: NpyHeader, wanted: number): Promise<NpzArray> {
    const type = this.#type(header);
    const rows = header.shape[0] ?? 1;
    const shape = header.shape.length === 0 ? [] : [Math.min(rows, wanted), ...header.shape.slice(1)];
    // With the first axis running fastest, the first rows are spread over the whole array.
    const stored = header.fortran ? header.shape : shape;
    const length = product(stored) * type.itemBytes;
    if (length > ARRAY_BYTES) throw npzTooLarge(this.file, this.name, length, ARRAY_BYTES);
    const payload = this.entry.uncompressedSize - header.offset;
    if (length > payload) throw new NpyError(`its shape needs ${length} bytes and ${payload} are there`);
    const elements = await bytes.take(length, early);
    const tensor = npyTensor(elements, type, stored, header.fortran);
    return { tensor: header.fortran ? firstRows(tensor, shape) : tensor, rows };
  }

  #type({ descr }: NpyHeader): NpyType {
    if (isPickled(descr)) throw npyPickled(this.file, this.name);
    const type = npyType(descr);
    if (type === null) throw npyUnsupported(this.file, this.name, descr);
    return type;
  }
}

function firstRows(tensor: Tensor, shape: readonly number[]): Tensor {
  return { ...tensor, shape, data: tensor.data.slice(0, product(shape)) };
}

/** Takes exact numbers of bytes from a stream. */
class ByteStream {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Uint8Array = new Uint8Array();

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** @throws NpyError when the stream ends before. */
  async take(length: number, first: Uint8Array = new Uint8Array()): Promise<Uint8Array<ArrayBuffer>> {
    const result = new Uint8Array(length);
    let filled = this.#copy(first, result, 0);
    while (true) {
      const copied = this.#copy(this.#rest, result, filled);
      this.#rest = this.#rest.subarray(copied);
      filled += copied;
      if (filled === length) return result;
      const next = await this.#chunks.next();
      if (next.done === true) throw new NpyError('the file ends before the array does');
      this.#rest = next.value;
    }
  }

  #copy(from: Uint8Array, to: Uint8Array, at: number): number {
    const count = Math.min(from.length, to.length - at);
    to.set(from.subarray(0, count), at);
    return count;
  }
}
