import { type DeclaredInput, dimensionName, freeName } from './freeDimensions';

/** Which dimension counts the samples that are run at once. */
export type BatchDimension =
  /** Can be chosen; `names` are what `chooseDimensions` calls it, one for each input that leaves it unnamed. */
  | { readonly kind: 'free'; readonly names: readonly string[] }
  /** The model was exported for exactly this many. */
  | { readonly kind: 'fixed'; readonly size: number }
  /** No input has a dimension at all. */
  | { readonly kind: 'none' };

const BATCH_NAME = /batch|^n$|^b$|^bs$/i;

/**
 * The batch dimension by name (`batch`, `N`), else the first axis of the first input that has one. Unnamed first axes
 * of the other inputs go with an unnamed one.
 */
export function batchDimension(inputs: readonly DeclaredInput[]): BatchDimension {
  const shapes = inputs.flatMap(({ name, type }) =>
    type?.kind === 'tensor' && type.shape !== null && type.shape.length > 0 ? [{ input: name, shape: type.shape }] : [],
  );
  for (const { shape } of shapes) {
    const named = shape.find((size, axis) => freeName('', axis, size) !== null && BATCH_NAME.test(String(size)));
    if (typeof named === 'string') return { kind: 'free', names: [named] };
  }
  const [first] = shapes;
  const size = first?.shape[0];
  if (first === undefined || size === undefined) return { kind: 'none' };
  if (typeof size === 'number') return { kind: 'fixed', size };
  // An expression is not one size to choose, but those it is made of.
  if (size !== null)
    return freeName(first.input, 0, size) === null ? { kind: 'none' } : { kind: 'free', names: [size] };
  const unnamed = shapes.filter(({ shape }) => shape[0] === null);
  return { kind: 'free', names: unnamed.map(({ input }) => dimensionName(input, 0, null) ?? input) };
}

/** The axis of an input that the batch runs along; `null` when it has none. */
export function batchAxis(input: DeclaredInput, batch: BatchDimension): number | null {
  if (batch.kind === 'none' || input.type?.kind !== 'tensor' || input.type.shape === null) return null;
  const { shape } = input.type;
  if (batch.kind === 'fixed') return shape[0] === batch.size ? 0 : null;
  const axis = shape.findIndex((size, at) => batch.names.includes(dimensionName(input.name, at, size) ?? ''));
  return axis < 0 ? null : axis;
}
