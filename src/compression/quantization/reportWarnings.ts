import type { QuantizationReport } from '../../shared/reports/quantizationReport';
import { formatInteger, formatPercent } from '../../shared/units';

/** Below this, answers differ visibly: the error is a tenth of the signal. */
const LOW_SQNR_DB = 20;
/** Loss of accuracy that is worth a warning, as a fraction. */
const NOTABLE_DROP = 0.005;
const FEW_SAMPLES = 20;

type Judged = Pick<
  QuantizationReport,
  'source' | 'target' | 'latency' | 'fidelity' | 'fidelitySamples' | 'accuracy' | 'data' | 'method'
>;

/** What a reader must know before anything else, the gravest first, as full sentences. */
export function reportWarnings(report: Judged): readonly string[] {
  return [...costWarnings(report), ...answerWarnings(report), ...dataWarnings(report)];
}

function costWarnings({ latency, source, target }: Judged): readonly string[] {
  const warnings: string[] = [];
  if (latency !== null && latency.speedup.high < 1) {
    warnings.push(
      `The result is slower than the source on this machine: ${latency.speedup.value.toFixed(2)} times its speed.`,
    );
  }
  if (target.bytes >= source.bytes) warnings.push('The result is not smaller than the source.');
  return warnings;
}

function answerWarnings({ accuracy, fidelity }: Judged): readonly string[] {
  const warnings: string[] = [];
  if (accuracy !== null && accuracy.source - accuracy.target > NOTABLE_DROP) {
    const drop = ((accuracy.source - accuracy.target) * 100).toFixed(2);
    warnings.push(`Accuracy drops by ${drop} percentage points.`);
  }
  for (const { output, sqnrDb, notFinite } of fidelity) {
    if (notFinite > 0) {
      const elements = notFinite === 1 ? '1 element' : `${formatInteger(notFinite)} elements`;
      warnings.push(
        `In ${elements}, output "${output}" is NaN or infinite in one of the two models only; its other figures leave them out.`,
      );
    }
    if (sqnrDb !== null && sqnrDb < LOW_SQNR_DB) {
      const error = sqnrDb < 0 ? 'larger than the signal' : `${formatPercent(10 ** (-sqnrDb / 20), 0)} of the signal`;
      warnings.push(`Output "${output}" differs a lot: its error is ${error} (SQNR under ${LOW_SQNR_DB} dB).`);
    }
  }
  return warnings;
}

function dataWarnings({ data, method, accuracy, fidelitySamples }: Judged): readonly string[] {
  if (data.kind === 'synthetic') {
    return [
      method === 'static'
        ? 'Calibrated on made-up inputs, because no samples were found: ranges of activations are guesses, and the figures on answers say little. Put samples beside the model (NAME.samples.npz) or name them with --data, and repeat.'
        : 'Compared on made-up inputs, because no samples were found: the figures on answers say little. Put samples beside the model (NAME.samples.npz) or name them with --data.',
    ];
  }
  const calibrated = method === 'static' && data.used < FEW_SAMPLES;
  const compared = fidelitySamples < FEW_SAMPLES;
  if (calibrated || compared) {
    return [
      ...(calibrated ? [`Calibrated on ${data.used} samples only.`] : []),
      ...(compared ? [`Compared on ${fidelitySamples} samples only.`] : []),
    ];
  }
  return accuracy === null
    ? ['The samples have no labels, so accuracy is not known; answers are compared with the source’s.']
    : [];
}
