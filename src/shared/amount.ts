/** One summand of an amount: `factor` times a product of free sizes such as `batch*seq^2`; `of` is empty for a plain number. */
export interface Term {
  readonly factor: number;
  readonly of: string;
}

/**
 * A figure that may depend on sizes the model leaves open, as a polynomial in them: each product occurs once, no factor is
 * zero, and the empty amount is zero.
 */
export type Amount = readonly Term[];

export const ZERO: Amount = [];

export function plainAmount(value: number): Amount {
  return value === 0 ? ZERO : [{ factor: value, of: '' }];
}

/** The number, `null` when the amount depends on an open size. */
export function plainNumber(amount: Amount): number | null {
  const [first] = amount;
  if (first === undefined) return 0;
  return amount.length === 1 && first.of === '' ? first.factor : null;
}

/** The sum of amounts, terms in order of first occurrence. */
export function sumAmounts(amounts: Iterable<Amount>): Amount {
  const factors = new Map<string, number>();
  for (const amount of amounts) {
    for (const { factor, of } of amount) factors.set(of, (factors.get(of) ?? 0) + factor);
  }
  return Array.from(factors, ([of, factor]) => ({ factor, of })).filter(({ factor }) => factor !== 0);
}

/** What the amount is when every open size is 1: orders rows whose sizes are open. */
export function atSizeOne(amount: Amount): number {
  return amount.reduce((sum, { factor }) => sum + factor, 0);
}

/** `4.09 G`, `4.09 G × batch`, `1.2 M × batch*seq + 300`; `format` prints the numbers. */
export function printAmount(amount: Amount, format: (value: number) => string): string {
  if (amount.length === 0) return format(0);
  return amount.map(({ factor, of }) => (of === '' ? format(factor) : `${format(factor)} × ${of}`)).join(' + ');
}
