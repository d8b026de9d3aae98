import { DTYPES } from '../../model/dtype';
import { unpack } from '../../model/elements';
import type { NpyChoice, NpyForm } from '../../shared/protocol/weights';
import { MOST_AT_ONCE } from './boxes';
import { ElementReader } from './elementReader';
import { cannotWriteForm, exportTooLarge } from './errors';
import { type Patience, pause } from './fillCells';
import { itemBytes, npyForms } from './npyForms';
import { entryFrom, type SparseEntries } from './sparseEntries';
import { isDrawable, type ReadElements, type Subject } from './subject';

/** Sparse tensors and texts may grow without bound when they are written out. */
const MOST_GROWN = 64 * 2 ** 30;

/** What is written of a weight as `.npy`: the type, and the elements in row-major order, piece by piece. */
export interface NpyContents {
  readonly choice: NpyChoice;
  readonly shape: readonly number[];
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** @throws LatheError `picture.cannotWriteForm`, `picture.exportTooLarge`; while reading, what that throws and `cancelled`. */
export function npyContents(
  subject: Subject,
  read: ReadElements,
  dequantized: boolean,
  form: NpyForm,
  patience: Patience,
): NpyContents {
  const { located, shape, sparse, dtype } = subject;
  const choice = npyForms(subject, dequantized).find(each => each.form === form);
  if (choice === undefined) throw cannotWriteForm(located.name, form);
  const grows = sparse !== null || !isDrawable(dtype);
  if (grows && choice.bytes > MOST_GROWN) throw exportTooLarge(located.name, choice.bytes, MOST_GROWN);
  const make = isDrawable(dtype) ? numbers(subject, read, dequantized, choice) : texts(subject, choice);
  return {
    choice,
    shape,
    pieces: pieces(subject, make, patience, isDrawable(dtype) ? MOST_AT_ONCE : perTextPiece(choice)),
  };
}

type Make = (first: number, count: number) => Promise<Uint8Array>;

async function* pieces(
  { elements }: Subject,
  make: Make,
  patience: Patience,
  most: number,
): AsyncGenerator<Uint8Array> {
  for (let first = 0; first < elements; first += most) {
    const count = Math.min(most, elements - first);
    yield await make(first, count);
    patience.progress(count);
    await pause(patience);
  }
}

function numbers(subject: Subject, read: ReadElements, dequantized: boolean, { form, descr }: NpyChoice): Make {
  const reader = new ElementReader(subject, read, dequantized);
  if (form === 'codes') return (first, count) => patterns(subject, read, first, count);
  if (descr === '<f4') return async (first, count) => bytesOf(new Float32Array(await reader.numbers(first, count)));
  return async (first, count) => {
    // Elements decode to arrays of their own type, sub-byte integers to one byte each; half floats would decode to float32.
    if (subject.dtype === 'float16') return patterns(subject, read, first, count);
    return bytesOf(await reader.stored(first, count));
  };
}

/** Bit patterns, one for each element. Of a sparse tensor those left out are patterns of zero. */
async function patterns(subject: Subject, read: ReadElements, first: number, count: number): Promise<Uint8Array> {
  if (subject.sparse !== null) return sparsePatterns(subject, subject.sparse, read, first, count);
  return storedPatterns(subject, read, first, count);
}

async function storedPatterns(
  { dtype, located }: Subject,
  read: ReadElements,
  first: number,
  count: number,
): Promise<Uint8Array> {
  const { bits } = DTYPES[dtype];
  if (bits >= 8) return read(located.weight, first, count);
  const skip = first % 4;
  const packed = await read(located.weight, first - skip, skip + count);
  return unpack(packed, skip + count, bits === 6 ? 6 : bits === 4 ? 4 : 2).subarray(skip);
}

async function sparsePatterns(
  subject: Subject,
  sparse: SparseEntries,
  read: ReadElements,
  first: number,
  count: number,
): Promise<Uint8Array> {
  const width = Math.ceil(DTYPES[subject.dtype].bits / 8);
  const bytes = new Uint8Array(count * width);
  const from = entryFrom(sparse, first);
  const to = entryFrom(sparse, first + count);
  if (from === to) return bytes;
  const codes = await storedPatterns(subject, read, from, to - from);
  for (let entry = from; entry < to; entry++) {
    const at = ((sparse.places[entry] ?? 0) - first) * width;
    bytes.set(codes.subarray((entry - from) * width, (entry - from + 1) * width), at);
  }
  return bytes;
}

function bytesOf(values: {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Texts are long or short: pieces of a few megabytes. */
function perTextPiece(choice: NpyChoice): number {
  return Math.max(1, Math.floor(2 ** 22 / itemBytes(choice.descr)));
}

function texts({ located }: Subject, { form, descr }: NpyChoice): Make {
  const { payload } = located.weight;
  const values = payload.kind === 'strings' ? payload.values : [];
  const size = itemBytes(descr);
  return async (first, count) => {
    const bytes = new Uint8Array(count * size);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < count; i++) {
      const value = values[first + i] ?? new Uint8Array();
      if (form === 'codes') bytes.set(value, i * size);
      else
        [...new TextDecoder('utf-8', { ignoreBOM: true }).decode(value)].forEach((character, at) => {
          view.setUint32(i * size + at * 4, character.codePointAt(0) ?? 0, true);
        });
    }
    return bytes;
  };
}
