import { MOST_CHARACTERS, MOST_TERMS } from './limits';
import {
  add,
  constant,
  constantFactor,
  type Expression,
  isSame,
  NOTHING,
  ofAtom,
  type Polynomial,
  soleAtom,
  subtract,
} from './polynomial';
import { print } from './printing';
import { isNonNegative } from './sign';

/** The larger of two. */
export function maximum(a: Expression, b: Expression): Expression {
  if (a === null || b === null) return null;
  const choices = withoutSmaller([...choicesOf(a), ...choicesOf(b)]);
  const [only] = choices;
  if (only === undefined || choices.length === 1) return only ?? null;
  const offset = commonOffset(choices);
  const moved = offset === null ? choices : choices.map(each => subtract(each, offset));
  const of = moved.filter(each => each !== null);
  if (of.length !== choices.length || of.length > MOST_TERMS) return null;
  const sorted = of.map(each => ({ each, text: print(each) })).sort((x, y) => (x.text < y.text ? -1 : 1));
  const text = `max(${sorted.map(each => each.text).join(', ')})`;
  if (text.length > MOST_CHARACTERS) return null;
  return add(ofAtom({ kind: 'max', text, of: sorted.map(({ each }) => each) }), offset ?? NOTHING);
}

/** The smaller of two: the sum without the larger, so that both add up to the sum again. */
export function minimum(a: Expression, b: Expression): Expression {
  return subtract(add(a, b), maximum(a, b));
}

/** A maximum of maxima is one maximum. */
function choicesOf(value: Polynomial): readonly Polynomial[] {
  const constantTerm = constantFactor(value) / value.denominator;
  const offset = Number.isInteger(constantTerm) ? constant(constantTerm) : NOTHING;
  const rest = subtract(value, offset);
  const atom = rest === null ? null : soleAtom(rest);
  if (atom?.kind !== 'max') return [value];
  const moved = atom.of.map(each => add(each, offset)).filter(each => each !== null);
  return moved.length === atom.of.length ? moved : [value];
}

function withoutSmaller(choices: readonly Polynomial[]): readonly Polynomial[] {
  const kept: Polynomial[] = [];
  choices.forEach((choice, i) => {
    const isCovered = choices.some((other, k) => {
      if (k === i) return false;
      return isSame(other, choice) ? k < i : isNonNegative(subtract(other, choice)) && !loses(other, choices, k, i);
    });
    if (!isCovered) kept.push(choice);
  });
  return kept;
}

/** Whether `other` is itself covered by `choice` and comes later: of two that cover each other the first stays. */
function loses(other: Polynomial, choices: readonly Polynomial[], k: number, i: number): boolean {
  const choice = choices[i];
  return k > i && choice !== undefined && isNonNegative(subtract(choice, other));
}

/** The constant that leaves the smallest constant term 0, so that `max(0, n - 3)` and `max(3, n) - 3` are one. */
function commonOffset(choices: readonly Polynomial[]): Expression {
  const constants = choices.map(each => constantFactor(each) / each.denominator);
  const least = Math.min(...constants);
  return Number.isInteger(least) && least !== 0 ? constant(least) : null;
}
