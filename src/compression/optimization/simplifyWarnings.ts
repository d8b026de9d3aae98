import type { DType } from '../../model/dtype';
import type { Evaluation } from '../../shared/reports/evaluation';
import type { SimplificationReport } from '../../shared/reports/simplificationReport';
import { accuracyWarnings, brokenWarnings, slowerWarnings } from '../evaluation/evaluationWarnings';

/**
 * Ratio of an output to what rounding may do to it, in dB. A float has 24, 11 or 8 significant bits, 144, 66 or 48 dB; each layer
 * adds its rounding, and two orders of magnitude are left for that.
 */
const ROUNDING_DB: ReadonlyMap<DType, number> = new Map<DType, number>([
  ['float64', 100],
  ['float32', 100],
  ['float16', 40],
  ['bfloat16', 25],
]);

/** Less is how offsets of weights are written down. */
const NOTABLE_GROWTH = 1.001;

type Judged = Pick<Evaluation, 'source' | 'target' | 'latency' | 'fidelity' | 'accuracy' | 'data'> &
  Pick<SimplificationReport, 'passes' | 'plainError'>;

/** What a reader must know before anything else, the gravest first. `dtypeOf` gives the element type of an output. */
export function simplifyWarnings(report: Judged, dtypeOf: (output: string) => DType | null): readonly string[] {
  return [
    ...accuracyWarnings(report),
    ...report.fidelity.flatMap(brokenWarnings),
    ...differenceWarnings(report, dtypeOf),
    ...slowerWarnings(report),
    ...sizeWarnings(report),
    ...dataWarnings(report),
  ];
}

function differenceWarnings(report: Judged, dtypeOf: (output: string) => DType | null): readonly string[] {
  const beyond = report.fidelity.filter(({ output, sqnrDb }) => {
    const limit = ROUNDING_DB.get(dtypeOf(output) ?? 'undefined') ?? Number.POSITIVE_INFINITY;
    return sqnrDb !== null && sqnrDb < limit;
  });
  const warnings = beyond.map(
    ({ output, sqnrDb, largestError }) =>
      `Output "${output}" differs by more than rounding: largest error ${rounded(largestError)} (SQNR ${(sqnrDb ?? 0).toFixed(1)} dB).`,
  );
  const mayRound = report.passes.some(({ exactness, changes }) => exactness === 'rounding' && changes > 0);
  if (!mayRound && report.plainError !== null && report.plainError > 0) {
    warnings.push(
      `Every simplification that was done keeps all bits, yet outputs differ by up to ${rounded(report.plainError)} even without the runtime’s own optimizations.`,
    );
  }
  return warnings;
}

function rounded(error: number): string {
  return String(Number(error.toPrecision(3)));
}

function sizeWarnings({ source, target }: Judged): readonly string[] {
  if (target.bytes <= source.bytes * NOTABLE_GROWTH) return [];
  return ['The result is larger than the source: computed constants take more room than what computed them.'];
}

function dataWarnings({ data }: Judged): readonly string[] {
  if (data.kind !== 'synthetic') return [];
  return [
    'Compared on made-up inputs, because no samples were found: they reach only what random numbers reach. Put samples beside the model (NAME.samples.npz) or name them with --data.',
  ];
}
