const TENSOR = /^(\w+)\[(.*)\]$/;

/**
 * A printed type as it is written on an edge: `float32[1,64,56,56]` → `1×64×56×56`, other dtypes keep their name
 * (`int64 [3]` → `int64 3`), what is not a tensor stays as it is, a scalar is its dtype.
 */
export function valueLabel(type: string): string {
  const parts = TENSOR.exec(type);
  if (parts === null) return type;
  const [, dtype = '', shape = ''] = parts;
  const sizes = shape
    .split(',')
    .map(size => size.trim())
    .join('×');
  if (sizes === '') return dtype;
  return dtype === 'float32' ? sizes : `${dtype} ${sizes}`;
}
