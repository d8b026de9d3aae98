import type { QuantizeRequest } from '../../shared/protocol/jobs';
import { entropyRange } from './entropyRange';
import { mseRange } from './mseRange';
import { percentileRange } from './percentileRange';
import type { RangeMethod } from './range';

/** How activation ranges are chosen; `null` takes everything that was seen and needs no histogram. */
export const RANGE_METHODS: Readonly<Record<QuantizeRequest['calibration'], RangeMethod | null>> = {
  minmax: null,
  entropy: entropyRange,
  percentile: percentileRange,
  mse: mseRange,
};
