import { finish, type Steps } from '../../model/steps';
import { type Amount, atSizeOne, type Term } from '../../shared/amount';

/** Whether `a` is at least `b` for all open sizes: no term of the difference is negative. Sizes are not negative. */
export function isAtLeast(a: Amount, b: Amount): boolean {
  if (a === b) return true;
  return (
    b.every(({ factor, of }) => (termOf(a, of)?.factor ?? 0) >= factor) &&
    a.every(({ factor, of }) => factor >= 0 || termOf(b, of) !== undefined)
  );
}

function termOf(amount: Amount, of: string): Term | undefined {
  return amount.find(term => term.of === of);
}

export interface Largest {
  /** Position of the largest, `null` of none. */
  readonly at: number | null;
  /** Whether it is the largest whatever the open sizes are; else only where all of them are 1. */
  readonly isDecided: boolean;
}

/** The largest of some amounts, the first of equals. */
export function largestOf(amounts: readonly Amount[]): Largest {
  return finish(largestStepwise(amounts));
}

/** The same in steps. */
export function* largestStepwise(amounts: readonly Amount[]): Steps<Largest> {
  let at: number | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const [i, amount] of amounts.entries()) {
    const size = atSizeOne(amount);
    const best = at === null ? undefined : amounts[at];
    if (size > most || (size === most && best !== undefined && !isAtLeast(best, amount) && isAtLeast(amount, best))) {
      at = i;
      most = size;
    }
    yield;
  }
  const best = at === null ? undefined : amounts[at];
  for (const amount of amounts) {
    if (best !== undefined && !isAtLeast(best, amount)) return { at, isDecided: false };
    yield;
  }
  return { at, isDecided: true };
}
