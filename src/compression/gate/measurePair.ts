import { speedupOf, summarize } from '../../analysis/statistics';
import type { Session } from '../../model/runtime';
import type { Tensor } from '../../model/tensor';
import type { RatioEstimate } from '../../shared/reports/measurement';
import { formatMilliseconds } from '../../shared/units';
import type { Feeds, Tools } from '../tools';
import { alternate } from './alternate';

/** A session and what to run it on. */
export interface Contestant {
  readonly session: Session;
  readonly feeds: Feeds;
}

export interface PairTimes {
  /** First time over second time: above 1 the second is faster. */
  readonly speedup: RatioEstimate;
  /** Medians, milliseconds. */
  readonly first: number;
  readonly second: number;
  readonly rounds: number;
}

/** Times two sessions in alternating rounds for about `budgetMs`. */
export async function measurePair(
  first: Contestant,
  second: Contestant,
  tools: Tools,
  budgetMs: number,
): Promise<PairTimes> {
  const contenders = [first, second].map(
    ({ session, feeds }) =>
      () =>
        session.run(feeds),
  );
  const [one = [], two = []] = await alternate(contenders, {
    clock: tools.clock,
    seed: 1,
    rounds: 40,
    leastRounds: 8,
    budgetMs,
    check: () => tools.checkCancelled(),
  });
  return {
    speedup: speedupOf(one, two),
    first: summarize(one.flat()).median,
    second: summarize(two.flat()).median,
    rounds: one.length,
  };
}

/** `12.3 µs in float, 4.56 µs in INT8` with how it was measured. */
export function pairText({ first, second, rounds }: PairTimes): string {
  return `${formatMilliseconds(first)} in float, ${formatMilliseconds(second)} in INT8 (medians of ${rounds} alternating rounds)`;
}

/** One tensor by the name a session has for its only input. */
export function onlyFeed(session: Session, tensor: Tensor): Feeds {
  return new Map([[session.inputs[0]?.name ?? '', tensor]]);
}
