import type { LintFinding, LintRuleInfo, LintSeverity } from '../../shared/reports/lintReport';
import type { Model } from '../model';
import type { Steps } from '../steps';
import type { Facts, Needs } from './facts';

/** A finding as its rule tells it; `severity` where it differs from the rule's. */
export interface Found extends Pick<LintFinding, 'message' | 'graph' | 'node' | 'value'> {
  readonly severity?: LintSeverity;
}

/** Findings one by one; `undefined` after a short step that found nothing. */
export type Check = Generator<Found | undefined, void, void>;

/** One thing to look for, in time linear in the model, whatever the file says. */
export interface LintRule<N extends Needs = Needs> extends LintRuleInfo {
  readonly needs: N;
  check(model: Model, fact: Facts[N]): Check;
}

/** A rule of any kind. */
export type AnyRule = { readonly [N in Needs]: LintRule<N> }[Needs];

/** Steps that find nothing by themselves, as part of a check. */
export function* stepping<T>(steps: Steps<T>): Generator<undefined, T, void> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield undefined;
  }
}
