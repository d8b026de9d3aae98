import { PERCENTILES } from '../../shared/reports/weightReport';

/** For each of `PERCENTILES` the place, from 1, of the element that answers it among `count` in order: the nearest rank. */
export function percentileRanks(count: number): readonly number[] {
  // In thousandths, since 99.9 / 100 is no binary number and 0.999 x 1000 would round up to place 1000.
  return PERCENTILES.map(percent => Math.max(1, Math.ceil((count * Math.round(percent * 10)) / 1000)));
}
