import { speedupOf, summarize } from '../../analysis/statistics';
import type { Session } from '../../model/runtime';
import type { LatencyComparison } from '../../shared/reports/evaluation';
import { alternate } from '../gate/alternate';
import type { Feeds, Tools } from '../tools';

const ROUNDS = 60;
const LEAST_ROUNDS = 10;
const BUDGET_MS = 5000;

/** Run times of both models in alternating rounds of random order. */
export async function compareLatency(
  source: Session,
  target: Session,
  feeds: Feeds,
  batch: number | null,
  tools: Tools,
): Promise<LatencyComparison> {
  const began = tools.clock();
  const contenders = [source, target].map(session => () => session.run(feeds));
  const [before = [], after = []] = await alternate(contenders, {
    clock: tools.clock,
    seed: 1,
    rounds: ROUNDS,
    leastRounds: LEAST_ROUNDS,
    budgetMs: BUDGET_MS,
    check: () => {
      tools.checkCancelled();
      tools.progress({ phase: 'Comparing speed', fraction: Math.min(1, (tools.clock() - began) / BUDGET_MS) });
    },
  });
  return {
    source: summarize(before.flat()),
    target: summarize(after.flat()),
    speedup: speedupOf(before, after),
    rounds: before.length,
    threads: tools.threads,
    batch,
  };
}
