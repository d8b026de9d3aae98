import type { BenchmarkResult } from '../../shared/protocol/jobs';
import type { Host } from '../host';
import { benchmark } from './benchmark';

/** Samples a second for each batch size of the settings. */
export async function benchmarkThroughput(host: Host, argument: unknown): Promise<BenchmarkResult | null> {
  return benchmark(host, argument, 'throughput');
}
