import { MAX_SMALL_PAYLOAD, MAX_SMALL_TEXT } from '../limits';
import { FIELDS } from './generated/fields';

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

/** For each message, the fields that stay in the file when they are longer than so many bytes. */
const THRESHOLDS = new Map<string, ReadonlyMap<number, number>>([
  [
    'TensorProto',
    new Map(
      [
        TENSOR_FIELD.float,
        TENSOR_FIELD.int32,
        TENSOR_FIELD.int64,
        TENSOR_FIELD.raw,
        TENSOR_FIELD.double,
        TENSOR_FIELD.uint64,
      ].map(field => [field, MAX_SMALL_PAYLOAD]),
    ),
  ],
  ['AttributeProto', new Map([[ATTRIBUTE_TEXT, MAX_SMALL_TEXT]])],
]);

/** Whether these bytes of a field stay in the file. */
export function staysInFile(message: string, field: number, length: number): boolean {
  const threshold = THRESHOLDS.get(message)?.get(field);
  return threshold !== undefined && length > threshold;
}

/** Messages that have payloads, in themselves or anywhere below. */
export const CARRIERS: ReadonlySet<string> = findCarriers();

function findCarriers(): ReadonlySet<string> {
  const carriers = new Set(THRESHOLDS.keys());
  for (let before = -1; before !== carriers.size; ) {
    before = carriers.size;
    for (const [name, fields] of Object.entries(FIELDS)) {
      if (Object.values(fields).some(field => field.message && carriers.has(field.type))) carriers.add(name);
    }
  }
  return carriers;
}
