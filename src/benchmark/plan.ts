import { batchInvalid } from './errors';
import type { BenchmarkInputs, PlannedPoint, Scenario } from './scenario';

/** Largest batch that is tried; a larger one is a slip of the keyboard. */
const LARGEST_BATCH = 65_536;

/**
 * The points a scenario measures, smallest batch first. A model whose batch is fixed, or that has none, gives one point.
 * @throws LatheError `benchmark.batchInvalid`.
 */
export function plan(scenario: Scenario, inputs: BenchmarkInputs, batches: readonly number[]): readonly PlannedPoint[] {
  for (const size of batches) {
    if (!Number.isSafeInteger(size) || size < 1 || size > LARGEST_BATCH) throw batchInvalid(size, LARGEST_BATCH);
  }
  const { batch } = inputs;
  const point = (size: number | null, asked: number | null): PlannedPoint => ({
    batch: size,
    feeds: () => inputs.feeds(asked, scenario.feedsInTurn),
  });
  if (batch.kind === 'fixed') return [point(batch.size, null)];
  if (batch.kind === 'none') return [point(null, null)];
  const sizes = batches.length === 0 ? scenario.batches : batches;
  return [...new Set(sizes)].sort((a, b) => a - b).map(size => point(size, size));
}
