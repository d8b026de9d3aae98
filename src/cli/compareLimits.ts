import type { CompareReport } from '../shared/reports/compareReport';
import type { BrokenLimit } from './command';

export interface CompareLimits {
  /** Lowest SQNR of a weight or output, in dB. */
  readonly minSqnrDb: number | null;
  /** Most percentage points of accuracy that may be lost. */
  readonly maxDrop: number | null;
}

/** Stated limits that a comparison does not meet. */
export function compareLimits(report: CompareReport, { minSqnrDb, maxDrop }: CompareLimits): readonly BrokenLimit[] {
  const messages = [
    ...(minSqnrDb === null ? [] : sqnrLimits(report, minSqnrDb)),
    ...(maxDrop === null ? [] : dropLimit(report, maxDrop)),
  ];
  return messages.map(message => ({ message }));
}

function sqnrLimits({ weights, outputs }: CompareReport, least: number): readonly string[] {
  const below = (db: number | null | undefined): db is number => db !== null && db !== undefined && db < least;
  const found = weights.filter(({ difference }) => below(difference?.sqnrDb));
  const [worst] = found.sort((a, b) => (a.difference?.sqnrDb ?? 0) - (b.difference?.sqnrDb ?? 0));
  const db = worst?.difference?.sqnrDb;
  const others = found.length > 1 ? ` and ${found.length - 1} more` : '';
  return [
    ...(below(db)
      ? [`Weight "${worst?.a?.name ?? ''}"${others}: an SQNR of ${db.toFixed(1)} dB is below --min-sqnr ${least}.`]
      : []),
    ...(outputs?.fidelity ?? [])
      .filter(({ sqnrDb }) => below(sqnrDb))
      .map(
        ({ output, sqnrDb }) =>
          `Output "${output}": an SQNR of ${sqnrDb?.toFixed(1) ?? ''} dB is below --min-sqnr ${least}.`,
      ),
  ];
}

function dropLimit({ outputs }: CompareReport, most: number): readonly string[] {
  const accuracy = outputs?.accuracy ?? null;
  if (accuracy === null) return ['--max-drop could not be checked: accuracy needs samples with labels.'];
  const drop = (accuracy.a - accuracy.b) * 100;
  // Accuracies are fractions of whole samples; rounding in the subtraction must not break a limit.
  if (drop <= most + 1e-9) return [];
  return [`Accuracy dropped by ${drop.toFixed(2)} percentage points, more than --max-drop ${most}.`];
}
