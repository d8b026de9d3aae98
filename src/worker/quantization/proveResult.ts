import path from 'node:path';
import { resultRejected } from '../../compression/errors';
import { compareLatency } from '../../compression/evaluation/compareLatency';
import { type Comparison, compareOutputs, type Patience } from '../../compression/evaluation/compareOutputs';
import { fileFigures } from '../../compression/evaluation/fileFigures';
import { layerOutcomes } from '../../compression/quantization/layerOutcomes';
import type { QuantizationPlan } from '../../compression/quantization/plan';
import { comparable, type Tools } from '../../compression/tools';
import { openFileSource } from '../../formats/fileSource';
import { readOnnx } from '../../formats/onnx/readOnnx';
import { type WrittenModel, writeOnnx } from '../../formats/onnx/writeOnnx';
import type { ResultFiles } from '../../formats/resultFiles';
import { openWeightFiles } from '../../formats/weightReader';
import type { Session } from '../../model/runtime';
import type { SampleSet } from '../../prediction/sampleSet';
import { LatheError } from '../../shared/errors';
import type { FileFigures, LayerOutcome, QuantizationReport } from '../../shared/reports/quantizationReport';
import type { OpenedOnnx } from '../openOnnx';
import type { QuantizeTargets } from './quantizeTargets';

/** Where the result goes. */
export interface ResultPlace {
  /** Reserved for the model. */
  readonly temporary: string;
  readonly targets: QuantizeTargets;
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
}

export interface ProvenModel {
  readonly source: FileFigures;
  readonly target: FileFigures;
  readonly layers: readonly LayerOutcome[];
  readonly comparison: Comparison;
  readonly latency: QuantizationReport['latency'];
}

/**
 * Writes the result under its temporary name and runs it beside the source.
 * @throws LatheError `quantize.resultRejected` when the runtime does not take or run it.
 */
export async function writeAndProve(
  plan: QuantizationPlan,
  opened: OpenedOnnx,
  place: ResultPlace,
  reference: Reference,
  tools: Tools,
): Promise<ProvenModel> {
  tools.progress({ phase: 'Writing', fraction: 0 });
  const { target, noise } = plan.emit();
  const written = await writeOnnx(target.finish(), target.payloads, place.temporary, {
    sourcePath: opened.path,
    externalData: async () => ({
      file: await place.files.reserve(`${place.targets.model}.data`),
      location: `${path.basename(place.targets.model)}.data`,
    }),
  });
  const layers = layerOutcomes(plan, noise);
  const subject = await runnableCopy(plan, place, written, tools);
  const { comparison, latency } = await compareWithSource(subject, reference, tools);
  tools.progress({ phase: 'Comparing sizes', fraction: 0 });
  const name = path.basename(place.targets.model);
  return {
    source: await fileFigures(opened.model, opened.files, opened.source.name, tools.checkCancelled),
    target: await figuresOf(subject, name, tools),
    layers,
    comparison,
    latency,
  };
}

/** A result with a weights file of its own refers to that by its final name, which it does not have yet. */
async function runnableCopy(
  plan: QuantizationPlan,
  place: ResultPlace,
  written: WrittenModel,
  tools: Tools,
): Promise<string> {
  if (written.external === null) return place.temporary;
  const { target } = plan.emit();
  return tools.scratch.write(target.finish(), target.payloads);
}

async function compareWithSource(
  subject: string,
  { session, samples, patience, batch }: Reference,
  tools: Tools,
): Promise<Pick<ProvenModel, 'comparison' | 'latency'>> {
  const target = await openResult(subject, samples, tools);
  try {
    const comparison = await compareOutputs(session, target, samples, patience, tools);
    const latency = await compareLatency(session, target, samples.at(0), batch, tools);
    return { comparison, latency };
  } finally {
    await target.release();
  }
}

async function openResult(subject: string, samples: SampleSet, tools: Tools): Promise<Session> {
  try {
    const session = await tools.runtime.open(subject, comparable(tools.threads));
    await session.run(samples.at(0));
    return session;
  } catch (cause) {
    throw cause instanceof LatheError && cause.info.kind === 'runtime' ? resultRejected(cause) : cause;
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
