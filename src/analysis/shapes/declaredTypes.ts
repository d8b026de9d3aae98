import type { Dimension, ValueType } from '../../model/model';
import type { Sizes } from '../symbolic/binding';
import { bindSize, declaredSize, sizeNamed } from '../symbolic/sizes';

/** Types as a file declares them, with their sizes in canonical form and the known ones put in. */
export class DeclaredTypes {
  readonly #sizes = new Map<string, Dimension>();

  constructor(private readonly bound: Sizes) {}

  canonical(type: ValueType | null): ValueType | null {
    if (type === null) return null;
    if (type.kind === 'sequence' || type.kind === 'optional') return { kind: type.kind, of: this.canonical(type.of) };
    if ((type.kind !== 'tensor' && type.kind !== 'sparse') || type.shape === null) return type;
    let shape: Dimension[] | null = null;
    for (const [axis, size] of type.shape.entries()) {
      const canonical = this.size(size);
      if (canonical === size) continue;
      shape ??= [...type.shape];
      shape[axis] = canonical;
    }
    return shape === null ? type : { ...type, shape };
  }

  size(size: Dimension): Dimension {
    if (typeof size !== 'string') return size;
    const known = this.#sizes.get(size);
    if (known !== undefined) return known;
    const whole = this.bound.get(size);
    const declared = whole ?? declaredSize(size);
    const bound = typeof declared === 'string' && this.bound.size > 0 ? bindSize(declared, this.bound) : declared;
    this.#sizes.set(size, bound);
    return bound;
  }

  /** The free size of this name, or what is put in for it. */
  named(name: string): Dimension {
    return this.bound.get(name) ?? sizeNamed(name);
  }
}
