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
const known = new Map<string, Amount | null>();

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
  const key = `${numbers} ${keyOf(names)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const product = productOf(names);
  const amount = product === null ? null : scaleAmount(asAmount(product), numbers);
  if (known.size >= MOST_CACHED) known.clear();
  known.set(key, amount);
  return amount;
}

/** A size or a count as an amount; `null` for an unknown one. */
export function amountOfSize(size: Dimension): Amount | null {
  return amountOf([size]);
}

export function addAmounts(a: Amount, b: Amount): Amount {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const [first] = a;
  const [second] = b;
  if (a.length === 1 && b.length === 1 && first !== undefined && second !== undefined && first.of === second.of) {
    const factor = first.factor + second.factor;
    return factor === 0 ? ZERO : [{ factor, of: first.of }];
  }
  return sumAmounts([a, b]);
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
  const key = keyOf(names);
  const found = products.get(key);
  if (found !== undefined) return found;
  const product = names.map(polynomialOf).reduce<Expression>(multiply, constant(1));
  if (products.size >= MOST_CACHED) products.clear();
  products.set(key, product);
  return product;
}

/** Names are of any characters, so the key says how long each is. */
function keyOf(names: readonly string[]): string {
  let key = '';
  for (const name of names) key += `${name.length}:${name} `;
  return key;
}

const amounts = new WeakMap<Polynomial, Amount>();

function asAmount(value: Polynomial): Amount {
  const found = amounts.get(value);
  if (found !== undefined) return found;
  const { terms, denominator } = withMinima(value);
  const made = terms.map(({ factor, monomial }): Term => ({ factor: factor / denominator, of: monomial.key }));
  amounts.set(value, made);
  return made;
}
