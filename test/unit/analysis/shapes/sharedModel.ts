import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { DType } from '../../../../src/model/dtype';
import { dtypeOf } from '../../../../src/model/elementTypes';
import type { Dimension, Model, Value } from '../../../../src/model/model';
import type { Runtime } from '../../../../src/model/runtime';
import { freeInputs } from '../../../../src/model/valueTypes';
import { loadSamples } from '../../../../src/prediction/samples';
import { errorInfo } from '../../../../src/shared/errors';
import { withEveryOutput, withoutDeclarations } from './actualTypes';

export const FOLDER = path.resolve('../shared/models');

/** What a tensor is, whoever computed it. */
export interface Computed {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A model of the shared folder and what its values really are. */
export interface SharedModel {
  readonly model: Model;
  readonly inputs: ReadonlyMap<string, Computed>;
  readonly values: ReadonlyMap<string, Computed>;
  /** Whether the runtime computed every tensor; else only the outputs are known, from the test data beside the model. */
  readonly ran: boolean;
}

/** `null` where neither the runtime nor test data tells anything. */
export async function sharedModel(runtime: Runtime, file: string): Promise<SharedModel | null> {
  const location = path.join(FOLDER, file);
  const bytes = new Uint8Array(await readFile(location));
  const { model } = await readOnnx(memorySource(bytes, file));
  const ran = await computed(runtime, location, bytes, model);
  if (ran !== null) return { model, ...ran, ran: true };
  const inputs = await stored(location, 'input', freeInputs(model.graph));
  const values = await stored(location, 'output', model.graph.outputs);
  return values.size === 0 ? null : { model, inputs, values, ran: false };
}

type Values = Pick<SharedModel, 'inputs' | 'values'>;

/** Every tensor that the runtime computes on the model's samples; sequences it does not hand out. */
async function computed(runtime: Runtime, location: string, bytes: Uint8Array, model: Model): Promise<Values | null> {
  try {
    const options = { freeDimensions: [], most: 1, seed: 1 };
    const inputs = (await loadSamples(location, freeInputs(model.graph), null, options)).at(0);
    const session = await runtime.open(withEveryOutput(bytes), { optimization: 'disabled' });
    try {
      return { inputs, values: await session.run(inputs) };
    } finally {
      await session.release();
    }
  } catch (thrown) {
    // No kernels for operator sets before 7 or domains of other libraries; data without rows is no sample.
    const { code } = errorInfo(thrown);
    if (code === 'runtime.modelRejected' || code === 'samples.empty') return null;
    throw thrown;
  }
}

/** The types of stored test data, `output_0.pb` and so on, of those values that are tensors. */
async function stored(
  location: string,
  kind: string,
  values: readonly Value[],
): Promise<ReadonlyMap<string, Computed>> {
  const found = new Map<string, Computed>();
  for (const [i, { name, type }] of values.entries()) {
    const file = path.join(path.dirname(location), 'test_data_set_0', `${kind}_${i}.pb`);
    if (type?.kind !== 'tensor' || !existsSync(file)) continue;
    const { dims, dataType } = onnx.TensorProto.decode(await readFile(file));
    found.set(name, { dtype: dtypeOf(dataType) ?? 'undefined', shape: dims.map(Number) });
  }
  return found;
}

/** The model's sizes of inputs as the given tensors have them, or named; nothing else is declared. */
export function retyped({ model, inputs }: SharedModel, isNamed: boolean): Retyped {
  const sizes = new Map<string, number>();
  const free = new Set(freeInputs(model.graph));
  const typed = model.graph.inputs.map((input, i): Value => {
    const given = inputs.get(input.name);
    if (given === undefined || !free.has(input)) return input;
    const shape = given.shape.map((size, axis): Dimension => (isNamed ? nameFor(sizes, i, axis, size) : size));
    return { ...input, type: { kind: 'tensor', dtype: given.dtype, shape } };
  });
  const graph = { ...withoutDeclarations(model).graph, inputs: typed };
  return { model: { ...model, graph }, sizes };
}

export interface Retyped {
  readonly model: Model;
  /** What the names stand for. */
  readonly sizes: ReadonlyMap<string, number>;
}

function nameFor(sizes: Map<string, number>, input: number, axis: number, size: number): string {
  const name = `size${input}_${axis}`;
  sizes.set(name, size);
  return name;
}
