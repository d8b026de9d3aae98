import type { BenchmarkPoint } from '../shared/reports/benchmarkReport';
import { formatInteger, formatPercent } from '../shared/units';
import type { BenchmarkInputs, Scenario } from './scenario';

/** Cores of foreign work from which on times were seen to shift. */
const BUSY_CORES = 0.25;

export interface WarningFacts {
  readonly scenario: Scenario;
  readonly batch: BenchmarkInputs['batch'];
  /** Batch sizes that were asked for; empty for the scenario's own. */
  readonly asked: readonly number[];
  readonly points: readonly BenchmarkPoint[];
  readonly targetPrecision: number;
  readonly foreignCores: number | null;
  readonly threads: number;
  readonly cores: number;
}

/** What a reader must know before trusting or comparing the figures, most important first. */
export function benchmarkWarnings(facts: WarningFacts): readonly string[] {
  return [...batchWarnings(facts), ...noiseWarnings(facts), ...pointWarnings(facts)];
}

function batchWarnings({ scenario, batch, asked }: WarningFacts): readonly string[] {
  if (batch.kind === 'fixed') {
    const other = asked.some(size => size !== batch.size);
    if (!other && scenario.name === 'latency') return [];
    return [
      `The model's batch size is fixed at ${formatInteger(batch.size)}, so only that was measured. Export it with a free first dimension (for example \`dynamic_axes\` or \`dynamic_shapes\` in PyTorch) to compare batch sizes.`,
    ];
  }
  if (batch.kind === 'none' && (scenario.name === 'throughput' || asked.length > 0)) {
    return ['No input of the model has a batch dimension, so one run is one sample.'];
  }
  return [];
}

function noiseWarnings({ foreignCores, threads, cores }: WarningFacts): readonly string[] {
  const warnings: string[] = [];
  if (foreignCores !== null && foreignCores > BUSY_CORES) {
    warnings.push(
      `Other programs kept ${foreignCores.toFixed(1)} of ${cores} cores busy meanwhile; close them and measure again before comparing.`,
    );
  }
  if (threads > cores) {
    warnings.push(`${threads} threads share ${cores} cores; more threads than cores usually make a model slower.`);
  }
  return warnings;
}

function pointWarnings({ points, targetPrecision }: WarningFacts): readonly string[] {
  const unsure = points.filter(point => !point.converged);
  if (unsure.length === 0) return [];
  const widths = unsure.map(({ batch, latency, medianInterval: { low, high } }) => {
    const width = `±${formatPercent((high - low) / 2 / latency.median)}`;
    return batch === null || points.length === 1 ? width : `batch ${formatInteger(batch)} ${width}`;
  });
  return [
    `The median was to be known to ±${formatPercent(targetPrecision)}; within the time limit it reached ${widths.join(', ')}.`,
  ];
}
