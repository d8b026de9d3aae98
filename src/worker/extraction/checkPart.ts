import { resultRejected } from '../../compression/errors';
import { FidelityMeter } from '../../compression/evaluation/fidelity';
import { openScratch } from '../../compression/scratch';
import type { Feeds, Tools } from '../../compression/tools';
import { PayloadTable } from '../../formats/onnx/payloadTable';
import type { Graph } from '../../model/model';
import type { Session } from '../../model/runtime';
import type { Tensor } from '../../model/tensor';
import { isText } from '../../model/tensorData';
import { freeInputs } from '../../model/valueTypes';
import type { SampleSet } from '../../prediction/sampleSet';
import { DEFAULT_SEED, loadSamples } from '../../prediction/samples';
import { syntheticInputs } from '../../prediction/syntheticInputs';
import { LatheError } from '../../shared/errors';
import type { ExtractRequest } from '../../shared/protocol/jobs';
import type { ExtractionCheck } from '../../shared/reports/extractionReport';
import type { OpenedOnnx } from '../openOnnx';
import { pruned } from './pruned';

/** Both run on this many samples at most. */
const MOST_RUNS = 4;

const ADVICE = 'Choose the nodes so that the part ends elsewhere.';

/** The part as it was written. */
export interface Subject {
  /** Where it can be run from. */
  readonly path: string;
  readonly graph: Graph;
  /** Whether its nodes are of the main graph, whose values can be read from the whole model. */
  readonly isMain: boolean;
}

/**
 * Runs the part on what the whole model has at its inputs, and compares.
 * @throws LatheError `result.rejected` when the whole model runs and the part does not; what is wrong with samples that were asked for.
 */
export async function checkPart(
  subject: Subject,
  opened: OpenedOnnx,
  request: ExtractRequest,
  tools: Tools,
): Promise<ExtractionCheck> {
  tools.progress({ phase: 'Comparing answers', fraction: 0 });
  if (!subject.isMain) {
    return loaded(
      subject,
      'What is inside a branch, loop body or function cannot be read from the whole model.',
      tools,
    );
  }
  const odd = subject.graph.inputs.find(({ type }) => type?.kind !== 'tensor');
  if (odd !== undefined) return loaded(subject, `Its input "${odd.name}" is not a tensor.`, tools);
  if (!subject.graph.outputs.some(({ type }) => type?.kind === 'tensor')) {
    return loaded(subject, 'None of its outputs is a tensor.', tools);
  }
  const expected = await wholeRuns(subject, opened, request, tools);
  if ('reason' in expected) return loaded(subject, `The whole model could not be run: ${expected.reason}`, tools);
  return compared(subject, expected, tools);
}

/** What the whole model has at the ends of a part, run after run. */
interface WholeRuns {
  readonly samples: SampleSet;
  readonly runs: readonly Feeds[];
}

/** Values of all runs are kept, to have one of the two models in memory at a time. */
async function wholeRuns(
  { graph }: Subject,
  opened: OpenedOnnx,
  request: ExtractRequest,
  tools: Tools,
): Promise<WholeRuns | { readonly reason: string }> {
  const inputs = freeInputs(opened.model.graph);
  const options = { freeDimensions: request.freeDimensions, most: MOST_RUNS, seed: DEFAULT_SEED };
  try {
    const samples = await loadSamples(request.model, inputs, request.data, options);
    const given = new Set(inputs.map(({ name }) => name));
    const tensors = graph.outputs.filter(({ type }) => type?.kind === 'tensor');
    const values = [...new Set([...graph.inputs, ...tensors].map(({ name }) => name))].filter(name => !given.has(name));
    const model = pruned(opened.skeleton, values);
    const session = await openScratch(model, new PayloadTable(opened.source), tools, asWritten(tools));
    try {
      const runs: Feeds[] = [];
      for (let index = 0; index < Math.min(samples.count, MOST_RUNS); index++) {
        tools.checkCancelled();
        const feeds = samples.at(index);
        runs.push(new Map([...feeds, ...(await session.run(feeds, values))]));
        tools.progress({ phase: 'Comparing answers', fraction: 0.5 * ((index + 1) / samples.count) });
      }
      return { samples, runs };
    } finally {
      await session.release();
    }
  } catch (thrown) {
    if (request.data !== null || !isTold(thrown)) throw thrown;
    return { reason: thrown.info.message };
  }
}

async function compared({ path, graph }: Subject, whole: WholeRuns, tools: Tools): Promise<ExtractionCheck> {
  const meters = new Map(graph.outputs.map(({ name }) => [name, new FidelityMeter(name)]));
  let different = false;
  const session = await openOrRefuse(path, tools);
  try {
    for (const values of whole.runs) {
      tools.checkCancelled();
      const feeds = new Map(graph.inputs.flatMap(({ name }) => entryOf(name, values)));
      for (const [name, tensor] of await runOrRefuse(session, feeds)) {
        const expected = values.get(name);
        if (expected === undefined) continue;
        meters.get(name)?.add(expected, tensor);
        different ||= !hasSameShape(expected, tensor) || (isText(tensor.data) && !isSameText(expected, tensor));
      }
    }
  } finally {
    await session.release();
  }
  const fidelity = [...meters.values()].map(meter => meter.result()).filter(result => result !== null);
  const largest = fidelity.reduce((most, each) => Math.max(most, each.largestError), 0);
  const broken = different || fidelity.some(({ notFinite }) => notFinite > 0);
  return {
    kind: 'compared',
    data: whole.samples.source,
    freeDimensions: whole.samples.freeDimensions,
    samples: whole.runs.length * whole.samples.rows,
    fidelity,
    largestError: largest,
    isBroken: broken,
  };
}

/** Sees whether the runtime takes the part, and whether it runs on made-up inputs. */
async function loaded({ path, graph }: Subject, why: string, tools: Tools): Promise<ExtractionCheck> {
  let session: Session;
  try {
    session = await tools.runtime.open(path, asWritten(tools));
  } catch (thrown) {
    if (!isTold(thrown)) throw thrown;
    return { kind: 'unproven', reason: `${why} The part by itself: ${thrown.info.message}` };
  }
  try {
    const samples = syntheticInputs(freeInputs(graph), { freeDimensions: [], most: 1, seed: DEFAULT_SEED });
    await session.run(samples.at(0));
    return { kind: 'loaded', ran: true, reason: why };
  } catch (thrown) {
    if (!isTold(thrown)) throw thrown;
    return { kind: 'loaded', ran: false, reason: `${why} On made-up inputs: ${thrown.info.message}` };
  } finally {
    await session.release();
  }
}

/** What the runtime fuses depends on what must be put out; as they are written both compute the same. */
function asWritten({ threads }: Tools) {
  return { threads, spinning: false, optimization: 'disabled' } as const;
}

async function openOrRefuse(path: string, tools: Tools): Promise<Session> {
  try {
    return await tools.runtime.open(path, asWritten(tools));
  } catch (thrown) {
    throw refused(thrown);
  }
}

async function runOrRefuse(session: Session, feeds: Feeds): Promise<ReadonlyMap<string, Tensor>> {
  try {
    return await session.run(feeds);
  } catch (thrown) {
    throw refused(thrown);
  }
}

function refused(thrown: unknown): unknown {
  return thrown instanceof LatheError && thrown.info.kind === 'runtime' ? resultRejected(ADVICE, thrown) : thrown;
}

/** Failures that leave the part worth having. */
function isTold(thrown: unknown): thrown is LatheError {
  return thrown instanceof LatheError && thrown.info.kind !== 'cancelled' && thrown.info.kind !== 'internal';
}

function entryOf(name: string, values: Feeds): readonly (readonly [string, Tensor])[] {
  const tensor = values.get(name);
  return tensor === undefined ? [] : [[name, tensor]];
}

function hasSameShape(one: Tensor, other: Tensor): boolean {
  return String(one.shape) === String(other.shape);
}

function isSameText(one: Tensor, other: Tensor): boolean {
  return JSON.stringify(one.data) === JSON.stringify(other.data);
}
