import { type Amount, multiplyAmounts, plainAmount, sumAmounts } from '../../shared/amount';

/** An amount that may be unknown. Sums and products of something unknown are unknown. */
export type Figure = Amount | null;

/** Most terms of a figure. Models have a few open sizes; a file made to have thousands gets unknown figures. */
export const MOST_TERMS = 48;

/** Product of figures and numbers; zero times something unknown is zero. */
export function product(...factors: readonly (Figure | number)[]): Figure {
  let numbers = 1;
  let symbols: Amount | null = null;
  let isUnknown = false;
  for (const factor of factors) {
    const number = typeof factor === 'number' ? factor : factorOf(factor);
    if (number === 0) return plainAmount(0);
    if (number !== null) numbers *= number;
    else if (factor === null || typeof factor === 'number') isUnknown = true;
    else if (symbols === null) symbols = factor;
    else {
      symbols = bounded(multiplyAmounts(symbols, factor));
      if (symbols === null) isUnknown = true;
    }
  }
  if (isUnknown) return null;
  const scaled = plainAmount(numbers);
  return bounded(symbols === null ? scaled : multiplyAmounts(scaled, symbols));
}

/** A part of a figure, exact where it divides evenly. */
export function quotient(figure: Figure, by: number): Figure {
  return figure === null || by === 0 ? null : figure.map(({ factor, of }) => ({ factor: factor / by, of }));
}

/** Sum of figures and numbers. */
export function total(...summands: readonly (Figure | number)[]): Figure {
  return sumOf(summands);
}

/** The same of a list. */
export function sumOf(summands: Iterable<Figure | number>): Figure {
  let numbers = 0;
  let symbols: Amount[] | null = null;
  for (const summand of summands) {
    if (summand === null) return null;
    const number: number | null = typeof summand === 'number' ? summand : factorOf(summand);
    if (number !== null) numbers += number;
    else if (typeof summand !== 'number') {
      if (symbols === null) symbols = [summand];
      else symbols.push(summand);
    }
  }
  const plain = plainAmount(numbers);
  if (symbols === null) return bounded(plain);
  const [only] = symbols;
  if (symbols.length === 1 && numbers === 0 && only !== undefined) return only;
  return bounded(sumAmounts([...symbols, plain]));
}

/** The number that an amount is, `null` for others. */
function factorOf(amount: Figure): number | null {
  if (amount === null) return null;
  const [first] = amount;
  if (first === undefined) return 0;
  return amount.length === 1 && first.of === '' ? first.factor : null;
}

/** Unknown when the amount has too many terms or is beyond what numbers can tell. */
function bounded(amount: Amount): Figure {
  return amount.length <= MOST_TERMS && amount.every(({ factor }) => Number.isFinite(factor)) ? amount : null;
}
