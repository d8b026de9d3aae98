import type { ByteSource } from '../../formats/byteSource';
import { safeInteger } from '../../formats/onnx/integers';
import { PayloadTable } from '../../formats/onnx/payloadTable';
import type { Emission } from './emission';
import type { GraphProto } from './protos';
import type { Workpiece } from './workpiece';
import { writtenConstant } from './writtenConstant';

/** First IR version in which an initializer need not be listed among the inputs. */
const FREE_INITIALIZERS = 4;

/** The model as a workpiece has it now, which is not changed: every node and every constant, used or not. */
export function assembled(work: Workpiece, source: ByteSource): Emission {
  const { model, graph, constants } = work;
  const payloads = new PayloadTable(source);
  const made = new Set(graph.node.flatMap(node => node.output ?? []));
  const inputs = new Set(graph.input.map(({ name }) => name ?? ''));
  const known = (name: string | null | undefined): boolean =>
    made.has(name ?? '') || inputs.has(name ?? '') || constants.has(name ?? '');
  const finished: GraphProto = {
    ...graph,
    initializer: [
      ...(graph.initializer ?? []),
      ...Array.from(constants.values(), constant => writtenConstant(constant, payloads)),
    ],
    valueInfo: (graph.valueInfo ?? []).filter(({ name }) => made.has(name ?? '')),
    quantizationAnnotation: (graph.quantizationAnnotation ?? []).filter(({ tensorName }) => known(tensorName)),
  };
  const version = safeInteger(model.irVersion ?? 0, 'The IR version', 'ir_version');
  const isFree = Array.from(constants.keys()).some(name => !inputs.has(name));
  const irVersion = isFree ? Math.max(version, FREE_INITIALIZERS) : version;
  return { model: { ...model, irVersion, graph: finished, trainingInfo: [] }, payloads };
}
