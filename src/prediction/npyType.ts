import type { DType } from '../model/dtype';

/** How the elements of a .npy array are stored. */
export interface NpyType {
  readonly dtype: DType;
  readonly itemBytes: number;
  readonly bigEndian: boolean;
  /** Fixed-length text: UTF-32 code points (`U`) or bytes (`S`). */
  readonly text: 'utf32' | 'bytes' | null;
}

const NUMBERS: ReadonlyMap<string, DType> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['b1', 'bool'],
]);

/** Reads a numpy type string (`<f4`, `|b1`, `>i8`, `<U12`); `null` for one that no model takes. */
export function npyType(descr: string): NpyType | null {
  const match = /^([<>|=]?)([a-zA-Z])(\d{1,6})$/.exec(descr);
  if (match === null) return null;
  const [, order = '', kind = '', digits = ''] = match;
  const bigEndian = order === '>';
  const size = Number(digits);
  const dtype = NUMBERS.get(`${kind}${size}`);
  if (dtype !== undefined) return { dtype, itemBytes: size, bigEndian, text: null };
  if (kind === 'U') return { dtype: 'string', itemBytes: size * 4, bigEndian, text: 'utf32' };
  if (kind === 'S') return { dtype: 'string', itemBytes: size, bigEndian, text: 'bytes' };
  return null;
}

/** Whether the elements are Python objects, which only unpickling could read. */
export function isPickled(descr: string): boolean {
  return /^[<>|=]?O\d*$/.test(descr);
}
