import { type Amount, atSizeOne } from '../amount';
import { amountAt, weightBytesAt } from './cells';
import type { NodeTable } from './nodeTable';

/**
 * Arithmetic intensity of a row: FLOPs for each byte that is read or written, weights included. Open sizes count as 1.
 * `null` when a part is unknown or nothing is moved.
 */
export function intensityAt(table: NodeTable, row: number): number | null {
  return intensityOf(
    amountAt(table.flops, row),
    amountAt(table.inputBytes, row),
    amountAt(table.outputBytes, row),
    weightBytesAt(table, row),
  );
}

export function intensityOf(
  flops: Amount | null,
  read: Amount | null,
  written: Amount | null,
  weightBytes: number,
): number | null {
  if (flops === null || read === null || written === null) return null;
  const bytes = atSizeOne(read) + atSizeOne(written) + weightBytes;
  return bytes > 0 ? atSizeOne(flops) / bytes : null;
}
