import type { QuantizationReport } from '../shared/reports/quantizationReport';
import { formatBytes, formatMilliseconds } from '../shared/units';
import type { BrokenLimit } from './command';

export interface QuantizeLimits {
  /** Percentage points of accuracy. */
  readonly maxDrop: number | null;
  readonly maxBytes: number | null;
  readonly maxLatencyMs: number | null;
}

/** The limits that the result does not meet. One that could not be checked is not met. */
export function quantizeLimits(report: QuantizationReport, limits: QuantizeLimits): readonly BrokenLimit[] {
  return [
    dropLimit(report, limits.maxDrop),
    sizeLimit(report, limits.maxBytes),
    latencyLimit(report, limits.maxLatencyMs),
  ]
    .filter(message => message !== null)
    .map(message => ({ message }));
}

function dropLimit({ accuracy }: QuantizationReport, most: number | null): string | null {
  if (most === null) return null;
  if (accuracy === null) return '--max-drop could not be checked: there are no labels, so accuracy is not known.';
  const drop = (accuracy.source - accuracy.target) * 100;
  // Accuracies are fractions of whole samples; rounding in the subtraction must not break a limit.
  if (drop <= most + 1e-9) return null;
  return `Accuracy dropped by ${drop.toFixed(2)} percentage points, more than --max-drop ${most}.`;
}

function sizeLimit({ target }: QuantizationReport, most: number | null): string | null {
  if (most === null || target.bytes <= most) return null;
  return `The result has ${formatBytes(target.bytes)}, more than --max-size ${formatBytes(most)}.`;
}

function latencyLimit({ latency }: QuantizationReport, most: number | null): string | null {
  if (most === null) return null;
  if (latency === null) return '--max-latency could not be checked: latency was not measured.';
  if (latency.target.median <= most) return null;
  return `The result's median is ${formatMilliseconds(latency.target.median)}, above --max-latency ${formatMilliseconds(most)}.`;
}
