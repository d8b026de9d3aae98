import type { LintFinding, LintReport } from '../../shared/reports/lintReport';
import type { Model } from '../model';
import { modelIndexStepwise } from '../modelIndex';
import { allWeightsStepwise } from '../queries';
import type { Steps } from '../steps';
import type { Facts, KnownFacts, Needs, Unavailable } from './facts';
import type { AnyRule, Check, LintRule } from './rule';
import { RULES } from './rules';

/** Findings of one rule that are listed; the others are counted. */
export const MOST_LISTED = 100;

export interface LintSubject {
  readonly model: Model;
  readonly facts: KnownFacts;
  /** What facts of a kind do not cover, one sentence: weights that could not be read. */
  readonly gaps: ReadonlyMap<Needs, string>;
  /** Of the model file, without folders, and of all the model's files together. */
  readonly file: string;
  readonly bytes: number;
}

/** Which rules are wanted: those named, or all, without those ignored. */
export interface RuleChoice {
  readonly only: readonly string[];
  readonly ignore: readonly string[];
}

export const ALL_RULES: RuleChoice = { only: [], ignore: [] };

/** The rules that a choice leaves, in the order of the table. */
export function chosenRules({ only, ignore }: RuleChoice): readonly AnyRule[] {
  return RULES.filter(({ id }) => (only.length === 0 || only.includes(id)) && !ignore.includes(id));
}

/** Whether some chosen rule looks at facts of a kind, which then have to be worked out. */
export function needsFacts(choice: RuleChoice, needs: Needs): boolean {
  return chosenRules(choice).some(rule => rule.needs === needs);
}

/** Looks for everything that is worth knowing, a node or weight at a step, in time linear in the model. */
export function* lintStepwise(subject: LintSubject, choice: RuleChoice = ALL_RULES): Steps<LintReport> {
  yield* modelIndexStepwise(subject.model);
  yield* allWeightsStepwise(subject.model);
  const findings: LintFinding[] = [];
  const skipped: { rule: string; reason: string }[] = [];
  const omitted: { rule: string; count: number }[] = [];
  for (const rule of chosenRules(choice)) {
    const check = checkOf(rule, subject);
    if ('unavailable' in check) {
      skipped.push({ rule: rule.id, reason: check.unavailable });
      continue;
    }
    const gap = subject.gaps.get(rule.needs);
    if (gap !== undefined) skipped.push({ rule: rule.id, reason: gap });
    let count = 0;
    for (const found of check) {
      yield;
      if (found === undefined) continue;
      count += 1;
      if (count <= MOST_LISTED) findings.push({ rule: rule.id, severity: rule.severity, ...found });
    }
    if (count > MOST_LISTED) omitted.push({ rule: rule.id, count: count - MOST_LISTED });
  }
  const named = new Set([...findings, ...skipped].map(({ rule }) => rule));
  const rules = RULES.filter(({ id }) => named.has(id)).map(({ check: _, needs: __, ...info }) => info);
  const model = { file: subject.file, bytes: subject.bytes };
  return { kind: 'lint', schema: 1, model, rules, findings, skipped, omitted };
}

function checkOf<N extends Needs>(rule: LintRule<N>, { model, facts }: LintSubject): Check | Unavailable {
  const fact: Facts[N] | Unavailable = facts[rule.needs];
  return isUnavailable(fact) ? fact : rule.check(model, fact);
}

function isUnavailable(fact: unknown): fact is Unavailable {
  return typeof fact === 'object' && fact !== null && 'unavailable' in fact;
}
