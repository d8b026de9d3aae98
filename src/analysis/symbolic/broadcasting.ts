import { maximum } from './extremes';
import { constant, constantFactor, type Expression, isSame, subtract } from './polynomial';
import { isNonNegative } from './sign';

/**
 * The size that two become in broadcasting, where it is the same for all free sizes: one that is at least 2, or one of which the
 * other is `min(c, …)`, as when a mask is cut out of a constant. `null` else.
 */
export function broadcastExpressions(a: Expression, b: Expression): Expression {
  if (a === null || b === null) return null;
  if (isAtLeastTwo(a) || isCapped(b, a)) return a;
  return isAtLeastTwo(b) || isCapped(a, b) ? b : null;
}

function isAtLeastTwo(value: Expression): boolean {
  return isNonNegative(subtract(value, constant(2)));
}

/** Whether `small` is `min(c, large)` for a constant of at least 1: then it is 0 only where `large` is. */
function isCapped(small: Expression, large: Expression): boolean {
  const rest = subtract(large, small);
  if (rest === null || large === null || large.denominator !== 1) return false;
  const cap = -constantFactor(rest);
  return [cap, cap + constantFactor(large)].some(candidate => {
    const limit = constant(candidate);
    const expected = candidate < 1 ? null : subtract(maximum(limit, large), limit);
    return expected !== null && isSame(rest, expected);
  });
}
