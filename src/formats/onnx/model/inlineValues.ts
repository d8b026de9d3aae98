import { DTYPES, type DType } from '../../../model/dtype';
import type { TypedField } from '../../../model/model';
import { packSixBits } from '../../sixBits';
import type { onnx } from '../generated/onnx';
import { bigintOf } from '../integers';
import { unitBytes } from './typedValues';

/** The numbers of a typed field that came with the structure, as little-endian packed elements. */
export function inlineValues(tensor: onnx.TensorProto.$Properties, dtype: DType, field: TypedField): Uint8Array {
  switch (field) {
    case 'float':
      return pack(tensor.floatData ?? [], 4, (view, at, value) => view.setFloat32(at, value, true));
    case 'double':
      return pack(tensor.doubleData ?? [], 8, (view, at, value) => view.setFloat64(at, value, true));
    case 'int64':
      return pack(tensor.int64Data ?? [], 8, (view, at, value) => view.setBigInt64(at, bigintOf(value), true));
    case 'uint64': {
      const width = unitBytes(dtype, field);
      return pack(tensor.uint64Data ?? [], width, (view, at, value) => {
        if (width === 8) view.setBigUint64(at, BigInt.asUintN(64, bigintOf(value)), true);
        else view.setUint32(at, Number(BigInt.asUintN(32, bigintOf(value))), true);
      });
    }
    case 'int32': {
      const width = unitBytes(dtype, field);
      const packed = pack(tensor.int32Data ?? [], width, (view, at, value) => {
        if (width === 4) view.setInt32(at, value, true);
        else if (width === 2) view.setInt16(at, value, true);
        else view.setInt8(at, value);
      });
      return DTYPES[dtype].bits === 6 ? packSixBits(packed) : packed;
    }
    case 'string':
      return new Uint8Array(0);
  }
}

function pack<T>(
  values: readonly T[],
  width: number,
  write: (view: DataView, at: number, value: T) => void,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * width));
  values.forEach((value, index) => {
    write(view, index * width, value);
  });
  return new Uint8Array(view.buffer);
}
