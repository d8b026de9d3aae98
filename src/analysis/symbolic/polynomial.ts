import { MOST_CHARACTERS, MOST_DEGREE, MOST_TERMS } from './limits';

/**
 * What a polynomial is made of: a named size, or a function of polynomials that is none itself. Every named size is a whole
 * number of at least 0. `text` is the printed form, by which atoms are told apart.
 */
export type Atom =
  | { readonly kind: 'name'; readonly text: string; readonly name: string }
  /** The quotient rounded down, or toward zero. */
  | {
      readonly kind: 'floor' | 'trunc';
      readonly text: string;
      readonly numerator: Polynomial;
      readonly denominator: Polynomial;
    }
  /** The extreme of two or more. `min` is only used for printing: elsewhere it is the sum without the maximum. */
  | { readonly kind: 'max' | 'min'; readonly text: string; readonly of: readonly Polynomial[] };

export interface Power {
  readonly atom: Atom;
  readonly exponent: number;
}

/** A product of powers, sorted by the atoms' texts; `key` is its printed form, empty for the product of nothing. */
export interface Monomial {
  readonly key: string;
  readonly powers: readonly Power[];
  readonly degree: number;
}

export interface Term {
  readonly factor: number;
  readonly monomial: Monomial;
}

/**
 * A sum of terms over a positive whole `denominator`, in canonical form: factors are safe integers without a common divisor
 * with the denominator, none is zero, every monomial occurs once, and terms come by falling degree, then by key.
 */
export interface Polynomial {
  readonly terms: readonly Term[];
  readonly denominator: number;
}

/** `null`: unknown, because something it was made from is, or because it grew beyond the limits. */
export type Expression = Polynomial | null;

export const UNIT: Monomial = { key: '', powers: [], degree: 0 };
export const NOTHING: Polynomial = { terms: [], denominator: 1 };

export function constant(value: number): Expression {
  return value === 0 ? NOTHING : polynomial([{ factor: value, monomial: UNIT }], 1);
}

export function ofAtom(atom: Atom): Polynomial {
  const monomial = { key: atom.text, powers: [{ atom, exponent: 1 }], degree: 1 };
  return { terms: [{ factor: 1, monomial }], denominator: 1 };
}

/** The value, a fraction perhaps, of a polynomial without atoms; `null` for others. */
export function constantValue({ terms, denominator }: Polynomial): number | null {
  const [first] = terms;
  if (first === undefined) return 0;
  return terms.length === 1 && first.monomial.degree === 0 ? first.factor / denominator : null;
}

/** The factor of the constant term, over the common denominator. */
export function constantFactor({ terms }: Polynomial): number {
  const last = terms.at(-1);
  return last !== undefined && last.monomial.degree === 0 ? last.factor : 0;
}

/** The atom that the polynomial is, `null` when it is more than one. */
export function soleAtom({ terms, denominator }: Polynomial): Atom | null {
  const [first] = terms;
  if (first === undefined || terms.length !== 1 || denominator !== 1 || first.factor !== 1) return null;
  const [power] = first.monomial.powers;
  return power !== undefined && first.monomial.degree === 1 ? power.atom : null;
}

export function isSame(a: Polynomial, b: Polynomial): boolean {
  return (
    a.denominator === b.denominator &&
    a.terms.length === b.terms.length &&
    a.terms.every(({ factor, monomial }, i) => {
      const other = b.terms[i];
      return other?.factor === factor && other.monomial.key === monomial.key;
    })
  );
}

export function add(a: Expression, b: Expression): Expression {
  if (a === null || b === null) return null;
  if (a.denominator === b.denominator) return polynomial([...a.terms, ...b.terms], a.denominator);
  const common = a.denominator * b.denominator;
  return polynomial([...scaled(a.terms, b.denominator), ...scaled(b.terms, a.denominator)], common);
}

export function negate(a: Expression): Expression {
  return a === null ? null : { terms: scaled(a.terms, -1), denominator: a.denominator };
}

export function subtract(a: Expression, b: Expression): Expression {
  return add(a, negate(b));
}

export function multiply(a: Expression, b: Expression): Expression {
  if (a === null || b === null) return null;
  const terms: Term[] = [];
  for (const left of a.terms) {
    for (const right of b.terms) {
      const monomial = multiplyMonomials(left.monomial, right.monomial);
      if (monomial === null) return null;
      terms.push({ factor: left.factor * right.factor, monomial });
    }
  }
  return polynomial(terms, a.denominator * b.denominator);
}

/** The polynomial times a fraction of whole numbers; `by` is not 0. */
export function scale(a: Expression, factor: number, by = 1): Expression {
  if (a === null) return null;
  const sign = by < 0 ? -1 : 1;
  return polynomial(scaled(a.terms, factor * sign), a.denominator * by * sign);
}

export function power(a: Expression, exponent: number): Expression {
  let result = constant(1);
  for (let i = 0; i < Math.min(exponent, MOST_DEGREE + 1); i++) result = multiply(result, a);
  return result;
}

/** Collects equal monomials and puts terms in order; `null` beyond the limits. */
export function polynomial(terms: readonly Term[], denominator: number): Expression {
  const collected = new Map<string, Term>();
  for (const term of terms) {
    const { key } = term.monomial;
    const known = collected.get(key);
    collected.set(key, known === undefined ? term : { factor: known.factor + term.factor, monomial: term.monomial });
  }
  const kept: Term[] = [];
  let common = denominator;
  for (const term of collected.values()) {
    if (!Number.isSafeInteger(term.factor)) return null;
    if (term.factor === 0) continue;
    common = greatestDivisor(common, term.factor);
    kept.push(term);
  }
  if (!Number.isSafeInteger(denominator) || kept.length > MOST_TERMS) return null;
  if (kept.length > 1) kept.sort(byDegree);
  if (common === 1) return { terms: kept, denominator };
  const reduced = kept.map(({ factor, monomial }) => ({ factor: factor / common, monomial }));
  return { terms: reduced, denominator: kept.length === 0 ? 1 : denominator / common };
}

function byDegree(a: Term, b: Term): number {
  if (a.monomial.degree !== b.monomial.degree) return b.monomial.degree - a.monomial.degree;
  return a.monomial.key < b.monomial.key ? -1 : 1;
}

function scaled(terms: readonly Term[], by: number): Term[] {
  return terms.map(({ factor, monomial }) => ({ factor: factor * by, monomial }));
}

/** `null` when the product is of too high a degree or too long to print. */
function multiplyMonomials(a: Monomial, b: Monomial): Monomial | null {
  if (a.degree === 0) return b;
  if (b.degree === 0) return a;
  const exponents = new Map<string, Power>();
  for (const { atom, exponent } of [...a.powers, ...b.powers]) {
    exponents.set(atom.text, { atom, exponent: exponent + (exponents.get(atom.text)?.exponent ?? 0) });
  }
  return monomialOf([...exponents.values()]);
}

/** The quotient of two monomials, `null` when it is none. */
export function divideMonomials(a: Monomial, b: Monomial): Monomial | null {
  if (b.degree === 0) return a;
  const left = new Map(a.powers.map(each => [each.atom.text, each]));
  for (const { atom, exponent } of b.powers) {
    const rest = (left.get(atom.text)?.exponent ?? 0) - exponent;
    if (rest < 0) return null;
    if (rest === 0) left.delete(atom.text);
    else left.set(atom.text, { atom, exponent: rest });
  }
  return monomialOf([...left.values()]);
}

function monomialOf(powers: readonly Power[]): Monomial | null {
  const sorted = [...powers].sort((a, b) => (a.atom.text < b.atom.text ? -1 : 1));
  const key = sorted.map(({ atom, exponent }) => (exponent === 1 ? atom.text : `${atom.text}^${exponent}`)).join('*');
  const degree = sorted.reduce((sum, { exponent }) => sum + exponent, 0);
  if (degree > MOST_DEGREE || (degree > 1 && key.length > MOST_CHARACTERS)) return null;
  return { key, powers: sorted, degree };
}

/** The greatest common divisor; positive unless both are 0. */
export function greatestDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
