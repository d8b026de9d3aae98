import type { ByteSource } from '../../formats/byteSource';
import { PayloadTable } from '../../formats/onnx/payloadTable';
import type { Session } from '../../model/runtime';
import type { ModelProto } from '../graph/protos';
import { openScratch, type Scratch } from '../scratch';
import type { Tools } from '../tools';

/** A model that can be written again with other outputs. */
export interface ExposableModel {
  readonly skeleton: ModelProto;
  readonly source: ByteSource;
  /** Where its copies are written. */
  readonly scratch: Scratch;
}

/**
 * A session of a copy of a model that also puts out values of its main graph. It runs the graph as it is written: what the runtime
 * fuses depends on what must be put out.
 */
export async function openExposed(
  { skeleton, source, scratch }: ExposableModel,
  values: readonly string[],
  tools: Tools,
): Promise<Session> {
  const { graph } = skeleton;
  const output = graph?.output ?? [];
  const known = new Set(output.map(({ name }) => name));
  // The runtime works out the types of outputs that declare none.
  const added = values.filter(name => !known.has(name)).map(name => ({ name }));
  const exposed: ModelProto = { ...skeleton, graph: { ...graph, output: [...output, ...added] } };
  const options = { threads: tools.threads, spinning: false, optimization: 'disabled' } as const;
  return openScratch(exposed, new PayloadTable(source), { ...tools, scratch }, options);
}
