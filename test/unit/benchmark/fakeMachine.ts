import type { BenchmarkTools } from '../../../src/benchmark/measurePoint';
import type { Runtime } from '../../../src/model/runtime';

/** A machine on which time passes only when told: runs take what `runMs` says, loading takes 40 ms. */
export interface FakeMachine extends BenchmarkTools {
  /** Sessions that were opened and not released. */
  readonly open: () => number;
  readonly loads: () => number;
  readonly runs: () => number;
}

export function fakeMachine(runMs: (run: number, rows: number) => number, step = 1e-6): FakeMachine {
  let now = 0;
  let open = 0;
  let loads = 0;
  let runs = 0;
  const runtime: Runtime = {
    name: 'fake 1.0',
    async open() {
      now += 40;
      open += 1;
      loads += 1;
      return {
        inputs: [],
        outputs: [],
        async run(feeds) {
          now += runMs(runs, [...feeds.values()][0]?.shape[0] ?? 1);
          runs += 1;
          return new Map();
        },
        async release() {
          open -= 1;
        },
      };
    },
  };
  return {
    runtime,
    // A clock that is read moves on by its own smallest step.
    clock: () => {
      now += step;
      return Math.floor(now / step) * step;
    },
    memory: { current: () => 100, peak: () => 250, reset: () => true },
    signal: new AbortController().signal,
    open: () => open,
    loads: () => loads,
    runs: () => runs,
  };
}
