import { formatCount } from '../../src/shared/units';

/** Samples a second with three digits: 0.0123, 73.3, 1.23 k. */
export function formatRate(rate: number): string {
  return rate >= 1000 ? formatCount(rate) : String(Number(rate.toPrecision(3)));
}
