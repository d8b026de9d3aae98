import { inferTypes } from '../../analysis/shapes/inferTypes';
import type { ByteSource } from '../../formats/byteSource';
import { toModel } from '../../formats/onnx/model/toModel';
import type { NumericArray } from '../../model/elements';
import type { ValueType } from '../../model/model';
import { assembled } from '../graph/assembled';
import { type Constant, valuesOf } from '../graph/constants';
import { isDefaultDomain, type ModelProto } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

/** Most elements of a constant that is read to follow shapes by value. */
const MOST_ELEMENTS = 1024;

/** What is known of the values of the main graph before the model runs. */
export interface KnownValues {
  type(name: string): ValueType | null;
}

const read = new WeakMap<Constant, NumericArray>();

/**
 * What can be told of every value. Types that the file declares for values inside the graph are not believed where the operator
 * is known: they may be wrong, and what is removed because of them is gone.
 */
export async function knownValues(work: Workpiece, source: ByteSource): Promise<KnownValues> {
  const small = new Map<string, NumericArray>();
  for (const [name, constant] of work.constants) {
    if (!/^u?int|^bool$/.test(constant.dtype) || constant.elements > MOST_ELEMENTS) continue;
    const values = read.get(constant) ?? (await valuesOf(constant));
    read.set(constant, values);
    small.set(name, values);
  }
  const model = await toModel(withoutDeclarations(assembled(work, source).model), 0);
  const types = inferTypes(model, { constants: ({ name }) => small.get(name) ?? null }).get('main');
  return { type: name => types?.get(name) ?? null };
}

/** Outputs of operators of other domains keep their declared types, as nothing else tells those. */
function withoutDeclarations(model: ModelProto): ModelProto {
  const graph = model.graph ?? {};
  const foreign = (graph.node ?? []).filter(node => !isDefaultDomain(node.domain));
  const believed = new Set(foreign.flatMap(node => node.output ?? []));
  const untyped = (graph.output ?? []).map(output =>
    believed.has(output.name ?? '') ? output : { name: output.name ?? '' },
  );
  const valueInfo = (graph.valueInfo ?? []).filter(({ name }) => believed.has(name ?? ''));
  return { ...model, graph: { ...graph, valueInfo, output: untyped } };
}
