import type { Scenario } from '../scenario';

/** One request at a time, the next one when the last has been answered; requests differ when there are samples. */
export const latency: Scenario = { name: 'latency', batches: [1], feedsInTurn: 4 };
