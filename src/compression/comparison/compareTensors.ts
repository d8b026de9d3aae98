import type { Session } from '../../model/runtime';
import type { OutputFidelity } from '../../shared/reports/evaluation';
import { FidelityMeter } from '../evaluation/fidelity';
import type { SampleRuns, Tools } from '../tools';
import { type ExposableModel, openExposed } from './exposedModel';
import { type EndNames, renamedSession } from './renamedSession';

/** A value of A's main graph and the one of B's that it is, and about how large it is in a run. */
export interface ExposedPair {
  readonly a: string;
  readonly b: string;
  readonly bytes: number;
}

/** Values of one model in memory at once, in bytes; more values mean more sessions. */
const SLICE_BYTES = 64 * 2 ** 20;

/** Outputs of one session at most. */
const SLICE_VALUES = 256;

/**
 * Runs both models and compares values inside of them: a few at a time, so that memory holds a slice of both whatever the models'
 * size. Values that could not be compared are left out.
 * @returns figures by the value's name in A, in the order of `pairs`.
 */
export async function compareTensors(
  a: ExposableModel,
  b: ExposableModel,
  pairs: readonly ExposedPair[],
  names: EndNames,
  runs: SampleRuns,
  tools: Tools,
): Promise<ReadonlyMap<string, OutputFidelity>> {
  const found = new Map<string, OutputFidelity>();
  let done = 0;
  for (const slice of slices(pairs)) {
    tools.checkCancelled();
    const progress = (): void => {
      const detail = `${done} of ${pairs.length}`;
      tools.progress({ phase: 'Comparing tensors', fraction: done / pairs.length, detail });
    };
    progress();
    for (const fidelity of await compareSlice(a, b, slice, names, runs, tools)) found.set(fidelity.output, fidelity);
    done += slice.length;
  }
  return found;
}

async function compareSlice(
  a: ExposableModel,
  b: ExposableModel,
  slice: readonly ExposedPair[],
  { inputs }: EndNames,
  runs: SampleRuns,
  tools: Tools,
): Promise<readonly OutputFidelity[]> {
  const outputs = slice.map(pair => [pair.a, pair.b] as const);
  const meters = new Map(slice.map(pair => [pair.a, new FidelityMeter(pair.a)]));
  const wanted = slice.map(pair => pair.a);
  const ofA = await openExposed(a, wanted, tools);
  try {
    const others = slice.map(pair => pair.b);
    const ofB = await openExposed(b, others, tools);
    try {
      await run(ofA, renamedSession(ofB, { inputs, outputs }), wanted, meters, runs, tools);
    } finally {
      await ofB.release();
    }
  } finally {
    await ofA.release();
  }
  return [...meters.values()].map(meter => meter.result()).filter(result => result !== null);
}

async function run(
  a: Session,
  b: Session,
  wanted: readonly string[],
  meters: ReadonlyMap<string, FidelityMeter>,
  runs: SampleRuns,
  tools: Tools,
): Promise<void> {
  for (let index = 0; index < runs.count; index++) {
    tools.checkCancelled();
    const feeds = runs.at(index);
    const expected = await a.run(feeds, wanted);
    const actual = await b.run(feeds, wanted);
    for (const [name, meter] of meters) {
      const [one, other] = [expected.get(name), actual.get(name)];
      if (one !== undefined && other !== undefined) meter.add(one, other);
    }
  }
}

function slices(pairs: readonly ExposedPair[]): readonly (readonly ExposedPair[])[] {
  const groups: ExposedPair[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const pair of pairs) {
    const isFull = bytes + pair.bytes > SLICE_BYTES || groups.at(-1)?.length === SLICE_VALUES;
    if (isFull) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(pair);
    bytes += pair.bytes;
  }
  return groups;
}
