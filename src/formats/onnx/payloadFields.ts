/** Our own field that stands for bytes left in the file (see `onnx.proto`). */
export const PAYLOADS_FIELD = 100_000;

/** Field numbers of `TensorProto` that hold values. */
export const TENSOR_FIELD = {
  float: 4,
  int32: 5,
  string: 6,
  int64: 7,
  raw: 9,
  double: 10,
  uint64: 11,
} as const;

/** `AttributeProto.s`. */
export const ATTRIBUTE_TEXT = 4;
