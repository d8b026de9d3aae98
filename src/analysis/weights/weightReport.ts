import type { Model } from '../../model/model';
import type { LocatedWeight } from '../../model/modelIndex';
import { allWeights, findWeight, isQuantizationOnly } from '../../model/queries';
import { cancelled, LatheError } from '../../shared/errors';
import type { SkippedWeight, WeightFigures, WeightReport } from '../../shared/reports/weightReport';
import type { ChunksOf } from './dequantizer';
import { measureWeight } from './measureWeight';
import type { MeasureOptions } from './occurrences';
import { codeBits } from './patternValues';

export interface WeightReportOptions extends MeasureOptions {
  /** File name for the report. */
  readonly file: string;
  /** Model file and external data. */
  readonly bytes: number;
  /** One weight alone, whatever it is for. */
  readonly only?: { readonly graph: string; readonly name: string } | null;
  readonly signal: AbortSignal;
  /** Called before each weight and as it is read, in stored bytes. */
  readonly progress: (done: number, total: number, weight: string) => void;
}

/** Failures of one weight that say nothing about the others. */
const SKIPPED_KINDS = new Set(['malformed', 'unsupported', 'missing', 'refused', 'environment']);

/**
 * Figures of every constant of a model but scales and zero points, which say how the others are to be read, in the order of `allWeights`.
 * A weight that cannot be read is listed with the
 * reason.
 * @throws LatheError `cancelled`, or when the file changed underneath.
 */
export async function weightReport(
  model: Model,
  chunksOf: ChunksOf,
  options: WeightReportOptions,
): Promise<WeightReport> {
  const weights: WeightFigures[] = [];
  const skipped: SkippedWeight[] = [];
  const all = measuredWeights(model, options.only ?? null);
  const total = all.reduce((sum, { weight }) => sum + weight.bytes, 0);
  let before = 0;
  for (const located of all) {
    let read = 0;
    const passes = codeBits(located.weight.dtype) === null ? 2 : 1;
    const share = (): number => before + Math.min(read / passes, located.weight.bytes);
    const watched: ChunksOf = async function* (weight, buffer) {
      for await (const chunk of chunksOf(weight, buffer)) {
        if (options.signal.aborted) throw cancelled();
        yield chunk;
        read += chunk.length;
        options.progress(share(), total, located.name);
      }
    };
    options.progress(before, total, located.name);
    try {
      weights.push(await measureWeight(model, located, watched, options));
    } catch (thrown) {
      if (!(thrown instanceof LatheError) || !SKIPPED_KINDS.has(thrown.info.kind)) throw thrown;
      skipped.push({ graph: located.graph, name: located.name, reason: thrown.info.message });
    }
    before += located.weight.bytes;
    options.progress(before, total, located.name);
  }
  const { file, bytes, nearZero, bins } = options;
  return { kind: 'weights', schema: 2, model: { file, bytes }, nearZero, bins, weights, skipped };
}

function measuredWeights(
  model: Model,
  only: NonNullable<WeightReportOptions['only']> | null,
): readonly LocatedWeight[] {
  if (only === null) return allWeights(model).filter(located => !isQuantizationOnly(model, located));
  const found = findWeight(model, only.graph, only.name);
  return found === undefined ? [] : [found];
}
