import type { Dimension } from '../model/model';
import type { Tensor } from '../model/tensor';

/**
 * How the samples of one input lie in an array:
 *
 * - `rows`: along the input's own first axis, the batch;
 * - `stacked`: along an axis in front, each sample a whole input;
 * - `shared`: one value for every sample.
 */
export type Arrangement = 'rows' | 'stacked' | 'shared';

export interface ArrangedArray {
  readonly input: string;
  readonly arrangement: Arrangement;
  readonly tensor: Tensor;
  /** Samples in the file; `tensor` may hold fewer. */
  readonly available: number;
}

/** Whether a declared shape admits a shape; named and unknown sizes admit every size. */
export function admits(declared: readonly Dimension[], shape: readonly number[]): boolean {
  return (
    declared.length === shape.length && declared.every((size, axis) => typeof size !== 'number' || size === shape[axis])
  );
}

/**
 * Tells how an array's samples lie.
 * @param declared shape of the input, with the sizes asked for filled in; `null` when even the rank is free.
 * @param axis where the input's batch is; `null` when it has none.
 * @returns `null` when the array does not fit the input.
 */
export function arrange(
  declared: readonly Dimension[] | null,
  axis: number | null,
  shape: readonly number[],
): Arrangement | null {
  if (declared === null) return shape.length === 0 ? 'shared' : 'stacked';
  if (axis === 0 && admits(declared.with(0, null), shape)) return 'rows';
  if (admits(declared, shape.slice(1)) && shape.length > 0) return 'stacked';
  return admits(declared, shape) ? 'shared' : null;
}
