import {
  type Atom,
  add,
  constant,
  type Expression,
  multiply,
  ofAtom,
  type Polynomial,
  polynomial,
  power,
  subtract,
} from './polynomial';

/** Names that stand as they are in an expression; others are quoted there. */
const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_$.:]*$/u;

export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name);
}

export function namedAtom(name: string): Atom {
  return { kind: 'name', name, text: isPlainName(name) ? name : quote(name) };
}

export function quote(name: string): string {
  return `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * The canonical text: names before factors, positive terms first, `floor(seq/2)`, `max(1, seq)`. Reading it gives the same
 * polynomial again.
 */
export function print(value: Polynomial): string {
  const { terms, denominator } = withMinima(value);
  const first = terms.findIndex(({ factor }) => factor > 0);
  const ordered = first > 0 ? [...terms.slice(first, first + 1), ...terms.filter((_, i) => i !== first)] : terms;
  const sum = ordered
    .map(({ factor, monomial }, i) => {
      const text = printTerm(Math.abs(factor), monomial.key);
      if (i === 0) return factor < 0 ? `-${text}` : text;
      return factor < 0 ? ` - ${text}` : ` + ${text}`;
    })
    .join('');
  if (denominator === 1) return sum === '' ? '0' : sum;
  return `${terms.length > 1 ? `(${sum})` : sum}/${denominator}`;
}

function printTerm(factor: number, key: string): string {
  if (key === '') return `${factor}`;
  return factor === 1 ? key : `${key}*${factor}`;
}

/** The text of a quotient inside `floor` or `trunc`. */
export function printQuotient(numerator: Polynomial, denominator: Polynomial): string {
  const top = print(numerator);
  const bottom = print(denominator);
  const isSimple = denominator.terms.length === 1 && (denominator.terms[0]?.monomial.degree ?? 0) <= 1;
  const needsNone = isSimple && (denominator.terms[0]?.factor === 1 || denominator.terms[0]?.monomial.degree === 0);
  return `${numerator.terms.length > 1 ? `(${top})` : top}/${needsNone ? bottom : `(${bottom})`}`;
}

/** Sums without a maximum, which is what minima are kept as, written as minima where that is shorter. */
export function withMinima(value: Polynomial): Polynomial {
  let shown = value;
  for (const { factor, monomial } of value.terms) {
    if (factor > 0) continue;
    for (const { atom } of monomial.powers) {
      if (atom.kind !== 'max' || atom.of.length !== 2) continue;
      const shorter = asMinimum(shown, factor, monomial.key, atom);
      if (shorter !== null && shorter.terms.length < shown.terms.length) shown = shorter;
    }
  }
  return shown;
}

/** `rest + k*(a + b) - k*max(a, b)` as `rest + k*min(a, b)`. */
function asMinimum(value: Polynomial, factor: number, key: string, atom: Atom): Expression {
  if (atom.kind !== 'max') return null;
  const term = value.terms.find(({ monomial }) => monomial.key === key);
  const others = term?.monomial.powers.flatMap(each =>
    each.atom.text !== atom.text ? [each] : each.exponent > 1 ? [{ atom, exponent: each.exponent - 1 }] : [],
  );
  const [a, b] = atom.of;
  if (term?.factor !== factor || others === undefined || a === undefined || b === undefined) return null;
  let cofactor = constant(-factor);
  for (const each of others) cofactor = multiply(cofactor, power(ofAtom(each.atom), each.exponent));
  const over = cofactor === null ? null : polynomial(cofactor.terms, value.denominator);
  const minimum: Atom = { kind: 'min', of: atom.of, text: `min(${atom.of.map(print).join(', ')})` };
  const difference = subtract(ofAtom(minimum), subtract(add(a, b), ofAtom(atom)));
  return add(value, multiply(over, difference));
}
