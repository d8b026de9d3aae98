import type { BenchmarkResult } from '../../shared/protocol/jobs';
import type { Host } from '../host';
import { benchmark } from './benchmark';

/** One sample at a time. */
export async function benchmarkLatency(host: Host, argument: unknown): Promise<BenchmarkResult | null> {
  return benchmark(host, argument, 'latency');
}
