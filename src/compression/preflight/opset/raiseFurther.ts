import { safeInteger } from '../../../formats/onnx/integers';
import { isDefaultDomain, type NodeProto } from '../../graph/protos';
import type { Workpiece } from '../../graph/workpiece';
import type { Conversion, ConversionContext } from './conversion';
import { LATER_CONVERSIONS } from './laterConversions';
import { type Raised, raiseOpset, rewriteAll } from './raiseOpset';

/** What opsets are raised to: from the one with today's Softmax to the newest whose changes are known here. */
export const RAISED_OPSETS = { least: 13, most: 25 } as const;

/** The file version that each opset was published with, from the highest that it began at. */
const IR_VERSIONS: readonly (readonly [opset: number, ir: number])[] = [
  [25, 13],
  [24, 12],
  [23, 11],
  [21, 10],
  [19, 9],
  [15, 8],
  [13, 7],
];

/** Raises the default operator set to `to`, one of `RAISED_OPSETS`. A model with something that cannot be said there stays as it is. */
export async function raiseFurther(work: Workpiece, to: number): Promise<Raised> {
  const first = await raiseOpset(work);
  const from = work.opset;
  if (!first.done) return first;
  if (from < to) {
    if ((work.model.functions ?? []).length > 0) return { done: false, reason: 'it has functions of its own' };
    const raised = await rewriteAll(work, from, to, (node, context) => convert(node, context, to));
    if (!raised.done) return raised;
  }
  const version = safeInteger(work.model.irVersion ?? 0, 'The IR version', 'ir_version');
  const [, least = 0] = IR_VERSIONS.find(([opset]) => to >= opset) ?? [];
  work.model.irVersion = Math.max(version, least);
  return { done: true };
}

/** An operator that is not listed means the same in all these versions, as far as they have it. */
function convert(node: NodeProto, context: ConversionContext, to: number): ReturnType<Conversion> {
  const change = isDefaultDomain(node.domain) ? LATER_CONVERSIONS.get(node.opType ?? '') : undefined;
  if (change === undefined || context.from >= change.since || to < change.since) return [node];
  return change.convert(node, context);
}
