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

/** Up to this many terms looking through a list is faster than a map. */
const FEW_TERMS = 12;

/** The sum of amounts, terms in order of first occurrence. */
export function sumAmounts(amounts: Iterable<Amount>): Amount {
  const found: { factor: number; readonly of: string }[] = [];
  let places: Map<string, number> | null = null;
  for (const amount of amounts) {
    for (const { factor, of } of amount) {
      const at: number = places === null ? found.findIndex(term => term.of === of) : (places.get(of) ?? -1);
      const known = found[at];
      if (known !== undefined) known.factor += factor;
      else {
        found.push({ factor, of });
        if (places !== null) places.set(of, found.length - 1);
        else if (found.length > FEW_TERMS) places = new Map(found.map((term, place) => [term.of, place]));
      }
    }
  }
  return found.every(({ factor }) => factor !== 0) ? found : found.filter(({ factor }) => factor !== 0);
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

/** The product: `2*batch` times `3*batch*seq` is `6*batch^2*seq`. */
export function multiplyAmounts(a: Amount, b: Amount): Amount {
  if (a.length === 0 || b.length === 0) return ZERO;
  const [first] = a;
  const [second] = b;
  if (a.length === 1 && first?.of === '') return scaleAmount(b, first.factor);
  if (b.length === 1 && second?.of === '') return scaleAmount(a, second.factor);
  return sumAmounts(
    a.map(({ factor, of }) => b.map(other => ({ factor: factor * other.factor, of: multiplyNames(of, other.of) }))),
  );
}

export function scaleAmount(amount: Amount, by: number): Amount {
  if (by === 1) return amount;
  return by === 0 ? ZERO : amount.map(({ factor, of }) => ({ factor: factor * by, of }));
}

/** Whether both are the same polynomial, whatever the order of terms. */
export function equalAmounts(a: Amount, b: Amount): boolean {
  return a === b || sumAmounts([a, scaleAmount(b, -1)]).length === 0;
}

/** `118013952*batch + 300`: exact, for files. */
export function exactAmount(amount: Amount): string {
  if (amount.length === 0) return '0';
  return amount.map(({ factor, of }) => (of === '' ? `${factor}` : `${factor}*${of}`)).join(' + ');
}

/** Products of sizes in one order: `seq*batch` and `batch*seq` are the same. */
function multiplyNames(a: string, b: string): string {
  if (a === '') return b;
  if (b === '') return a;
  const powers = new Map<string, number>();
  for (const part of [...factorsOf(a), ...factorsOf(b)]) {
    const [, name = part, power] = /^(.*)\^(\d+)$/.exec(part) ?? [];
    powers.set(name, (powers.get(name) ?? 0) + Number(power ?? 1));
  }
  return Array.from(powers, ([name, power]) => (power === 1 ? name : `${name}^${power}`))
    .sort()
    .join('*');
}

/** Cut at the stars outside parentheses and quotes: `(a*b+1)*c` has two factors. */
function factorsOf(product: string): readonly string[] {
  if (!/["(]/.test(product)) return product.split('*');
  const factors: string[] = [];
  let depth = 0;
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < product.length; at++) {
    const character = product[at];
    if (character === '\\' && isQuoted) at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '*' && depth === 0) {
      factors.push(product.slice(start, at));
      start = at + 1;
    }
  }
  factors.push(product.slice(start));
  return factors;
}
