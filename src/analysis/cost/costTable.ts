import type { CostEntry, CostTable } from './costRule';
import { attention, microsoftAttention } from './rules/attention';
import { classical } from './rules/classical';
import { blockedConvolutions, convolutions, fusedConvolutions } from './rules/convolution';
import { elementwise, fusedElementwise } from './rules/elementwise';
import { experts } from './rules/experts';
import { generating } from './rules/generating';
import { fusedMatrices, matrices } from './rules/matrix';
import { blockedMovement, fusedMovement, movement } from './rules/movement';
import { fusedNormalization, normalization } from './rules/normalization';
import { fusedPooling, pooling } from './rules/pooling';
import { quantizing } from './rules/quantizing';
import { fusedRecurrence, recurrence } from './rules/recurrent';
import { fusedReductions, reductions } from './rules/reduction';
import { resampling } from './rules/resampling';
import { selection } from './rules/selection';
import { fusedSignal, signal } from './rules/signal';

const ONNX = collect([
  attention,
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
]);

const MICROSOFT = collect([
  experts,
  fusedConvolutions,
  fusedElementwise,
  fusedMatrices,
  fusedMovement,
  fusedNormalization,
  fusedPooling,
  fusedRecurrence,
  fusedReductions,
  fusedSignal,
  microsoftAttention,
]);

/** Operators that com.microsoft has as ONNX has them. */
const COPIED = [
  'CausalConvWithState',
  'DequantizeLinear',
  'Gelu',
  'GatherND',
  'GridSample',
  'Pad',
  'QLinearConv',
  'QuantizeLinear',
  'Range',
  'SwiGLU',
  'Trilu',
  'Unique',
];

const BLOCKED = collect([
  blockedConvolutions,
  blockedMovement,
  copies(['AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'MaxPool']),
]);

/** Costs by domain and operator. */
export const COSTS: ReadonlyMap<string, ReadonlyMap<string, CostEntry>> = new Map([
  ['', ONNX],
  ['ai.onnx.ml', collect([classical])],
  ['com.microsoft', collect([copies(COPIED), Object.fromEntries(MICROSOFT)])],
  ['com.microsoft.nchwc', BLOCKED],
]);

/** How an operator is counted, `undefined` when it is unknown. */
export function costEntry(domain: string, op: string): CostEntry | undefined {
  return COSTS.get(domain === 'ai.onnx' ? '' : domain)?.get(op);
}

function copies(operators: readonly string[]): CostTable {
  return Object.fromEntries([...ONNX].filter(([op]) => operators.includes(op)));
}

function collect(tables: readonly CostTable[]): ReadonlyMap<string, CostEntry> {
  return new Map(tables.flatMap(table => Object.entries(table)));
}
