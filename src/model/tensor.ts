import type { DType } from './dtype';
import type { NumericArray } from './elements';

/** Backing store of a dense tensor: row-major. 16-bit floats travel as their bit patterns in a `Uint16Array`. */
export type TensorData = NumericArray | readonly string[];

/** A dense tensor in memory: an input, an output, a sample. `bool` is a `Uint8Array` of 0 and 1. */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}
