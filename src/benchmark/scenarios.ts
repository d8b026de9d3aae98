import type { Scenario } from './scenario';
import { latency } from './scenarios/latency';
import { throughput } from './scenarios/throughput';

export const scenarios: { readonly [N in Scenario['name']]: Scenario } = { latency, throughput };
