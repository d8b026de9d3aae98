import path from 'node:path';
import { resultRejected } from '../../compression/errors';
import { compareLatency } from '../../compression/evaluation/compareLatency';
import { type Comparison, compareOutputs, type Patience } from '../../compression/evaluation/compareOutputs';
import { fileFigures } from '../../compression/evaluation/fileFigures';
import type { Emission } from '../../compression/graph/emission';
import { comparable, type Tools } from '../../compression/tools';
import { openFileSource } from '../../formats/fileSource';
import { readOnnx } from '../../formats/onnx/readOnnx';
import { type WrittenModel, writeOnnx } from '../../formats/onnx/writeOnnx';
import type { ResultFiles } from '../../formats/resultFiles';
import { openWeightFiles } from '../../formats/weightReader';
import type { Session } from '../../model/runtime';
import type { SampleSet } from '../../prediction/sampleSet';
import { LatheError } from '../../shared/errors';
import type { FileFigures, LatencyComparison } from '../../shared/reports/evaluation';
import type { OpenedOnnx } from '../openOnnx';
import type { ResultTargets } from '../resultTargets';

/** Where the result goes. */
export interface ResultPlace {
  /** Reserved for the model. */
  readonly temporary: string;
  readonly targets: ResultTargets;
  readonly files: ResultFiles;
}

/** What the result is compared with. */
export interface Reference {
  /** Of the source. */
  readonly session: Session;
  readonly samples: SampleSet;
  readonly patience: Patience;
  /** Samples in one run; `null` when the model has no batch dimension. */
  readonly batch: number | null;
  /** What to do when the result does not run. */
  readonly advice: string;
}

export interface ProvenModel {
  readonly source: FileFigures;
  readonly target: FileFigures;
  readonly comparison: Comparison;
  readonly latency: LatencyComparison;
  /** Where the result can be run from until the job ends. */
  readonly subject: string;
}

/**
 * Writes the result under its temporary name and runs it beside the source. `again` makes the same result anew.
 * @throws LatheError `result.rejected` when the runtime does not take or run it.
 */
export async function writeAndProve(
  result: Emission,
  again: () => Emission,
  opened: OpenedOnnx,
  place: ResultPlace,
  reference: Reference,
  tools: Tools,
): Promise<ProvenModel> {
  tools.progress({ phase: 'Writing', fraction: 0 });
  const written = await writeOnnx(result.model, result.payloads, place.temporary, {
    sourcePath: opened.path,
    externalData: async () => ({
      file: await place.files.reserve(`${place.targets.model}.data`),
      location: `${path.basename(place.targets.model)}.data`,
    }),
  });
  const subject = await runnableCopy(again, place, written, tools);
  const compared = await compareWithSource(subject, reference, tools);
  tools.progress({ phase: 'Comparing sizes', fraction: 0 });
  const name = path.basename(place.targets.model);
  return {
    source: await fileFigures(opened.model, opened.files, opened.source.name, tools.checkCancelled),
    target: await figuresOf(subject, name, tools),
    ...compared,
    subject,
  };
}

/** A result with a weights file of its own refers to that by its final name, which it does not have yet. */
async function runnableCopy(
  again: () => Emission,
  place: ResultPlace,
  written: WrittenModel,
  tools: Tools,
): Promise<string> {
  if (written.external === null) return place.temporary;
  const { model, payloads } = again();
  return tools.scratch.write(model, payloads);
}

async function compareWithSource(
  subject: string,
  { session, samples, patience, batch, advice }: Reference,
  tools: Tools,
): Promise<Pick<ProvenModel, 'comparison' | 'latency'>> {
  const target = await openResult(subject, samples, advice, tools);
  try {
    const comparison = await compareOutputs(session, target, samples, patience, tools);
    const latency = await compareLatency(session, target, samples.at(0), batch, tools);
    return { comparison, latency };
  } finally {
    await target.release();
  }
}

async function openResult(subject: string, samples: SampleSet, advice: string, tools: Tools): Promise<Session> {
  try {
    const session = await tools.runtime.open(subject, comparable(tools.threads));
    await session.run(samples.at(0));
    return session;
  } catch (cause) {
    throw cause instanceof LatheError && cause.info.kind === 'runtime' ? resultRejected(advice, cause) : cause;
  }
}

async function figuresOf(subject: string, name: string, tools: Tools): Promise<FileFigures> {
  const source = await openFileSource(subject);
  const files = openWeightFiles(subject, source);
  try {
    const { model } = await readOnnx(source);
    return await fileFigures(model, files, name, tools.checkCancelled);
  } finally {
    await files.close();
    await source.close();
  }
}
