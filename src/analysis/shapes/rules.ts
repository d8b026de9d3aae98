import type { NestingRule, Rule, RuleTable } from './rule';
import { attention, microsoftAttention, standardAttention } from './rules/attention';
import { classical } from './rules/classical';
import { control } from './rules/control';
import { convolutions } from './rules/convolution';
import { elementwise } from './rules/elementwise';
import { generating } from './rules/generating';
import { indexing } from './rules/indexing';
import { matrices } from './rules/matrix';
import { normalization } from './rules/normalization';
import { pooling } from './rules/pooling';
import { quantizing } from './rules/quantizing';
import { recurrence } from './rules/recurrent';
import { reductions } from './rules/reduction';
import { reshaping } from './rules/reshaping';
import { sequences } from './rules/sequences';
import { signal } from './rules/signal';
import { slicing } from './rules/slicing';
import { texts } from './rules/texts';

const COMMON: readonly RuleTable[] = [
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
  sequences,
  signal,
  slicing,
  texts,
];

/** Rules by domain and operator. com.microsoft carries copies of ONNX operators besides its own. */
const RULES: ReadonlyMap<string, ReadonlyMap<string, Rule | NestingRule>> = new Map([
  ['', collect([...COMMON, standardAttention])],
  ['com.microsoft', collect([...COMMON, microsoftAttention])],
  ['ai.onnx.ml', collect([classical, indexing])],
]);

/** The rule for an operator, `undefined` when it is unknown. */
export function ruleFor(domain: string, op: string): Rule | NestingRule | undefined {
  return RULES.get(domain)?.get(op);
}

function collect(tables: readonly RuleTable[]): ReadonlyMap<string, Rule | NestingRule> {
  return new Map(tables.flatMap(table => Object.entries(table)));
}
