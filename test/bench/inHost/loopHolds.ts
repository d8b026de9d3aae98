/** The longest time for which the event loop came to nobody else, in milliseconds. */
export interface Hold {
  /** By the clock: includes waiting for other processes of a busy machine. */
  readonly wall: number;
  /** Processor time of the loop's own thread. */
  readonly processor: number;
}

/** A timer's shortest delay, which is no hold. */
const TICK_MS = 1;

/** Watches the event loop of the thread it is made in, from now on until `stop`. */
export class LoopHolds {
  #wall = performance.now();
  #processor = processorNow();
  #longest: Hold = { wall: 0, processor: 0 };
  #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setTimeout(() => this.#tick(), TICK_MS);
  }

  stop(): Hold {
    clearTimeout(this.#timer);
    this.#note();
    return this.#longest;
  }

  #tick(): void {
    this.#note();
    this.#timer = setTimeout(() => this.#tick(), TICK_MS);
  }

  #note(): void {
    const wall = performance.now();
    const processor = processorNow();
    this.#longest = {
      wall: Math.max(this.#longest.wall, wall - this.#wall - TICK_MS),
      processor: Math.max(this.#longest.processor, processor - this.#processor),
    };
    this.#wall = wall;
    this.#processor = processor;
  }
}

/** Newer than the oldest Node.js that the project supports, but the editor's own has it. */
interface ThreadUsage {
  threadCpuUsage(): NodeJS.CpuUsage;
}

function processorNow(): number {
  const { user, system } = (process as unknown as ThreadUsage).threadCpuUsage();
  return (user + system) / 1000;
}
