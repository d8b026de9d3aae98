import { NPY_HEADER_BYTES, NPY_NESTING, NPY_RANK } from './limits';
import { type Literal, LiteralError, parseLiteral } from './pythonLiteral';

/** What a .npy file says about itself; see numpy's NEP 1. */
export interface NpyHeader {
  /** numpy type, for example `<f4`; a printed list when structured. */
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly offset: number;
}

/** Thrown when the bytes are no .npy file; the message completes "It is not a valid .npy array: …". */
export class NpyError extends Error {}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Bytes that have to be read before `npyDataOffset` can tell. */
export const NPY_PREFIX = 12;

/**
 * Where the elements begin, from the first `NPY_PREFIX` bytes.
 * @throws NpyError
 */
export function npyDataOffset(prefix: Uint8Array): number {
  if (prefix.length < 10 || MAGIC.some((byte, index) => prefix[index] !== byte)) {
    throw new NpyError('it does not begin with the mark of a .npy file');
  }
  const major = prefix[6] ?? 0;
  if (major < 1 || major > 3) throw new NpyError(`format version ${major} is not known`);
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  if (major > 1 && prefix.length < NPY_PREFIX) throw new NpyError('the header ends too early');
  const offset = major === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (offset > NPY_HEADER_BYTES)
    throw new NpyError(`the header claims ${offset} bytes, the limit is ${NPY_HEADER_BYTES}`);
  return offset;
}

/**
 * Parses everything before the elements; `head` is exactly that.
 * @throws NpyError
 */
export function parseNpyHeader(head: Uint8Array): NpyHeader {
  const version = head[6] ?? 0;
  const start = version === 1 ? 10 : 12;
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(head.subarray(start));
  const entries = literal(text);
  if (!(entries instanceof Map)) throw new NpyError('the header is not a dictionary');
  const descr: Literal = entries.get('descr') ?? null;
  const fortran: Literal = entries.get('fortran_order') ?? null;
  const shape: Literal = entries.get('shape') ?? null;
  if (typeof fortran !== 'boolean') throw new NpyError('"fortran_order" is missing');
  if (descr === null) throw new NpyError('"descr" is missing');
  return {
    descr: typeof descr === 'string' ? descr : 'with fields',
    fortran,
    shape: checkShape(shape),
    offset: head.length,
  };
}

function literal(text: string): Literal {
  try {
    return parseLiteral(text, NPY_NESTING);
  } catch (cause) {
    if (cause instanceof LiteralError) throw new NpyError(`bad header, ${cause.message}`);
    throw cause;
  }
}

function checkShape(shape: Literal): readonly number[] {
  if (!Array.isArray(shape)) throw new NpyError('"shape" is missing');
  if (shape.length > NPY_RANK) throw new NpyError(`${shape.length} dimensions, the limit is ${NPY_RANK}`);
  let elements = 1;
  for (const size of shape) {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
      throw new NpyError('"shape" is not a tuple of whole numbers');
    }
    elements *= Math.max(size, 1);
  }
  if (!Number.isSafeInteger(elements)) throw new NpyError('"shape" has more elements than can be counted');
  return shape;
}
