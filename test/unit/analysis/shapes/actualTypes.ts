import assert from 'node:assert/strict';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { Model, Value, ValueType } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import type { Runtime } from '../../../../src/model/runtime';
import type { Tensor } from '../../../../src/model/tensor';

/** The model as its operators alone tell it: no declared types but those of its inputs. */
export function withoutDeclarations(model: Model): Model {
  const untyped = (value: Value): Value => ({ ...value, type: null });
  return { ...model, graph: { ...model.graph, values: new Map(), outputs: model.graph.outputs.map(untyped) } };
}

/** Types of the values of the main graph, worked out from a model's bytes without declared types. */
export async function inferredFrom(
  bytes: Uint8Array,
  inputs?: ReadonlyMap<string, ValueType>,
): Promise<ReadonlyMap<string, ValueType>> {
  const { model } = await readOnnx(memorySource(bytes, 'model.onnx'));
  const types = inferTypes(withoutDeclarations(model), inputs === undefined ? {} : { inputs });
  return types.get(model.graph.id) ?? new Map();
}

/** The model with every value of its nodes as an output. */
export function withEveryOutput(bytes: Uint8Array): Uint8Array {
  const proto = onnx.ModelProto.decode(bytes);
  const declared = new Set(proto.graph?.output?.map(({ name }) => name));
  const names = proto.graph?.node?.flatMap(({ output }) => output ?? []) ?? [];
  const added = names.filter(name => name !== '' && !declared.has(name));
  proto.graph?.output?.push(...added.map(name => onnx.ValueInfoProto.create({ name })));
  return onnx.ModelProto.encode(proto).finish();
}

/** Runs the model with every one of `names` as an output. */
export async function runWithOutputs(
  runtime: Runtime,
  bytes: Uint8Array,
  feeds: ReadonlyMap<string, Tensor>,
  names: readonly string[],
): Promise<ReadonlyMap<string, Tensor>> {
  const proto = onnx.ModelProto.decode(bytes);
  const declared = new Set(proto.graph?.output?.map(({ name }) => name));
  proto.graph?.output?.push(
    ...names.filter(name => !declared.has(name)).map(name => onnx.ValueInfoProto.create({ name })),
  );
  const session = await runtime.open(onnx.ModelProto.encode(proto).finish(), { optimization: 'disabled' });
  try {
    return await session.run(feeds, names);
  } finally {
    await session.release();
  }
}

/** Asserts that a type says the same as a tensor that was computed; `complete` also that it leaves nothing open. */
export function assertDescribes(type: ValueType | undefined, tensor: Tensor, name: string, complete: boolean): void {
  assert(type?.kind === 'tensor', `${name}: nothing was inferred for ${tensor.dtype}[${tensor.shape.join()}]`);
  const shown = `${name}: inferred ${printValueType(type)}, computed ${tensor.dtype}[${tensor.shape.join()}]`;
  assert.equal(type.dtype, tensor.dtype, shown);
  if (type.shape === null) {
    assert(!complete, shown);
    return;
  }
  assert.equal(type.shape.length, tensor.shape.length, shown);
  type.shape.forEach((size, axis) => {
    if (typeof size === 'number') assert.equal(size, tensor.shape[axis], shown);
    else assert(!complete, shown);
  });
}
