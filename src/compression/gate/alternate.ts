import { seededRandom, shuffle } from '../../analysis/random';

/** A run of each contender takes part in every round, in random order. */
export type Contender = () => Promise<unknown>;

export interface AlternationOptions {
  /** Milliseconds since some moment. */
  readonly clock: () => number;
  readonly seed: number;
  /** Rounds measured unless time runs out, and the fewest that make sense. */
  readonly rounds: number;
  readonly leastRounds: number;
  /** Time for everything, warm-up included, in milliseconds. */
  readonly budgetMs: number;
  /** Asked before each round; throws to stop. */
  check(): void;
}

/** Runs of one contender in one round take about this long together, so that starting it up does not count. */
const BLOCK_MS = 4;
const MOST_IN_BLOCK = 16;
const WARM_UPS = 3;

/**
 * Run times of several contenders in milliseconds, `[contender][round][run]`. They take turns, so that what slows the machine down for
 * a while slows all of them.
 */
export async function alternate(contenders: readonly Contender[], options: AlternationOptions): Promise<number[][][]> {
  const { clock } = options;
  const random = seededRandom(options.seed);
  const began = clock();
  const sizes: number[] = [];
  for (const run of contenders) sizes.push(await blockSize(run, clock));
  const times: number[][][] = contenders.map(() => []);
  const order = contenders.map((_, at) => at);
  for (let round = 0; round < options.rounds; round++) {
    if (round >= options.leastRounds && clock() - began > options.budgetMs) break;
    options.check();
    for (const at of shuffle(order, random)) {
      const run = contenders[at];
      if (run !== undefined) times[at]?.push(await timeBlock(run, sizes[at] ?? 1, clock));
    }
  }
  return times;
}

async function blockSize(run: Contender, clock: () => number): Promise<number> {
  const warmUp = await timeBlock(run, WARM_UPS, clock);
  const usual = Math.min(...warmUp);
  return Math.max(1, Math.min(MOST_IN_BLOCK, Math.ceil(BLOCK_MS / Math.max(usual, 1e-3))));
}

async function timeBlock(run: Contender, runs: number, clock: () => number): Promise<number[]> {
  const times: number[] = [];
  // The first run of a block finds the caches full of another contender's weights; a model in use does not.
  await run();
  for (let i = 0; i < runs; i++) {
    const start = clock();
    await run();
    times.push(clock() - start);
  }
  return times;
}
