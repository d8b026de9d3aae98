import { type Amount, printAmount } from '../amount';
import { counted, formatBytes } from '../units';
import { titleAt } from './cells';
import { printCell } from './columns';
import type { NodeTable, OpenSize } from './nodeTable';
import { type Totals, totalsOf } from './totals';

/** What a whole model costs. */
export interface CostSummary {
  readonly totals: Totals;
  readonly peak: {
    readonly bytes: Amount;
    /** The node where, `null` without nodes. */
    readonly node: string | null;
    /** Values left out because their size is not known. */
    readonly unknownValues: number;
  };
  readonly openSizes: readonly OpenSize[];
  readonly notes: readonly string[];
}

export function costSummary(table: NodeTable): CostSummary {
  const { bytes, row, unknownValues } = table.peak;
  const peak = { bytes, node: row === null ? null : titleAt(table, row), unknownValues };
  return { totals: totalsOf(table), peak, openSizes: table.openSizes, notes: table.notes };
}

/** The same as names and texts for people; empty texts say nothing. */
export function costFacts({ totals, peak, openSizes }: CostSummary): readonly (readonly [string, string])[] {
  const { macs, flops, unknownRows } = totals;
  const missing = unknownRows === 0 ? '' : `, without ${counted(unknownRows, 'node')} of unknown cost`;
  return [
    ['MACs', `${printCount(macs)}${missing}`],
    ['FLOPs', `${printCount(flops)}${missing}`],
    ['Peak activations', peakText(peak)],
    ['Open sizes', openSizes.map(({ name, size }) => (size === null ? name : `${name} = ${size}`)).join(', ')],
  ];
}

/** `4.09 G`, `118 M × batch`. */
export function printCount(amount: Amount | number): string {
  return printCell(amount, 'count');
}

function peakText({ bytes, node, unknownValues }: CostSummary['peak']): string {
  const where = node === null ? '' : ` at ${node}`;
  const missing = unknownValues === 0 ? '' : `, without ${counted(unknownValues, 'value')} of unknown size`;
  return `${printAmount(bytes, formatBytes)}${where}${missing}`;
}
