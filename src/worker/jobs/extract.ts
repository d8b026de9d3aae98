import path from 'node:path';
import { environment } from '../../benchmark/environment';
import { choose } from '../../compression/extraction/choose';
import { type PartEnd, partEnd } from '../../compression/extraction/ends';
import { unknownGraph } from '../../compression/extraction/errors';
import { extractCommand } from '../../compression/extraction/extractCommand';
import { type GraphPlace, graphPlace } from '../../compression/extraction/graphPlace';
import { partModel } from '../../compression/extraction/partModel';
import { type Part, planPart } from '../../compression/extraction/planPart';
import { Scratch } from '../../compression/scratch';
import type { Tools } from '../../compression/tools';
import { openFileSource } from '../../formats/fileSource';
import { PayloadTable } from '../../formats/onnx/payloadTable';
import { readOnnx } from '../../formats/onnx/readOnnx';
import { writeOnnx } from '../../formats/onnx/writeOnnx';
import { ResultFiles } from '../../formats/resultFiles';
import { graphTitles } from '../../model/graphTitles';
import type { Model } from '../../model/model';
import { modelIndex } from '../../model/modelIndex';
import { partNameOf, plainName } from '../../model/partName';
import { printValueType } from '../../model/printType';
import { allWeights, operatorCounts } from '../../model/queries';
import { storedBytes } from '../../model/storedBytes';
import { extractionMarkdown } from '../../report/extractionMarkdown';
import { shellCommand } from '../../report/shellCommand';
import { LatheError } from '../../shared/errors';
import type { ExtractRequest, ExtractResult, JobContext } from '../../shared/protocol/jobs';
import type { ExtractionCheck, ExtractionReport } from '../../shared/reports/extractionReport';
import { cancellation } from '../cancellation';
import { comparedTypes } from '../comparison/comparedTypes';
import { checkPart } from '../extraction/checkPart';
import { extractionNotes, extractionWarnings } from '../extraction/remarks';
import type { RuntimeProvider } from '../jobHandler';
import { type OpenedOnnx, openOnnx } from '../openOnnx';
import { phaseProgress } from '../phaseProgress';
import { resultTargets } from '../resultTargets';
import { writeResult } from '../writeResult';

/** Phases with their usual share of the time. */
const PHASES = [
  ['Opening', 10],
  ['Choosing', 20],
  ['Writing', 20],
  ['Comparing answers', 50],
] as const;

/**
 * Makes `NAME.PART.onnx` of some nodes of an ONNX model, with `NAME.PART.report.md` and `.json`; the three appear together. The
 * source is only read. Where models may be run, the part is run beside the model it is from.
 * @throws LatheError `extract.…` when the nodes cannot be a model, `result.rejected` when it does not run, `job.targetExists`.
 */
export async function extractJob(
  request: ExtractRequest,
  context: JobContext,
  runtimeProvider: RuntimeProvider,
): Promise<ExtractResult> {
  const began = performance.now();
  const progress = phaseProgress(PHASES, context);
  progress({ phase: 'Opening', fraction: 0 });
  const opened = await openOnnx(request.model, 'optional');
  const files = new ResultFiles(request.force, context.announceTemporary);
  try {
    progress({ phase: 'Choosing', fraction: 0 });
    const taken = await takePart(opened, request);
    const targets = await resultTargets(request.model, taken.name, request.out);
    for (const target of Object.values(targets)) await files.check(target);
    cancellation(context.signal)();
    progress({ phase: 'Writing', fraction: 0 });
    const written = await writePart(taken, opened, targets.model, files);
    const check = await proven(
      taken,
      written,
      { opened, request, context, progress, target: targets.model },
      runtimeProvider,
    );
    const report = reportOf(request, opened, taken, written.model, {
      check: check.result,
      runtime: check.runtime,
      file: path.basename(targets.model),
      seconds: (performance.now() - began) / 1000,
    });
    await writeResult(files, targets.markdown, extractionMarkdown(report));
    await writeResult(files, targets.json, `${JSON.stringify(report, null, 2)}\n`);
    await opened.checkUnchanged();
    await files.commit();
    return { ...targets, report };
  } catch (cause) {
    await files.abandon();
    throw cause;
  } finally {
    await opened.close();
  }
}

/** A part, decided and put together. */
interface Taken {
  readonly name: string;
  readonly place: GraphPlace;
  readonly part: Part;
  readonly chosen: number;
  readonly inputs: readonly PartEnd[];
  readonly outputs: readonly PartEnd[];
  readonly proto: ReturnType<typeof partModel>;
}

async function takePart(opened: OpenedOnnx, request: ExtractRequest): Promise<Taken> {
  const { model, skeleton, path: file } = opened;
  const place = graphPlace(model, skeleton, request.graph);
  if (place === null) throw unknownGraph(file, request.graph, [...modelIndex(model).keys()]);
  const { graph } = place.own;
  const chosen = choose(model, graph, request.choice, file);
  const part = planPart(
    model,
    place.graphs.map(each => each.graph),
    chosen,
    request.computed,
    file,
  );
  const types = await comparedTypes(opened, new Map());
  const inputs = part.inputs.map(name => partEnd(model, place, types, name, 'input', file));
  const outputs = part.outputs.map(name => partEnd(model, place, types, name, 'output', file));
  const wanted = request.part === null ? '' : plainName(request.part);
  const name = wanted === '' ? partNameOf(graph, chosen.nodes) : wanted;
  const proto = partModel(skeleton, place, part, { inputs, outputs }, name, file);
  return { name, place, part, chosen: chosen.nodes.size, inputs, outputs, proto };
}

interface Written {
  readonly model: Model;
  readonly temporary: string;
  /** Whether weights are in a second file, which has a temporary name too. */
  readonly isInTwo: boolean;
}

async function writePart({ proto }: Taken, opened: OpenedOnnx, target: string, files: ResultFiles): Promise<Written> {
  const temporary = await files.reserve(target);
  const { external } = await writeOnnx(proto.model, new PayloadTable(opened.source), temporary, {
    sourcePath: opened.path,
    bringExternal: true,
    externalData: async () => ({
      file: await files.reserve(`${target}.data`),
      location: `${path.basename(target)}.data`,
    }),
  });
  const source = await openFileSource(temporary);
  try {
    const { model } = await readOnnx(source);
    return { model, temporary, isInTwo: external !== null };
  } finally {
    await source.close();
  }
}

interface Proving {
  readonly opened: OpenedOnnx;
  readonly request: ExtractRequest;
  readonly context: JobContext;
  readonly progress: Tools['progress'];
  readonly target: string;
}

/** Runs the part if that may be, and can be. */
async function proven(
  { proto, place }: Taken,
  written: Written,
  { opened, request, context, progress, target }: Proving,
  runtimeProvider: RuntimeProvider,
): Promise<{ readonly result: ExtractionCheck; readonly runtime: string }> {
  const unproven = (reason: string) => ({ result: { kind: 'unproven', reason } as const, runtime: '' });
  if (request.withoutRuntime !== null) return unproven(request.withoutRuntime);
  const scratch = new Scratch(target, opened.path, context.announceTemporary);
  try {
    const runtime = await runtimeProvider();
    const { threads } = request;
    const checkCancelled = cancellation(context.signal);
    const tools: Tools = { runtime, threads, clock: () => performance.now(), scratch, progress, checkCancelled };
    // A weights file is named by what it will be called.
    const runnable = written.isInTwo
      ? await scratch.write(proto.model, new PayloadTable(opened.source))
      : written.temporary;
    const isMain = place.own.graph === opened.model.graph;
    const subject = { path: runnable, graph: written.model.graph, isMain };
    return { result: await checkPart(subject, opened, request, tools), runtime: runtime.name };
  } catch (thrown) {
    if (!(thrown instanceof LatheError) || thrown.info.kind !== 'environment') throw thrown;
    return unproven(thrown.info.message);
  } finally {
    await scratch.clear();
  }
}

interface Outcome {
  readonly check: ExtractionCheck;
  readonly runtime: string;
  readonly file: string;
  readonly seconds: number;
}

function reportOf(
  request: ExtractRequest,
  opened: OpenedOnnx,
  { place, part, chosen, inputs, outputs, proto }: Taken,
  written: Model,
  { check, runtime, file, seconds }: Outcome,
): ExtractionReport {
  const end = ({ name, type }: PartEnd) => ({ name, type: printValueType(type) });
  const { id } = place.own.graph;
  const weights = allWeights(written);
  return {
    kind: 'extraction',
    schema: 1,
    source: {
      file: opened.source.name,
      bytes: storedBytes(opened.model),
      nodes: place.own.graph.nodes.length,
    },
    target: {
      file,
      bytes: storedBytes(written),
      weightBytes: weights.reduce((sum, { weight }) => sum + weight.bytes, 0),
      weights: weights.length,
      nodes: written.graph.nodes.length,
    },
    graph: { id, title: graphTitles(opened.model).get(id) ?? id },
    chosen,
    brought: part.brought + part.outer.length,
    functions: proto.functions,
    operators: operatorCounts(written).map(({ op, domain, count }) => ({
      op: domain === '' ? op : `${domain}.${op}`,
      count,
    })),
    inputs: inputs.map(end),
    outputs: outputs.map(end),
    check,
    warnings: extractionWarnings(check),
    notes: extractionNotes(place, part, request.choice),
    command: shellCommand(extractCommand(request)),
    seconds,
    environment: environment(runtime),
  };
}
