import type { Dimension } from '../../../model/model';
import { type Cost, type CostContext, multiplyAdds, operations, type Sizes } from '../costRule';
import { product } from '../figure';

/** Letters, and the axes that an ellipsis stands for as their position from its end: `.1`, `.2`. */
function axesOf(term: string, rank: number): readonly string[] | null {
  const [head = '', tail] = term.split('...');
  const free = rank - head.length - (tail?.length ?? 0);
  if (tail === undefined ? free !== 0 : free < 0) return null;
  return [...head, ...Array.from({ length: free }, (_, i) => `.${free - i}`), ...(tail ?? '')];
}

/** Sizes by letter; where one operand has 1 the other's counts. */
function sizesOf(context: CostContext, terms: readonly string[]): ReadonlyMap<string, Dimension> | null {
  const sizes = new Map<string, Dimension>();
  for (const [position, term] of terms.entries()) {
    const { shape } = context.input(position);
    if (shape === null) return context.unknown(`the shape of input ${position} is not known`);
    const axes = axesOf(term, shape.length);
    if (axes === null) return context.unknown('the equation does not fit the shapes');
    noteSizes(sizes, axes, shape);
  }
  return sizes;
}

function noteSizes(sizes: Map<string, Dimension>, axes: readonly string[], shape: Sizes): void {
  for (const [axis, letter] of axes.entries()) {
    const known = sizes.get(letter);
    const size = shape[axis] ?? null;
    if (known === undefined || known === 1 || known === null || (typeof size === 'number' && size !== 1)) {
      sizes.set(letter, known !== undefined && size === null ? known : size);
    }
  }
}

/** Cost of an Einstein sum without an order of contraction. */
export function einsum(context: CostContext, equation: string): Cost {
  const [left = '', right] = equation.replace(/\s/g, '').split('->');
  const terms = left.split(',');
  const sizes = sizesOf(context, terms);
  if (sizes === null) return multiplyAdds(null);
  const points = product(...Array.from(sizes.values(), size => context.amount(size)));
  if (terms.length > 1) return multiplyAdds(product(terms.length - 1, points));
  const kept = right ?? [...left].filter(letter => left.split(letter).length === 2).join('');
  const isSummed = [...left].some(letter => /[a-z]/i.test(letter) && !kept.includes(letter));
  return operations(isSummed ? points : product(0));
}
