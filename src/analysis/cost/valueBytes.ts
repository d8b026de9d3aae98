import { DTYPES, packedBytes } from '../../model/dtype';
import type { ValueType } from '../../model/model';
import { plainAmount, plainNumber } from '../../shared/amount';
import { amountOf } from '../symbolic/amounts';
import type { Figure } from './figure';

/** Bytes that a value occupies; unknown for text, sequences, sparse tensors and what has no known type. */
export function valueBytes(type: ValueType | null): Figure {
  if (type?.kind !== 'tensor' || type.shape === null) return null;
  const { bits } = DTYPES[type.dtype];
  if (bits === 0) return null;
  if (bits >= 8) return amountOf(type.shape, bits / 8);
  const elements = amountOf(type.shape);
  const number = elements === null ? null : plainNumber(elements);
  return number === null ? amountOf(type.shape, bits / 8) : plainAmount(packedBytes(type.dtype, number));
}
