import type { Dimension } from '../../model/model';
import { bind, collectNames, type Sizes } from './binding';
import { broadcastExpressions } from './broadcasting';
import { divideDown, divideExactly, divideTowardZero, divideUp, modulo } from './division';
import { maximum, minimum } from './extremes';
import { MOST_CHARACTERS, MOST_DEPTH } from './limits';
import { parse, unquote } from './parsing';
import {
  add,
  constant,
  constantValue,
  type Expression,
  multiply,
  ofAtom,
  type Polynomial,
  scale,
  soleAtom,
  subtract,
} from './polynomial';
import { isPlainName, namedAtom, print, quote } from './printing';
import { compare, isNonNegative } from './sign';

/** A size or an element of a shape tensor that is not unknown. */
export type KnownSize = number | string;

const OPERATIONS = {
  add,
  subtract,
  multiply,
  /** Without remainder: the result may be a fraction of sizes, as in `seq/2`. */
  divideExactly,
  divideDown,
  divideUp,
  divideTowardZero,
  modulo,
  maximum,
  minimum,
  broadcast: broadcastExpressions,
} as const;

export type SizeOperation = keyof typeof OPERATIONS;

/** Files choose the texts: a cache starts again when it holds this many. */
const MOST_CACHED = 20_000;

const polynomials = new Map<string, Polynomial>();
const results = new Map<string, Dimension>();

function remember<T>(cache: Map<string, T>, key: string, value: T): T {
  if (cache.size >= MOST_CACHED) cache.clear();
  if (key.length <= 4 * MOST_CHARACTERS) cache.set(key, value);
  return value;
}

/** The polynomial that the text of a dimension stands for: an expression where it is one, else a name of its own. */
export function polynomialOf(text: string): Polynomial {
  return polynomials.get(text) ?? remember(polynomials, text, read(text));
}

function read(text: string): Polynomial {
  return (unquote(text) === null ? parse(text) : null) ?? ofAtom(namedAtom(unquote(text) ?? text));
}

/** The dimension's canonical form of a polynomial: a number, text, or `null` where that is too long. */
export function dimensionOf(value: Expression): Dimension {
  if (value === null) return null;
  const known = constantValue(value);
  if (known !== null) return known + 0;
  const atom = soleAtom(value);
  if (atom?.kind === 'name') return sizeNamed(atom.name);
  const text = print(value);
  return text.length <= MOST_CHARACTERS && depthOf(text) < MOST_DEPTH ? text : null;
}

/** What is nested deeper than reading follows would come back as a name. Parentheses in names only make it more careful. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '(') deepest = Math.max(deepest, ++depth);
    else if (character === ')') depth--;
  }
  return deepest;
}

/** The dimension that is the free size of this name, whatever characters the name is of. */
export function sizeNamed(name: string): string {
  return isPlainName(name) || (!name.includes('"') && parse(name) === null) ? name : quote(name);
}

/** The canonical form of a dimension as a file declares it. Texts that are no expressions are names, quotes and all. */
export function declaredSize(text: string): Dimension {
  return text.includes('"') ? quote(text) : dimensionOf(polynomialOf(text));
}

function expressionOf(size: KnownSize): Expression {
  if (typeof size === 'string') return polynomialOf(size);
  if (Number.isInteger(size)) return constant(size);
  // Fractions of a power of two are exact: scales of 0.5 or 1.25.
  return Number.isInteger(size * LARGEST_FRACTION)
    ? scale(constant(size * LARGEST_FRACTION), 1, LARGEST_FRACTION)
    : null;
}

const LARGEST_FRACTION = 4096;

/** Arithmetic of sizes, also of elements of shape tensors, which may be negative or fractions. `null`: unknown. */
export function combine(operation: SizeOperation, a: KnownSize, b: KnownSize): Dimension {
  const key = `${operation} ${keyOf(a)} ${keyOf(b)}`;
  const known = results.get(key);
  if (known !== undefined) return known;
  return remember(results, key, dimensionOf(OPERATIONS[operation](expressionOf(a), expressionOf(b))));
}

/** Texts of any characters, told apart from numbers and from where the next one begins. */
function keyOf(size: KnownSize): string {
  return typeof size === 'number' ? `#${size}` : `${size.length}:${size}`;
}

/** How the two compare whatever the free sizes are (they are taken to be at least 0): 1, 0, -1, or `null`: it depends. */
export function compareSizes(a: KnownSize, b: KnownSize): 1 | 0 | -1 | null {
  if (a === b) return 0;
  return compare(expressionOf(a), expressionOf(b));
}

/** Whether `a >= b` can be proved. */
export function isAtLeast(a: KnownSize, b: KnownSize): boolean {
  return isNonNegative(subtract(expressionOf(a), expressionOf(b)));
}

/** A dimension with known sizes put in; `null` when that makes it no size. */
export function bindSize(size: string, sizes: Sizes): Dimension {
  const whole = sizes.get(size);
  if (whole !== undefined) return whole;
  const bound = dimensionOf(bind(polynomialOf(size), sizes));
  return typeof bound === 'number' && !(Number.isSafeInteger(bound) && bound >= 0) ? null : bound;
}

/** The free sizes that occur in a dimension, in order of occurrence. */
export function namesIn(size: string): readonly string[] {
  const names = new Set<string>();
  collectNames(polynomialOf(size), names);
  return [...names];
}
