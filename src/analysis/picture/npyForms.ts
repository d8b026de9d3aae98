import { DTYPES, type DType } from '../../model/dtype';
import type { NpyChoice } from '../../shared/protocol/weights';
import { canDequantize, type Subject } from './subject';

/** Types that numpy has under the same bytes: https://numpy.org/doc/stable/reference/arrays.interface.html */
const SAME: ReadonlyMap<DType, string> = new Map([
  ['float64', '<f8'],
  ['float32', '<f4'],
  ['float16', '<f2'],
  ['int64', '<i8'],
  ['int32', '<i4'],
  ['int16', '<i2'],
  ['int8', '|i1'],
  ['uint64', '<u8'],
  ['uint32', '<u4'],
  ['uint16', '<u2'],
  ['uint8', '|u1'],
  ['bool', '|b1'],
  ['complex64', '<c8'],
  ['complex128', '<c16'],
]);

/** Bytes of one element of a numpy type. */
export function itemBytes(descr: string): number {
  const size = Number(descr.slice(2));
  return descr[1] === 'U' ? 4 * size : size;
}

/** The ways in which a weight can be written as `.npy`, the usual one first. */
export function npyForms(subject: Subject, dequantized: boolean): readonly NpyChoice[] {
  const { dtype, elements } = subject;
  const choice = (form: NpyChoice['form'], descr: string, label: string): NpyChoice => ({
    form,
    descr,
    label,
    bytes: elements * itemBytes(descr),
  });
  if (dequantized && canDequantize(subject)) return [choice('values', '<f4', 'float32, dequantized')];
  const same = SAME.get(dtype);
  if (same !== undefined) return [choice('values', same, `${dtype}, as stored`)];
  const { kind, bits } = DTYPES[dtype];
  if (kind === 'int') return [choice('values', '|i1', `int8, the ${dtype} numbers`)];
  if (kind === 'uint') return [choice('values', '|u1', `uint8, the ${dtype} numbers`)];
  if (kind === 'float') {
    const codes = bits === 16 ? '<u2' : '|u1';
    return [
      choice('values', '<f4', `float32, the ${dtype} numbers exactly`),
      choice('codes', codes, `${bits === 16 ? 'uint16' : 'uint8'}, the bit patterns of ${dtype}`),
    ];
  }
  return kind === 'string' ? textForms(subject, choice) : [];
}

function textForms(
  { located }: Subject,
  choice: (form: NpyChoice['form'], descr: string, label: string) => NpyChoice,
): readonly NpyChoice[] {
  const { payload } = located.weight;
  const values = payload.kind === 'strings' ? payload.values : [];
  const longest = values.reduce((most, value) => Math.max(most, value.length), 1);
  return [
    // A character of UTF-8 has one byte at least.
    choice('values', `<U${longest}`, 'text in UTF-32, padded with zeros to one length'),
    choice('codes', `|S${longest}`, 'UTF-8 bytes as stored, padded with zeros to one length'),
  ];
}
