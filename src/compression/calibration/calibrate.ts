import type { ByteSource } from '../../formats/byteSource';
import type { Session } from '../../model/runtime';
import type { Tensor } from '../../model/tensor';
import type { ModelProto } from '../graph/protos';
import type { TargetModel } from '../graph/targetModel';
import type { Workpiece } from '../graph/workpiece';
import { openScratch } from '../scratch';
import type { SampleRuns, Tools } from '../tools';
import { RangeHistogram } from './histogram';
import { withFigures, withValues } from './observedModels';
import type { ActivationRange, RangeMethod } from './range';

/** What calibration found out about one value. */
export interface ObservedValue {
  /** Chosen ends; `null` when some element was NaN or infinite. */
  readonly range: ActivationRange | null;
  /** Shape in the first run. */
  readonly shape: readonly number[];
}

interface Figures {
  min: number;
  max: number;
  finite: boolean;
  /** Most elements in one run. */
  elements: number;
  shape: readonly number[];
}

/** Values fetched from the runtime at once, in bytes; more values mean more sessions. */
const SLICE_BYTES = 128 * 2 ** 20;

/**
 * Ranges of values of the float model over all samples, in constant memory: a first pass in which the model itself reduces
 * every value to its ends and, for methods that need the distribution, a second one that fetches a few values at a time and
 * keeps only their histograms. Shapes may differ from run to run.
 */
export async function calibrate(
  work: Workpiece,
  source: ByteSource,
  values: readonly string[],
  samples: SampleRuns,
  method: RangeMethod | null,
  tools: Tools,
): Promise<ReadonlyMap<string, ObservedValue>> {
  const figures = await observeFigures(work, source, values, samples, tools);
  const ranges = new Map<string, ActivationRange>();
  for (const [value, { min, max }] of figures) ranges.set(value, { min, max });
  if (method !== null) {
    for (const slice of slices(figures)) {
      const histograms = await fillHistograms(work, source, slice, figures, samples, tools);
      for (const [value, histogram] of histograms) ranges.set(value, method(histogram));
    }
  }
  return new Map(
    Array.from(figures, ([value, { finite, shape }]) => [
      value,
      { range: finite ? (ranges.get(value) ?? null) : null, shape },
    ]),
  );
}

async function observeFigures(
  work: Workpiece,
  source: ByteSource,
  values: readonly string[],
  samples: SampleRuns,
  tools: Tools,
): Promise<Map<string, Figures>> {
  const { model, target, outputs } = withFigures(work, source, values);
  const wanted = [...outputs.values()].flatMap(({ min, max, sum, shape }) => [min, max, sum, shape]);
  const figures = new Map<string, Figures>();
  await eachRun(model, target, samples, wanted, tools, results => {
    for (const [value, names] of outputs) {
      const min = scalar(results.get(names.min));
      const max = scalar(results.get(names.max));
      const finite = Number.isFinite(scalar(results.get(names.sum)));
      const shape = Array.from(results.get(names.shape)?.data ?? [], Number);
      const elements = shape.reduce((product, size) => product * size, 1);
      const known = figures.get(value);
      if (known === undefined) figures.set(value, { min, max, finite, elements, shape });
      else {
        known.min = Math.min(known.min, min);
        known.max = Math.max(known.max, max);
        known.finite &&= finite;
        known.elements = Math.max(known.elements, elements);
      }
    }
  });
  return figures;
}

/** Groups of values that are fetched together. Constant ones need no histogram. */
function slices(figures: ReadonlyMap<string, Figures>): string[][] {
  const groups: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [value, { min, max, finite, elements }] of figures) {
    if (!finite || min === max) continue;
    if (bytes + elements * 4 > SLICE_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(value);
    bytes += elements * 4;
  }
  return groups;
}

async function fillHistograms(
  work: Workpiece,
  source: ByteSource,
  slice: readonly string[],
  figures: ReadonlyMap<string, Figures>,
  samples: SampleRuns,
  tools: Tools,
): Promise<ReadonlyMap<string, RangeHistogram>> {
  const { model, target, outputs } = withValues(work, source, slice);
  const histograms = new Map<string, RangeHistogram>();
  for (const value of slice) {
    const { min = 0, max = 0 } = figures.get(value) ?? {};
    histograms.set(value, new RangeHistogram(Math.min(0, min), Math.max(0, max)));
  }
  await eachRun(model, target, samples, [...outputs.values()], tools, results => {
    for (const [value, output] of outputs) {
      const data = results.get(output)?.data;
      if (data instanceof Float32Array) histograms.get(value)?.add(data);
    }
  });
  return histograms;
}

async function eachRun(
  model: ModelProto,
  target: TargetModel,
  samples: SampleRuns,
  wanted: readonly string[],
  tools: Tools,
  use: (results: ReadonlyMap<string, Tensor>) => void,
): Promise<void> {
  const session: Session = await openScratch(model, target.payloads, tools);
  try {
    for (let run = 0; run < samples.count; run++) {
      tools.checkCancelled();
      tools.progress({
        phase: 'Calibrating',
        fraction: run / samples.count,
        detail: `run ${run + 1} of ${samples.count}`,
      });
      use(await session.run(samples.at(run), wanted));
    }
  } finally {
    await session.release();
  }
}

function scalar(tensor: Tensor | undefined): number {
  // Adding zero makes a negative zero a positive one.
  return Number(tensor?.data[0] ?? Number.NaN) + 0;
}
