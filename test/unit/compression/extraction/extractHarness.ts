import { writeFile } from 'node:fs/promises';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import type { Model } from '../../../../src/model/model';
import type { Runtime } from '../../../../src/model/runtime';
import type { ExtractChoice, ExtractRequest, ExtractResult, JobContext } from '../../../../src/shared/protocol/jobs';
import { extractJob } from '../../../../src/worker/jobs/extract';
import { type GraphBuilder, type ModelOptions, modelProto } from '../../../fixtures/builders/onnxModel';
import { readModel, silent } from '../harness';

/** Writes a model whose message a test may change first. */
export async function writeProto(
  file: string,
  graph: GraphBuilder,
  change: (proto: onnx.ModelProto) => void = () => undefined,
  options: ModelOptions = {},
): Promise<string> {
  const proto = modelProto(graph, options);
  change(proto);
  await writeFile(file, onnx.ModelProto.encode(proto).finish());
  return file;
}

export function extractRequest(
  model: string,
  choice: ExtractChoice,
  changes: Partial<ExtractRequest> = {},
): ExtractRequest {
  return {
    model,
    graph: 'main',
    choice,
    part: null,
    out: null,
    force: true,
    computed: true,
    data: null,
    threads: 1,
    freeDimensions: [],
    withoutRuntime: null,
    ...changes,
  };
}

export interface Extracted extends ExtractResult {
  readonly part: Model;
}

/** Extracts with a runtime, or without one where none is given. */
export async function extracted(
  runtime: Runtime | null,
  model: string,
  choice: ExtractChoice,
  changes: Partial<ExtractRequest> = {},
  context: JobContext = silent,
): Promise<Extracted> {
  const withoutRuntime = runtime === null ? 'This test has no runtime.' : null;
  const result = await extractJob(extractRequest(model, choice, { withoutRuntime, ...changes }), context, async () => {
    if (runtime === null) throw new Error('asked for a runtime');
    return runtime;
  });
  return { ...result, part: await readModel(result.model) };
}

export function named(...names: readonly string[]): ExtractChoice {
  return { kind: 'nodes', names };
}

export function ends(inputs: readonly string[], outputs: readonly string[]): ExtractChoice {
  return { kind: 'ends', inputs, outputs };
}

export function nodeNames({ graph }: Model): readonly string[] {
  return graph.nodes.map(({ name }) => name);
}

export function inputNames({ graph }: Model): readonly string[] {
  return graph.inputs.map(({ name }) => name);
}

export function outputNames({ graph }: Model): readonly string[] {
  return graph.outputs.map(({ name }) => name);
}
