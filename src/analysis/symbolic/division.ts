import { MOST_CHARACTERS, MOST_DEGREE, MOST_TERMS } from './limits';
import {
  add,
  constant,
  constantFactor,
  constantValue,
  divideMonomials,
  type Expression,
  greatestDivisor,
  type Monomial,
  multiply,
  NOTHING,
  negate,
  ofAtom,
  type Polynomial,
  polynomial,
  power,
  scale,
  soleAtom,
  subtract,
  type Term,
  UNIT,
} from './polynomial';
import { printQuotient } from './printing';
import { isNonNegative, isPositive } from './sign';

/** `a / b` where that is a polynomial, perhaps with fractions; `null` else. Sizes that cancel are taken not to be 0. */
export function divideExactly(a: Expression, b: Expression): Expression {
  if (a === null || b === null) return null;
  const [lead] = b.terms;
  if (lead === undefined) return null;
  let quotient: Expression = NOTHING;
  let rest: Expression = a;
  for (let step = 0; step < 2 * MOST_TERMS; step++) {
    const [first] = rest.terms;
    if (first === undefined) return quotient;
    const monomial = divideMonomials(first.monomial, lead.monomial);
    if (monomial === null) return null;
    const factor = polynomial([{ factor: first.factor * b.denominator, monomial }], 1);
    const part: Expression = scale(factor, 1, rest.denominator * lead.factor);
    quotient = add(quotient, part);
    rest = subtract(rest, multiply(part, b));
    if (rest === null) return null;
  }
  return null;
}

/** The quotient rounded down. Whoever divides by a size takes it not to be 0. */
export function divideDown(a: Expression, b: Expression): Expression {
  const whole = wholeQuotient(a, b);
  if (whole === null) return null;
  const { numerator, denominator } = whole;
  const by = constantValue(denominator);
  if (by !== null) return by > 0 ? downByNumber(numerator, by) : downByNumber(negate(numerator), -by);
  const exact = divideExactly(numerator, denominator);
  if (exact?.denominator === 1) return exact;
  const isBelowOne = isNonNegative(numerator) && isPositive(subtract(denominator, numerator));
  return isBelowOne ? NOTHING : quotientAtom('floor', numerator, denominator);
}

/** The quotient rounded up. */
export function divideUp(a: Expression, b: Expression): Expression {
  return negate(divideDown(negate(a), b));
}

/** The quotient rounded toward zero, as integers divide in ONNX. */
export function divideTowardZero(a: Expression, b: Expression): Expression {
  const whole = wholeQuotient(a, b);
  if (whole === null) return null;
  const { numerator, denominator } = whole;
  if (!isNonNegative(denominator)) {
    return isNonNegative(negate(denominator)) ? negate(divideTowardZero(numerator, negate(denominator))) : null;
  }
  if (isNonNegative(numerator)) return divideDown(numerator, denominator);
  if (isNonNegative(negate(numerator))) return negate(divideDown(negate(numerator), denominator));
  const exact = divideExactly(numerator, denominator);
  return exact?.denominator === 1 ? exact : quotientAtom('trunc', numerator, denominator);
}

/** `a - b*floor(a/b)`: the sign follows the divisor. */
export function modulo(a: Expression, b: Expression): Expression {
  return subtract(a, multiply(b, divideDown(a, b)));
}

/** The same quotient of polynomials with whole factors, without what both sides share. */
function wholeQuotient(
  a: Expression,
  b: Expression,
): { readonly numerator: Polynomial; readonly denominator: Polynomial } | null {
  if (a === null || b === null || b.terms.length === 0) return null;
  const top = scale({ terms: a.terms, denominator: 1 }, b.denominator);
  const bottom = scale({ terms: b.terms, denominator: 1 }, a.denominator);
  if (top === null || bottom === null) return null;
  const divisor = [...top.terms, ...bottom.terms].reduce((known, { factor }) => greatestDivisor(known, factor), 0);
  const shared = sharedMonomial([...top.terms, ...bottom.terms]);
  const numerator = reduced(top, divisor, shared);
  const denominator = reduced(bottom, divisor, shared);
  return numerator === null || denominator === null ? null : { numerator, denominator };
}

function reduced({ terms }: Polynomial, divisor: number, shared: Monomial): Expression {
  const kept = terms.flatMap(({ factor, monomial }) => {
    const rest = divideMonomials(monomial, shared);
    return rest === null ? [] : [{ factor: factor / divisor, monomial: rest }];
  });
  return polynomial(kept, 1);
}

/** The largest product of powers that divides every term. */
function sharedMonomial(terms: readonly Term[]): Monomial {
  let shared = UNIT;
  for (const { atom } of terms[0]?.monomial.powers ?? []) {
    for (let exponent = 1; exponent <= MOST_DEGREE; exponent++) {
      const larger = power(ofAtom(atom), exponent)?.terms[0]?.monomial;
      if (larger === undefined || !terms.every(({ monomial }) => divideMonomials(monomial, larger) !== null)) break;
      const joined = multiply(ofMonomial(shared), ofAtom(atom))?.terms[0]?.monomial;
      if (joined === undefined) break;
      shared = joined;
    }
  }
  return shared;
}

function ofMonomial(monomial: Monomial): Polynomial {
  return { terms: [{ factor: 1, monomial }], denominator: 1 };
}

/**
 * `floor(value / by)` for whole factors: what divides evenly comes out, the factors inside end up in [-by/2, by/2] with a
 * positive first one and a constant in [0, by), and nested roundings become one.
 */
function downByNumber(value: Expression, by: number): Expression {
  if (value === null || !Number.isSafeInteger(by)) return null;
  if (by === 1) return value;
  const outside: Term[] = [];
  const inside: Term[] = [];
  for (const { factor, monomial } of value.terms) {
    const positive = ((factor % by) + by) % by;
    const isOverHalf = positive > by / 2 || (positive === by / 2 && factor < 0);
    const left = monomial.degree > 0 && isOverHalf ? positive - by : positive;
    outside.push({ factor: (factor - left) / by, monomial });
    inside.push({ factor: left, monomial });
  }
  const whole = polynomial(outside, 1);
  const rest = polynomial(inside, 1);
  return rest === null ? null : add(whole, downRest(rest, by));
}

function downRest(rest: Polynomial, by: number): Expression {
  const [lead] = rest.terms;
  if (lead === undefined || lead.monomial.degree === 0) return NOTHING;
  if (lead.factor < 0) return negate(downByNumber(add(negate(rest), constant(by - 1)), by));
  const offset = constantFactor(rest);
  const varying = rest.terms.filter(({ monomial }) => monomial.degree > 0);
  const shared = varying.reduce((divisor, { factor }) => greatestDivisor(divisor, factor), by);
  if (shared > 1) {
    const smaller = varying.map(({ factor, monomial }) => ({ factor: factor / shared, monomial }));
    return downByNumber(add(polynomial(smaller, 1), constant(Math.floor(offset / shared))), by / shared);
  }
  const nested = soleAtom({ terms: varying, denominator: 1 });
  const inner = nested?.kind === 'floor' ? constantValue(nested.denominator) : null;
  if (nested?.kind === 'floor' && inner !== null) {
    return downByNumber(add(nested.numerator, constant(offset * inner)), by * inner);
  }
  return quotientAtom('floor', rest, { terms: [{ factor: by, monomial: UNIT }], denominator: 1 });
}

function quotientAtom(kind: 'floor' | 'trunc', numerator: Polynomial, denominator: Polynomial): Expression {
  const text = `${kind}(${printQuotient(numerator, denominator)})`;
  return text.length > MOST_CHARACTERS ? null : ofAtom({ kind, text, numerator, denominator });
}
