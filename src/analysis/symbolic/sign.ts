import {
  type Atom,
  add,
  constant,
  constantValue,
  type Expression,
  type Polynomial,
  polynomial,
  scale,
  subtract,
} from './polynomial';

/** Replacements tried one after another in a proof. */
const MOST_STEPS = 2;

/**
 * Whether the value is 0 or more whatever the named sizes are; `false` means that no proof was found. Only assumes that
 * sizes are at least 0.
 */
export function isNonNegative(value: Expression, steps = MOST_STEPS): boolean {
  if (value === null) return false;
  const isSum = value.terms.every(
    ({ factor, monomial }) => factor > 0 && monomial.powers.every(each => atomIsNonNegative(each.atom, steps)),
  );
  if (isSum) return true;
  if (steps === 0) return false;
  return lowerBounds(value).some(bound => isNonNegative(bound, steps - 1));
}

/** The sign of `a - b` where it is the same for all sizes: 1, 0 or -1; else `null`. */
export function compare(a: Expression, b: Expression): 1 | 0 | -1 | null {
  const difference = subtract(a, b);
  if (difference === null) return null;
  const known = constantValue(difference);
  if (known !== null) return known === 0 ? 0 : known > 0 ? 1 : -1;
  if (isPositive(difference)) return 1;
  return isPositive(scale(difference, -1)) ? -1 : null;
}

/** More than 0. What is not whole may be a fraction, so 1 is no more than a sufficient distance. */
export function isPositive(value: Expression): boolean {
  return isNonNegative(subtract(value, constant(1)));
}

function atomIsNonNegative(atom: Atom, steps: number): boolean {
  switch (atom.kind) {
    case 'name':
      return true;
    case 'floor':
    case 'trunc':
      return steps > 0 && isNonNegative(atom.numerator, steps - 1) && isNonNegative(atom.denominator, steps - 1);
    case 'max':
      return steps > 0 && atom.of.some(each => isNonNegative(each, steps - 1));
    case 'min':
      return steps > 0 && atom.of.every(each => isNonNegative(each, steps - 1));
  }
}

/** Polynomials that are nowhere more than `value`: one atom of a linear term is replaced by its bound. */
function lowerBounds(value: Polynomial): Polynomial[] {
  const found: Polynomial[] = [];
  for (const term of value.terms) {
    const [power] = term.monomial.powers;
    if (power === undefined || term.monomial.degree !== 1) continue;
    const rest = polynomial(
      value.terms.filter(other => other !== term),
      value.denominator,
    );
    const bounds = term.factor < 0 ? upperBounds(power.atom) : term.factor > 0 ? lowerBoundsOf(power.atom) : [];
    for (const bound of bounds) {
      const replaced = add(rest, scale(bound, term.factor, value.denominator));
      if (replaced !== null) found.push(replaced);
    }
  }
  return found;
}

function upperBounds(atom: Atom): Expression[] {
  const divisor = divisorOf(atom);
  if (divisor !== null) return [scale(divisor.numerator, 1, divisor.by)];
  // The sum of two that are not negative is at least their maximum.
  if (atom.kind !== 'max' || !atom.of.every(each => isNonNegative(each, 1))) return [];
  return [atom.of.reduce<Expression>((sum, each) => add(sum, each), constant(0))];
}

function lowerBoundsOf(atom: Atom): Expression[] {
  if (atom.kind === 'max') return [...atom.of];
  const divisor = divisorOf(atom);
  return divisor === null ? [] : [scale(subtract(divisor.numerator, constant(divisor.by - 1)), 1, divisor.by)];
}

/** A rounded-down quotient by a whole number, or a truncated one that is not negative. */
function divisorOf(atom: Atom): { readonly numerator: Polynomial; readonly by: number } | null {
  if (atom.kind !== 'floor' && atom.kind !== 'trunc') return null;
  const by = constantValue(atom.denominator);
  const isDown = atom.kind === 'floor' || isNonNegative(atom.numerator, 1);
  return by !== null && by > 0 && Number.isInteger(by) && isDown ? { numerator: atom.numerator, by } : null;
}
