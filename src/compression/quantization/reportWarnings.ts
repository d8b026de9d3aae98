import type { QuantizationReport } from '../../shared/reports/quantizationReport';
import { formatPercent } from '../../shared/units';
import { accuracyWarnings, brokenWarnings, slowerWarnings } from '../evaluation/evaluationWarnings';

/** Below this, answers differ visibly: the error is a tenth of the signal. */
const LOW_SQNR_DB = 20;
const FEW_SAMPLES = 20;

type Judged = Pick<
  QuantizationReport,
  'source' | 'target' | 'latency' | 'fidelity' | 'fidelitySamples' | 'accuracy' | 'data' | 'method'
>;

/** What a reader must know before anything else, the gravest first, as full sentences. */
export function reportWarnings(report: Judged): readonly string[] {
  return [...costWarnings(report), ...answerWarnings(report), ...dataWarnings(report)];
}

function costWarnings(report: Judged): readonly string[] {
  const { source, target } = report;
  const size = target.bytes >= source.bytes ? ['The result is not smaller than the source.'] : [];
  return [...slowerWarnings(report), ...size];
}

function answerWarnings(report: Judged): readonly string[] {
  const warnings = [...accuracyWarnings(report)];
  for (const each of report.fidelity) {
    const { output, sqnrDb } = each;
    warnings.push(...brokenWarnings(each));
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
