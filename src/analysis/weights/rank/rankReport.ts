import type { Model } from '../../../model/model';
import type { LocatedWeight } from '../../../model/modelIndex';
import { allWeights, isQuantizationOnly } from '../../../model/queries';
import { cancelled, LatheError } from '../../../shared/errors';
import type { RankFigures, RankReport } from '../../../shared/reports/rankReport';
import type { SkippedWeight } from '../../../shared/reports/weightReport';
import type { ChunksOf } from '../dequantizer';
import { noConvergence, noSuchWeight } from '../errors';
import { energyRanks } from './energyRanks';
import { isMatrix, weightMatrices } from './weightMatrices';

export interface RankOptions {
  /** File name for the report. */
  readonly file: string;
  /** Names of weights, of whichever graphs; empty for all that are matrices. */
  readonly names: readonly string[];
  readonly signal: AbortSignal;
  /** The share of the work done, and the weight. */
  readonly progress: (share: number, weight: string) => void;
  /** Lets others have the thread: cancelling arrives as a message. Awaited between steps of some milliseconds. */
  readonly pause: () => Promise<void>;
}

const SKIPPED_KINDS = new Set(['malformed', 'unsupported', 'missing', 'refused', 'environment']);

/**
 * Effective ranks of weights, in the order of `allWeights`.
 * @throws LatheError `weights.noSuchWeight`, `cancelled`, or when the file changed underneath
 */
export async function rankReport(model: Model, chunksOf: ChunksOf, options: RankOptions): Promise<RankReport> {
  const chosen = chosenWeights(model, options.names);
  const weights: RankFigures[] = [];
  const skipped: SkippedWeight[] = [];
  const total = chosen.reduce((sum, located) => sum + workOf(located), 0);
  let before = 0;
  for (const located of chosen) {
    const work = workOf(located);
    const progress = (share: number): void =>
      options.progress((before + share * work) / Math.max(1, total), located.name);
    progress(0);
    try {
      for (const figures of await ranksOf(model, located, chunksOf, progress, options)) weights.push(figures);
    } catch (thrown) {
      if (!(thrown instanceof LatheError) || !SKIPPED_KINDS.has(thrown.info.kind)) throw thrown;
      skipped.push({ graph: located.graph, name: located.name, reason: thrown.info.message });
    }
    before += work;
  }
  return { kind: 'ranks', schema: 1, model: { file: options.file }, weights, skipped };
}

function chosenWeights(model: Model, names: readonly string[]): readonly LocatedWeight[] {
  const all = allWeights(model);
  if (names.length === 0) return all.filter(located => isMatrix(located) && !isQuantizationOnly(model, located));
  const missing = names.find(name => !all.some(located => located.name === name));
  if (missing !== undefined) throw noSuchWeight(missing);
  return all.filter(({ name }) => names.includes(name));
}

/** Rises with the elements times the smaller side: that many products make a Gram matrix. */
function workOf({ weight: { elements, shape } }: LocatedWeight): number {
  const [rows = 1] = shape;
  return elements * Math.min(rows, elements / Math.max(1, rows));
}

async function ranksOf(
  model: Model,
  located: LocatedWeight,
  chunksOf: ChunksOf,
  progress: (share: number) => void,
  { signal, pause }: RankOptions,
): Promise<readonly RankFigures[]> {
  const { graph, name, weight } = located;
  const { matrices, unit } = await weightMatrices(model, located, chunksOf);
  const found: RankFigures[] = [];
  for (const [matrix, values] of matrices.entries()) {
    const steps = energyRanks(values);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      progress((matrix + step.value) / matrices.length);
      await pause();
      if (signal.aborted) throw cancelled();
    }
    if (step.value === null) throw noConvergence(name);
    const { rows, columns } = values;
    const { dtype, shape } = weight;
    found.push({ graph, name, dtype, shape, matrix, rows, columns, ...step.value, largest: step.value.largest * unit });
  }
  return found;
}
