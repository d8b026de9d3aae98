import type { Scenario } from '../scenario';

/** Samples waiting in any number: how many a second by the number run at once. */
export const throughput: Scenario = { name: 'throughput', batches: [1, 2, 4, 8, 16, 32], feedsInTurn: 1 };
