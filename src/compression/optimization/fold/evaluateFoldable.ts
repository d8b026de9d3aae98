import { valueInfo } from '../../../formats/onnx/edit/valueInfos';
import { safeInteger } from '../../../formats/onnx/integers';
import { PayloadTable } from '../../../formats/onnx/payloadTable';
import type { Tensor } from '../../../model/tensor';
import { bytesOf, isText } from '../../../model/tensorData';
import { LatheError } from '../../../shared/errors';
import { formatBytes } from '../../../shared/units';
import { inlineConstant } from '../../graph/constants';
import type { ModelProto, NodeProto, TensorProto } from '../../graph/protos';
import { writtenConstant } from '../../graph/writtenConstant';
import { openScratch } from '../../scratch';
import type { KnownValues } from '../knownValues';
import type { PassContext } from '../passContext';
import { type Component, components } from './components';
import { MOST_IN_MEMORY } from './limits';

/** First IR version in which an initializer need not be an input. */
const FREE_INITIALIZERS = 4;

/** Constants of components that are computed in one session: opening one costs more than most of them. */
const BATCH_BYTES = 32 * 2 ** 20;

/** Computes planned nodes in the runtime and puts what others need of them into the workpiece as constants. */
export async function evaluateFoldable(context: PassContext, planned: readonly NodeProto[]): Promise<void> {
  const known = await context.known();
  const done = new Set<NodeProto>();
  let kept = 0;
  const fold = async (batch: readonly Component[]): Promise<void> => {
    const nodes = batch.flatMap(component => component.nodes);
    const results = await evaluate(context, known, nodes);
    for (const [name, tensor] of results) kept += keep(context, name, tensor);
    for (const node of nodes) done.add(node);
  };
  for (const batch of batches(components(planned, context))) {
    context.tools.checkCancelled();
    const [first] = batch;
    if (first === undefined) continue;
    if (first.bytes > MOST_IN_MEMORY || kept > MOST_IN_MEMORY) {
      for (const { nodes } of batch)
        skip(context, nodes, `it takes more than ${formatBytes(MOST_IN_MEMORY)} of memory`);
      continue;
    }
    try {
      await fold(batch);
    } catch (cause) {
      if (!isRuntimeError(cause)) throw cause;
      for (const one of batch) await fold([one]).catch(error => refuse(context, one, error));
    }
  }
  context.work.graph.node = context.work.graph.node.filter(node => !done.has(node));
  for (const node of done) context.changed(node);
}

/** In order, as many together as fit. */
function batches(all: readonly Component[]): readonly (readonly Component[])[] {
  const made: Component[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const component of all) {
    if (bytes + component.bytes > BATCH_BYTES) {
      made.push([]);
      bytes = 0;
    }
    made.at(-1)?.push(component);
    bytes += component.bytes;
  }
  return made;
}

function isRuntimeError(cause: unknown): cause is LatheError {
  return cause instanceof LatheError && cause.info.kind === 'runtime';
}

function refuse(context: PassContext, { nodes }: Component, cause: unknown): void {
  if (!isRuntimeError(cause)) throw cause;
  skip(context, nodes, `the runtime does not compute it: ${cause.info.message}`);
}

function skip(context: PassContext, nodes: readonly NodeProto[], reason: string): void {
  for (const node of nodes) context.skipped(node, reason);
}

/** Results that nodes outside, branches or loop bodies read. */
async function evaluate(
  context: PassContext,
  known: KnownValues,
  nodes: readonly NodeProto[],
): Promise<ReadonlyMap<string, Tensor>> {
  const { work, source, tools } = context;
  const inside = new Set(nodes);
  const index = context.index();
  const isNeeded = (name: string): boolean =>
    name !== '' && (index.isCaptured(name) || index.consumers(name).some(consumer => !inside.has(consumer)));
  const wanted = nodes.flatMap(node => node.output ?? []).filter(isNeeded);
  if (wanted.length === 0) return new Map();
  const payloads = new PayloadTable(source);
  const names = new Set(nodes.flatMap(node => node.input ?? []));
  const initializer: TensorProto[] = [];
  for (const [name, constant] of work.constants)
    if (names.has(name)) initializer.push(writtenConstant(constant, payloads));
  const output = wanted.map(name => {
    const type = known.type(name);
    return type?.kind === 'tensor' ? valueInfo(name, type.dtype, null) : { name };
  });
  const { irVersion, opsetImport } = work.model;
  const model: ModelProto = {
    irVersion: Math.max(FREE_INITIALIZERS, safeInteger(irVersion ?? 0, 'The IR version', 'ir_version')),
    opsetImport: opsetImport ?? [],
    graph: { name: 'constants', node: [...nodes], initializer, output },
  };
  // As written: what the runtime would do to this graph beforehand is what it is run for.
  const session = await openScratch(model, payloads, tools, { threads: tools.threads, optimization: 'disabled' });
  try {
    return await session.run(new Map(), wanted);
  } finally {
    await session.release();
  }
}

/** Gives the bytes it takes. */
function keep(context: PassContext, name: string, { dtype, shape, data }: Tensor): number {
  if (isText(data)) return 0;
  const bytes = bytesOf(data).slice();
  context.work.add(inlineConstant(name, dtype, shape, bytes));
  return bytes.length;
}
