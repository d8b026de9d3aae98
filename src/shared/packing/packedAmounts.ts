import type { Amount } from '../amount';
import { ITEMS_PER_STEP, type PackedTexts, packTexts, unpackTexts } from './packedTexts';

/** Amounts as buffers: the terms of all of them one after the other. */
export interface PackedAmounts {
  /** End of each amount in the list of terms. */
  readonly ends: Uint32Array;
  readonly factors: Float64Array;
  /** Index of each term's product in `products`. */
  readonly of: Uint32Array;
  readonly products: PackedTexts;
}

export function* packAmounts(amounts: readonly Amount[]): Generator<void, PackedAmounts, void> {
  const ends = new Uint32Array(amounts.length);
  const terms = amounts.reduce((sum, { length }) => sum + length, 0);
  const factors = new Float64Array(terms);
  const of = new Uint32Array(terms);
  const products = new Map<string, number>();
  let at = 0;
  for (const [i, amount] of amounts.entries()) {
    for (const term of amount) {
      const known = products.get(term.of);
      const product = known ?? products.size;
      if (known === undefined) products.set(term.of, product);
      factors[at] = term.factor;
      of[at] = product;
      at += 1;
    }
    ends[i] = at;
    if (i % ITEMS_PER_STEP === 0) yield;
  }
  return { ends, factors, of, products: yield* packTexts([...products.keys()]) };
}

export function unpackAmounts(packed: PackedAmounts): readonly Amount[] {
  const products = unpackTexts(packed.products);
  let at = 0;
  return Array.from(packed.ends, end => {
    const terms = [];
    for (; at < end; at++) terms.push({ factor: packed.factors[at] ?? 0, of: products[packed.of[at] ?? 0] ?? '' });
    return terms;
  });
}
