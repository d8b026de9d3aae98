import type { Dimension, ValueType, Weight } from './model';

/** A type as people read it: `float32[N,3,224,224]`. `?` is an unknown size, `[…]` an unknown rank, `[]` a scalar. */
export function printValueType(type: ValueType | null): string {
  if (type === null) return '?';
  switch (type.kind) {
    case 'tensor':
      return `${type.dtype}${printShape(type.shape)}`;
    case 'sparse':
      return `sparse ${type.dtype}${printShape(type.shape)}`;
    case 'sequence':
    case 'optional':
      return `${type.kind}<${printValueType(type.of)}>`;
    case 'map':
      return `map<${type.key}, ${printValueType(type.of)}>`;
    case 'opaque':
      return type.name;
  }
}

/** The type of a constant: `float32[64,3,7,7]`. */
export function printWeightType(weight: Weight): string {
  const shape = printShape(weight.shape);
  return weight.sparse === null ? `${weight.dtype}${shape}` : `sparse ${weight.dtype}${shape}`;
}

export function printShape(shape: readonly Dimension[] | null): string {
  return shape === null ? '[…]' : `[${shape.map(size => size ?? '?').join(',')}]`;
}
