import type { Dimension } from '../../model/model';
import { type Amount, plainAmount, sumAmounts, type Term, ZERO } from '../../shared/amount';
import { bind, type Sizes } from './binding';
import { constant, type Expression, multiply, type Polynomial } from './polynomial';
import { withMinima } from './printing';
import { polynomialOf } from './sizes';

type Shape = readonly Dimension[];

/** Files choose the shapes: the cache starts again when it holds this many. */
const MOST_CACHED = 20_000;
const products = new Map<string, Polynomial | null>();

/**
 * `factor` times the product of the sizes: elements, bytes, multiply-accumulates. `null` when a size is unknown or the product
 * is beyond the limits of expressions; a size of 0 makes it 0 whatever the others are. Figures may exceed 2^53 and are doubles.
 */
export function amountOf(shape: Shape, factor = 1): Amount | null {
  let numbers = factor;
  let isKnown = true;
  const names: string[] = [];
  for (const size of shape) {
    if (typeof size === 'number') numbers *= size;
    else if (size === null) isKnown = false;
    else names.push(size);
  }
  if (numbers === 0) return ZERO;
  if (!isKnown) return null;
  if (names.length === 0) return plainAmount(numbers);
  const product = productOf(names);
  return product === null ? null : scaleAmount(asAmount(product), numbers);
}

/** A size or a count as an amount; `null` for an unknown one. */
export function amountOfSize(size: Dimension): Amount | null {
  return amountOf([size]);
}

export function addAmounts(a: Amount, b: Amount): Amount {
  if (a.length === 0) return b;
  return b.length === 0 ? a : sumAmounts([a, b]);
}

export function scaleAmount(amount: Amount, by: number): Amount {
  if (by === 1) return amount;
  return by === 0 ? ZERO : amount.map(({ factor, of }) => ({ factor: factor * by, of }));
}

/** The amount times a product of sizes, for what a loop repeats; `null` as in `amountOf`. */
export function multiplyAmount(amount: Amount, shape: Shape): Amount | null {
  const parts: Amount[] = [];
  for (const { factor, of } of amount) {
    const part = amountOf(of === '' ? shape : [of, ...shape], factor);
    if (part === null) return null;
    parts.push(part);
  }
  return sumAmounts(parts);
}

/** The amount with known sizes put in; `null` beyond the limits of expressions. */
export function bindAmount(amount: Amount, sizes: Sizes): Amount | null {
  const parts: Amount[] = [];
  for (const { factor, of } of amount) {
    const bound = of === '' ? null : bind(polynomialOf(of), sizes);
    if (of !== '' && bound === null) return null;
    parts.push(bound === null ? plainAmount(factor) : scaleAmount(asAmount(bound), factor));
  }
  return sumAmounts(parts);
}

function productOf(names: readonly string[]): Expression {
  const key = names.map(name => `${name.length}:${name}`).join(' ');
  const known = products.get(key);
  if (known !== undefined) return known;
  const product = names.map(polynomialOf).reduce<Expression>(multiply, constant(1));
  if (products.size >= MOST_CACHED) products.clear();
  products.set(key, product);
  return product;
}

const amounts = new WeakMap<Polynomial, Amount>();

function asAmount(value: Polynomial): Amount {
  const known = amounts.get(value);
  if (known !== undefined) return known;
  const { terms, denominator } = withMinima(value);
  const made = terms.map(({ factor, monomial }): Term => ({ factor: factor / denominator, of: monomial.key }));
  amounts.set(value, made);
  return made;
}
