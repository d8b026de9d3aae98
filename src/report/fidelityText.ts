import type { OutputFidelity } from '../shared/reports/evaluation';
import { formatInteger } from '../shared/units';

/** `38.3 dB`, `identical`, and what had to be left out of it. */
export function sqnrText({ sqnrDb, notFinite }: OutputFidelity): string {
  const counted = sqnrDb === null ? 'identical' : `${sqnrDb.toFixed(1)} dB`;
  return notFinite === 0 ? counted : `${formatInteger(notFinite)} NaN or infinite, the rest ${counted}`;
}
