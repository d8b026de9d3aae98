import type { AttributeValue } from '../model';

/** What operators take for attributes they do not have, as `attributeKey` writes it: integers, floats, texts. */
const INTEGERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ArgMax: { axis: 0, keepdims: 1, select_last_index: 0 },
  ArgMin: { axis: 0, keepdims: 1, select_last_index: 0 },
  AveragePool: { ceil_mode: 0, count_include_pad: 0 },
  BatchNormalization: { training_mode: 0 },
  Cast: { saturate: 1 },
  Conv: { group: 1 },
  ConvInteger: { group: 1 },
  ConvTranspose: { group: 1 },
  CumSum: { exclusive: 0, reverse: 0 },
  DequantizeLinear: { axis: 1, block_size: 0 },
  Flatten: { axis: 1 },
  Gather: { axis: 0 },
  GatherElements: { axis: 0 },
  GatherND: { batch_dims: 0 },
  Gemm: { transA: 0, transB: 0 },
  LayerNormalization: { axis: -1, stash_type: 1 },
  LSTM: { input_forget: 0, layout: 0 },
  GRU: { linear_before_reset: 0, layout: 0 },
  MaxPool: { ceil_mode: 0, storage_order: 0 },
  QLinearConv: { group: 1 },
  QuantizeLinear: { axis: 1, block_size: 0, saturate: 1 },
  ReduceMax: { keepdims: 1, noop_with_empty_axes: 0 },
  ReduceMean: { keepdims: 1, noop_with_empty_axes: 0 },
  ReduceMin: { keepdims: 1, noop_with_empty_axes: 0 },
  ReduceProd: { keepdims: 1, noop_with_empty_axes: 0 },
  ReduceSum: { keepdims: 1, noop_with_empty_axes: 0 },
  Reshape: { allowzero: 0 },
  TopK: { axis: -1, largest: 1, sorted: 1 },
};

const FLOATS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  BatchNormalization: { epsilon: 1e-5, momentum: 0.9 },
  Elu: { alpha: 1 },
  Gemm: { alpha: 1, beta: 1 },
  InstanceNormalization: { epsilon: 1e-5 },
  LayerNormalization: { epsilon: 1e-5 },
  LeakyRelu: { alpha: 0.01 },
};

const TEXTS: Readonly<Record<string, string>> = { auto_pad: 'NOTSET' };

/** Operators and attributes from a file may have any name, that of an inherited property too. */
const known = {
  int: nested(INTEGERS),
  float: nested(FLOATS),
  string: new Map(Object.entries(TEXTS)),
};

/** Whether a value says what its absence would say as well, in every version of the operator. */
export function isDefault(op: string, name: string, value: AttributeValue): boolean {
  switch (value.kind) {
    case 'int':
      return known.int.get(op)?.get(name) === Number(value.value);
    case 'float': {
      const usual = known.float.get(op)?.get(name);
      return usual !== undefined && Math.fround(usual) === Math.fround(value.value);
    }
    case 'string':
      return known.string.get(name) === String.fromCharCode(...value.value.subarray(0, 16));
    default:
      return false;
  }
}

function nested(table: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  return new Map(Object.entries(table).map(([op, row]) => [op, new Map(Object.entries(row))]));
}
