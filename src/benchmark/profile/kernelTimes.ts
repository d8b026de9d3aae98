import type { TraceEvent } from './traceEvent';

/** What one kernel took itself, without the kernels that ran inside it. */
export interface KernelTime {
  /** As the runtime calls it: after the node, or after what it fused. */
  readonly name: string;
  readonly op: string;
  /** Microseconds in each run, summed over its calls. */
  readonly times: readonly number[];
  /** In each run. */
  readonly calls: readonly number[];
}

export interface TraceTimes {
  /** Microseconds of each run from outside, in order. */
  readonly runs: readonly number[];
  /** In the order they first ended. */
  readonly kernels: readonly KernelTime[];
}

type KernelEvent = Extract<TraceEvent, { kind: 'kernel' }>;

interface Sums {
  readonly name: string;
  readonly op: string;
  readonly times: number[];
  readonly calls: number[];
}

/** Adds up a trace, event by event in the order the profiler writes them: what runs inside something comes before it. */
export class KernelTimes {
  readonly #sums = new Map<string, Sums>();
  readonly #runs: number[] = [];
  /** Kernels of the run that is being read. */
  #current: KernelEvent[] = [];
  #skipped = 0;

  /** @param warmUps runs at the beginning that do not count */
  constructor(private readonly warmUps: number) {}

  add(event: TraceEvent): void {
    if (event.kind === 'kernel') {
      this.#current.push(event);
      return;
    }
    const kernels = this.#current;
    this.#current = [];
    if (this.#skipped < this.warmUps) {
      this.#skipped += 1;
      return;
    }
    this.#runs.push(event.duration);
    this.#addRun(kernels);
  }

  /** Kernels after the last run are left out: the trace ends in the middle of a run. */
  finish(): TraceTimes {
    const kernels = Array.from(this.#sums.values(), ({ name, op, times, calls }) => {
      const inEach = (numbers: readonly number[]): number[] => Array.from(this.#runs, (_, run) => numbers[run] ?? 0);
      return { name, op, times: inEach(times), calls: inEach(calls) };
    });
    return { runs: [...this.#runs], kernels };
  }

  #addRun(kernels: readonly KernelEvent[]): void {
    const run = this.#runs.length - 1;
    /** Those that nothing has contained yet. */
    const open: KernelEvent[] = [];
    for (const kernel of kernels) {
      let inside = 0;
      for (let last = open.at(-1); last !== undefined && last.start >= kernel.start; last = open.at(-1)) {
        inside += last.duration;
        open.pop();
      }
      open.push(kernel);
      const sums = this.#sumsOf(kernel);
      sums.times[run] = (sums.times[run] ?? 0) + kernel.duration - inside;
      sums.calls[run] = (sums.calls[run] ?? 0) + 1;
    }
  }

  #sumsOf({ name, op }: KernelEvent): Sums {
    const key = `${op} ${name}`;
    const known = this.#sums.get(key);
    if (known !== undefined) return known;
    const made: Sums = { name, op, times: [], calls: [] };
    this.#sums.set(key, made);
    return made;
  }
}
