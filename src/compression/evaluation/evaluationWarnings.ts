import type { Evaluation, OutputFidelity } from '../../shared/reports/evaluation';
import { formatInteger } from '../../shared/units';

/** Loss of accuracy that is worth a warning, as a fraction. */
const NOTABLE_DROP = 0.005;

/** Says that the result is slower, if that is sure. */
export function slowerWarnings({ latency }: Pick<Evaluation, 'latency'>): readonly string[] {
  if (latency === null || latency.speedup.high >= 1) return [];
  return [`The result is slower than the source on this machine: ${latency.speedup.value.toFixed(2)} times its speed.`];
}

export function accuracyWarnings({ accuracy }: Pick<Evaluation, 'accuracy'>): readonly string[] {
  if (accuracy === null || accuracy.source - accuracy.target <= NOTABLE_DROP) return [];
  return [`Accuracy drops by ${((accuracy.source - accuracy.target) * 100).toFixed(2)} percentage points.`];
}

/** Says that an output is NaN or infinite in one of the models. */
export function brokenWarnings({ output, notFinite }: OutputFidelity): readonly string[] {
  if (notFinite === 0) return [];
  const elements = notFinite === 1 ? '1 element' : `${formatInteger(notFinite)} elements`;
  return [
    `In ${elements}, output "${output}" is NaN or infinite in one of the two models only; its other figures leave them out.`,
  ];
}
