import type { TraceTimes } from './kernelTimes';

/** With fewer runs each counts. */
const FEWEST = 4;

/**
 * The quieter half of the runs, by the time from outside. When a machine does something else as well, kernels that happen to run then take a
 * hundred times as long, and a mean over all runs says more of that than of the model.
 */
export function quietRuns({ runs, kernels }: TraceTimes): TraceTimes {
  if (runs.length < FEWEST) return { runs, kernels };
  const order = runs.map((_, run) => run).sort((a, b) => (runs[a] ?? 0) - (runs[b] ?? 0) || a - b);
  const kept = order.slice(0, Math.ceil(runs.length / 2)).sort((a, b) => a - b);
  return {
    runs: kept.map(run => runs[run] ?? 0),
    kernels: kernels.map(({ name, op, times, calls }) => ({
      name,
      op,
      times: kept.map(run => times[run] ?? 0),
      calls: kept.map(run => calls[run] ?? 0),
    })),
  };
}
