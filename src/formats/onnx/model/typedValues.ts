import { DTYPES, type DType } from '../../../model/dtype';
import type { TypedField } from '../../../model/model';
import { TENSOR_FIELD } from '../payloadFields';

/** Where ONNX puts the values of an element type when they are not raw (comments of `TensorProto` in the specification). */
export function typedFieldOf(dtype: DType): TypedField {
  switch (dtype) {
    case 'float32':
    case 'complex64':
      return 'float';
    case 'float64':
    case 'complex128':
      return 'double';
    case 'int64':
      return 'int64';
    case 'uint32':
    case 'uint64':
      return 'uint64';
    case 'string':
      return 'string';
    default:
      return 'int32';
  }
}

export function fieldNumberOf(field: TypedField): number {
  return TENSOR_FIELD[field];
}

/**
 * Bytes that one number of a typed field stands for: its own width, or, in `int32_data`, one or two bytes of bits.
 * 4-bit and 2-bit elements lie there packed, a byte to a number; of 6-bit ones each has a number.
 */
export function unitBytes(dtype: DType, field: TypedField): number {
  if (field === 'float') return 4;
  if (field === 'double') return 8;
  return Math.max(1, Math.floor(DTYPES[dtype].bits / 8));
}
