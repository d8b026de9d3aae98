import { divideDown, divideTowardZero, divideUp, modulo } from './division';
import { maximum, minimum } from './extremes';
import { MOST_CHARACTERS, MOST_DEGREE, MOST_DEPTH } from './limits';
import {
  add,
  constant,
  constantValue,
  type Expression,
  multiply,
  negate,
  ofAtom,
  type Polynomial,
  power,
  scale,
} from './polynomial';
import { isPlainName, namedAtom } from './printing';

/**
 * Reads an expression of sizes: what this folder prints, and what torch.export, sympy and the runtime's shape inference
 * write (`2*s0`, `s0 + 1`, `s77//2`, `(s0 - 1)//2 + 1`, `Max(1, s0)`, `floor(H/2 + 1/2)`, `Mod(s0, 8)`). `null` for any
 * other text: a minus between words (`batch-size`), a quotient of names outside of `floor`, or no name at all is a name.
 */
export function parse(text: string): Expression {
  if (isPlainName(text)) return ofAtom(namedAtom(text));
  if (text.length > MOST_CHARACTERS) return null;
  const tokens = tokenize(text);
  if (tokens === null || !tokens.some(({ kind }) => kind === 'name')) return null;
  const value = new Reader(tokens).read();
  const by = value === null ? null : constantValue(value.bottom);
  if (value === null || by === null) return null;
  return Number.isInteger(by) && by !== 0 ? scale(value.top, 1, by) : null;
}

/** The name that a quoted text stands for; `null` for any other text. */
export function unquote(text: string): string | null {
  return QUOTED.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : null;
}

const QUOTED = /^"(?:[^"\\]|\\.)*"$/s;
const TOKEN = /(\d+)|("(?:[^"\\]|\\.)*")|([\p{L}_$][\p{L}\p{N}_$.:]*)|(\/\/|\*\*|[-+*/%^(),])/suy;

interface Token {
  readonly kind: 'number' | 'name' | 'sign';
  readonly text: string;
}

function tokenize(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ') {
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const [match, digits, quoted, name, sign] = TOKEN.exec(text) ?? [];
    if (match === undefined) return null;
    const isBinaryMinus = sign === '-' && /[^\s\-+*/%^(,]\s*$/.test(text.slice(0, at));
    if (isBinaryMinus && !(text[at - 1] === ' ' && text[at + 1] === ' ')) return null;
    if (digits !== undefined) tokens.push({ kind: 'number', text: digits });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'name', text: name ?? unquote(quoted ?? '') ?? '' });
    at += match.length;
  }
  return tokens;
}

/** A value that may still be a quotient of polynomials. */
interface Fraction {
  readonly top: Polynomial;
  readonly bottom: Polynomial;
}

function fraction(top: Expression, bottom: Expression): Fraction | null {
  return top === null || bottom === null || bottom.terms.length === 0 ? null : { top, bottom };
}

const whole = (value: Expression): Fraction | null => fraction(value, constant(1));

type TwoToOne = (a: Expression, b: Expression) => Expression;

/** Functions of one argument: they round the quotient that it is. */
const ROUNDINGS: ReadonlyMap<string, TwoToOne> = new Map([
  ['floor', divideDown],
  ['FloorToInt', divideDown],
  ['ceil', divideUp],
  ['ceiling', divideUp],
  ['CeilToInt', divideUp],
  ['trunc', divideTowardZero],
  ['TruncToInt', divideTowardZero],
]);

/** Functions of two arguments and more. */
const VARIADIC: ReadonlyMap<string, TwoToOne> = new Map([
  ['max', maximum],
  ['Max', maximum],
  ['min', minimum],
  ['Min', minimum],
]);

const BINARY: ReadonlyMap<string, TwoToOne> = new Map([
  ['mod', modulo],
  ['Mod', modulo],
  ['PythonMod', modulo],
  ['FloorDiv', divideDown],
  ['CleanDiv', divideDown],
]);

/** Recursive descent; `null` at the first thing that is no expression. */
class Reader {
  #at = 0;
  #depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  read(): Fraction | null {
    const value = this.#sum();
    return this.#at === this.tokens.length ? value : null;
  }

  #take(...signs: readonly string[]): string | null {
    const token = this.tokens[this.#at];
    if (token?.kind !== 'sign' || !signs.includes(token.text)) return null;
    this.#at++;
    return token.text;
  }

  #sum(): Fraction | null {
    if (++this.#depth > MOST_DEPTH) return null;
    let value = this.#product();
    for (let sign = this.#take('+', '-'); sign !== null && value !== null; sign = this.#take('+', '-')) {
      const next = this.#product();
      if (next === null) return null;
      const right = sign === '-' ? negate(next.top) : next.top;
      const top = add(multiply(value.top, next.bottom), multiply(right, value.bottom));
      value = fraction(top, multiply(value.bottom, next.bottom));
    }
    this.#depth--;
    return value;
  }

  #product(): Fraction | null {
    let value = this.#signed();
    for (let sign = this.#take('*', '/', '//', '%'); sign !== null; sign = this.#take('*', '/', '//', '%')) {
      const next = this.#signed();
      if (value === null || next === null) return null;
      const inverted = fraction(multiply(value.top, next.bottom), multiply(value.bottom, next.top));
      if (sign === '*') value = fraction(multiply(value.top, next.top), multiply(value.bottom, next.bottom));
      else if (sign === '/') value = inverted;
      else if (sign === '//') value = inverted === null ? null : whole(divideDown(inverted.top, inverted.bottom));
      else value = pair(modulo, value, next);
    }
    return value;
  }

  #signed(): Fraction | null {
    let isNegative = false;
    while (this.#take('-') !== null) isNegative = !isNegative;
    const value = this.#power();
    return value === null || !isNegative ? value : fraction(negate(value.top), value.bottom);
  }

  #power(): Fraction | null {
    const base = this.#primary();
    if (base === null || this.#take('^', '**') === null) return base;
    const token = this.tokens[this.#at++];
    const exponent = token?.kind === 'number' ? Number(token.text) : Number.NaN;
    if (!(exponent >= 1 && exponent <= MOST_DEGREE)) return null;
    return fraction(power(base.top, exponent), power(base.bottom, exponent));
  }

  #primary(): Fraction | null {
    if (this.#take('(') !== null) {
      const inner = this.#sum();
      return this.#take(')') === null ? null : inner;
    }
    const token = this.tokens[this.#at++];
    if (token?.kind === 'number') return whole(constant(Number(token.text)));
    if (token?.kind !== 'name') return null;
    return this.#take('(') === null ? whole(ofAtom(namedAtom(token.text))) : this.#call(token.text);
  }

  #call(name: string): Fraction | null {
    const values: Fraction[] = [];
    do {
      const value = this.#sum();
      if (value === null) return null;
      values.push(value);
    } while (this.#take(',') !== null);
    const [first, ...others] = values;
    if (this.#take(')') === null || first === undefined) return null;
    const round = ROUNDINGS.get(name);
    if (round !== undefined) return others.length === 0 ? whole(round(first.top, first.bottom)) : null;
    const combine = VARIADIC.get(name) ?? (others.length === 1 ? BINARY.get(name) : undefined);
    if (combine === undefined || others.length === 0) return null;
    return others.reduce<Fraction | null>((value, next) => pair(combine, value, next), first);
  }
}

/** Combines two values that are polynomials by now. */
function pair(combine: TwoToOne, a: Fraction | null, b: Fraction): Fraction | null {
  const left = a === null ? null : asPolynomial(a);
  return whole(combine(left, asPolynomial(b)));
}

function asPolynomial({ top, bottom }: Fraction): Expression {
  const by = constantValue(bottom);
  return by === null || !Number.isInteger(by) ? null : scale(top, 1, by);
}
