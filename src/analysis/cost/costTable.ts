import type { CostEntry, CostTable } from './costRule';
import { attention, microsoftAttention } from './rules/attention';
import { classical } from './rules/classical';
import { convolutions } from './rules/convolution';
import { elementwise } from './rules/elementwise';
import { generating } from './rules/generating';
import { matrices } from './rules/matrix';
import { movement } from './rules/movement';
import { normalization } from './rules/normalization';
import { pooling } from './rules/pooling';
import { quantizing } from './rules/quantizing';
import { recurrence } from './rules/recurrent';
import { reductions } from './rules/reduction';
import { resampling } from './rules/resampling';
import { selection } from './rules/selection';
import { signal } from './rules/signal';

const COMMON: readonly CostTable[] = [
  convolutions,
  elementwise,
  generating,
  matrices,
  movement,
  normalization,
  pooling,
  quantizing,
  recurrence,
  reductions,
  resampling,
  selection,
  signal,
];

/** Costs by domain and operator. com.microsoft carries copies of ONNX operators besides its own. */
export const COSTS: ReadonlyMap<string, ReadonlyMap<string, CostEntry>> = new Map([
  ['', collect([...COMMON, attention])],
  ['com.microsoft', collect([...COMMON, microsoftAttention])],
  ['ai.onnx.ml', collect([classical])],
]);

/** How an operator is counted, `undefined` when it is unknown. */
export function costEntry(domain: string, op: string): CostEntry | undefined {
  return COSTS.get(domain === 'ai.onnx' ? '' : domain)?.get(op);
}

function collect(tables: readonly CostTable[]): ReadonlyMap<string, CostEntry> {
  return new Map(tables.flatMap(table => Object.entries(table)));
}
