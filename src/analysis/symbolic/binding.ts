import { divideDown, divideTowardZero } from './division';
import { maximum } from './extremes';
import {
  type Atom,
  add,
  constant,
  type Expression,
  multiply,
  NOTHING,
  ofAtom,
  type Polynomial,
  power,
  scale,
} from './polynomial';

/** Sizes by name. */
export type Sizes = ReadonlyMap<string, number>;

/** The polynomial with known sizes put in. */
export function bind(value: Expression, sizes: Sizes): Expression {
  if (value === null) return null;
  let sum: Expression = NOTHING;
  for (const { factor, monomial } of value.terms) {
    let product = constant(factor);
    for (const { atom, exponent } of monomial.powers)
      product = multiply(product, power(bindAtom(atom, sizes), exponent));
    sum = add(sum, product);
  }
  return scale(sum, 1, value.denominator);
}

function bindAtom(atom: Atom, sizes: Sizes): Expression {
  switch (atom.kind) {
    case 'name': {
      const size = sizes.get(atom.name);
      return size === undefined ? ofAtom(atom) : constant(size);
    }
    case 'floor':
      return divideDown(bind(atom.numerator, sizes), bind(atom.denominator, sizes));
    case 'trunc':
      return divideTowardZero(bind(atom.numerator, sizes), bind(atom.denominator, sizes));
    case 'max':
      return atom.of.map(each => bind(each, sizes)).reduce(maximum);
    case 'min':
      return null;
  }
}

/** Adds the names that occur in `value`. */
export function collectNames({ terms }: Polynomial, names: Set<string>): void {
  for (const { monomial } of terms) {
    for (const { atom } of monomial.powers) {
      if (atom.kind === 'name') names.add(atom.name);
      else for (const each of partsOf(atom)) collectNames(each, names);
    }
  }
}

function partsOf(atom: Atom): readonly Polynomial[] {
  if (atom.kind === 'name') return [];
  return 'of' in atom ? atom.of : [atom.numerator, atom.denominator];
}
