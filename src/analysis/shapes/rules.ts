import type { NestingRule, Rule, RuleTable } from './rule';
import { attention, previewAttention } from './rules/attention';
import { blockedChannels } from './rules/blockedChannels';
import { classical } from './rules/classical';
import { control } from './rules/control';
import { convolutions, fusedConvolutions } from './rules/convolution';
import { elementwise } from './rules/elementwise';
import { generating } from './rules/generating';
import { indexing } from './rules/indexing';
import { matrices } from './rules/matrix';
import { cachedAttention } from './rules/microsoft/cachedAttention';
import { generation } from './rules/microsoft/generation';
import { fusedLayers } from './rules/microsoft/layers';
import { positions } from './rules/microsoft/positions';
import { products } from './rules/microsoft/products';
import { projectedAttention } from './rules/microsoft/projectedAttention';
import { quantizedTensors } from './rules/microsoft/quantized';
import { states } from './rules/microsoft/states';
import { fusedTensors } from './rules/microsoft/tensors';
import { normalization } from './rules/normalization';
import { optimizers } from './rules/optimizers';
import { fusedPooling, pooling } from './rules/pooling';
import { quantizing } from './rules/quantizing';
import { fusedRecurrence, recurrence } from './rules/recurrent';
import { reductions } from './rules/reduction';
import { reshaping } from './rules/reshaping';
import { resizing } from './rules/resizing';
import { sequences } from './rules/sequences';
import { signal } from './rules/signal';
import { slicing } from './rules/slicing';
import { texts } from './rules/texts';

const ONNX: readonly RuleTable[] = [
  attention,
  control,
  convolutions,
  elementwise,
  generating,
  indexing,
  matrices,
  normalization,
  pooling,
  quantizing,
  recurrence,
  reductions,
  reshaping,
  resizing,
  sequences,
  signal,
  slicing,
  texts,
];

const MICROSOFT: readonly RuleTable[] = [
  cachedAttention,
  fusedConvolutions,
  fusedLayers,
  fusedPooling,
  fusedRecurrence,
  fusedTensors,
  generation,
  positions,
  products,
  projectedAttention,
  quantizedTensors,
  states,
];

type Rules = ReadonlyMap<string, Rule | NestingRule>;

/** Rules by domain and operator; `''` is the domain of the ONNX operators. */
export const RULES: ReadonlyMap<string, Rules> = new Map([
  ['', collect(ONNX)],
  ['ai.onnx.ml', collect([classical])],
  ['ai.onnx.preview', collect([previewAttention])],
  ['ai.onnx.preview.training', collect([optimizers])],
  ['com.microsoft', collect(MICROSOFT)],
  ['com.microsoft.nchwc', collect([blockedChannels])],
]);

/** The rule for an operator, `undefined` when it is unknown. */
export function ruleFor(domain: string, op: string): Rule | NestingRule | undefined {
  return RULES.get(domain)?.get(op);
}

function collect(tables: readonly RuleTable[]): Rules {
  return new Map(tables.flatMap(table => Object.entries(table)));
}
