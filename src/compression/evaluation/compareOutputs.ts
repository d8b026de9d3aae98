import type { Session } from '../../model/runtime';
import type { Tensor } from '../../model/tensor';
import type { AccuracyComparison, OutputFidelity } from '../../shared/reports/evaluation';
import type { SampleRuns, Tools } from '../tools';
import { AccuracyMeter, predictedClasses } from './accuracy';
import { FidelityMeter } from './fidelity';

/** Samples with, where known, the right answers. */
export interface LabelledRuns extends SampleRuns {
  /** Samples in one run. */
  readonly rows: number;
  /** Class of every sample, run after run. */
  readonly labels: readonly number[] | null;
}

export interface Comparison {
  readonly fidelity: readonly OutputFidelity[];
  readonly accuracy: AccuracyComparison | null;
  /** Samples compared. */
  readonly samples: number;
  /** Full sentences. */
  readonly warnings: readonly string[];
}

/** How long a comparison goes on: through `runs` runs whatever they take, and through all others that begin in time. */
export interface Patience {
  readonly runs: number;
  readonly milliseconds: number;
}

/** Runs both models on the samples and compares all outputs that are tensors of numbers. Keeps no output. */
export async function compareOutputs(
  source: Session,
  target: Session,
  runs: LabelledRuns,
  patience: Patience,
  tools: Tools,
): Promise<Comparison> {
  const began = tools.clock();
  let compared = 0;
  const meters = new Map<string, FidelityMeter>();
  let accuracy: AccuracyMeter | null = null;
  for (let run = 0; run < runs.count; run++) {
    if (run >= patience.runs && tools.clock() - began > patience.milliseconds) break;
    tools.checkCancelled();
    tools.progress({
      phase: 'Comparing answers',
      fraction: run / runs.count,
      detail: `run ${run + 1} of ${runs.count}`,
    });
    const feeds = runs.at(run);
    const expected = await source.run(feeds);
    const actual = await target.run(feeds);
    for (const [name, tensor] of expected) {
      const other = actual.get(name);
      if (other === undefined) continue;
      const meter = meters.get(name) ?? new FidelityMeter(name);
      meters.set(name, meter);
      meter.add(tensor, other);
    }
    const labels = runs.labels?.slice(run * runs.rows, (run + 1) * runs.rows);
    if (labels !== undefined) accuracy = addAnswers(accuracy, expected, actual, labels, runs.rows);
    compared += runs.rows;
  }
  const answers = accuracy?.result() ?? null;
  return {
    fidelity: [...meters.values()].map(meter => meter.result()).filter(result => result !== null),
    accuracy: answers,
    samples: compared,
    warnings: [
      ...unequalWarnings(meters),
      ...(answers !== null && answers.source === 0
        ? [
            `The source itself gives no right answer on ${answers.samples} samples: the labels are probably not the classes of output "${answers.output}".`,
          ]
        : []),
      ...(runs.labels !== null && accuracy === null
        ? ['The samples have labels, but no output is shaped like classes, so accuracy is not known.']
        : []),
    ],
  };
}

/** The first output that says classes is taken, and stays the one. */
function addAnswers(
  meter: AccuracyMeter | null,
  expected: ReadonlyMap<string, Tensor>,
  actual: ReadonlyMap<string, Tensor>,
  labels: readonly number[],
  rows: number,
): AccuracyMeter | null {
  for (const [name, tensor] of expected) {
    if (meter !== null && meter.output !== name) continue;
    const other = actual.get(name);
    const source = predictedClasses(tensor, rows);
    const target = other === undefined ? null : predictedClasses(other, rows);
    if (source === null || target === null) continue;
    const chosen = meter ?? new AccuracyMeter(name);
    chosen.add(source, target, labels);
    return chosen;
  }
  return meter;
}

function unequalWarnings(meters: ReadonlyMap<string, FidelityMeter>): readonly string[] {
  return Array.from(meters, ([name, { unequal, compared }]) =>
    unequal === 0
      ? null
      : `Output "${name}" has another shape than before on ${unequal} of ${unequal + compared} runs; only the others were compared.`,
  ).filter(warning => warning !== null);
}
