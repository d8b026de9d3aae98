import type { ByteSource } from '../../formats/byteSource';
import { valueInfo } from '../../formats/onnx/edit/valueInfos';
import type { ModelProto } from '../graph/protos';
import { TargetModel } from '../graph/targetModel';
import type { Workpiece } from '../graph/workpiece';

/** A copy of the float model that also puts out what calibration wants to see. */
export interface ObservedModel {
  readonly model: ModelProto;
  readonly target: TargetModel;
}

/** A copy with one more output for each value, by the value's name. */
export type ObservedValues = ObservedModel & { readonly outputs: ReadonlyMap<string, string> };

/** Outputs that hold the figures of one value. */
export interface FigureOutputs {
  readonly min: string;
  readonly max: string;
  /** Σ|x|: NaN or infinite when some element is. */
  readonly sum: string;
  readonly shape: string;
}

/** Adds least, largest, sum of magnitudes and shape of each value: a few bytes, however large the values are. */
export function withFigures(
  work: Workpiece,
  source: ByteSource,
  values: Iterable<string>,
): ObservedModel & { readonly outputs: ReadonlyMap<string, FigureOutputs> } {
  const target = copyOf(work, source);
  const outputs = new Map<string, FigureOutputs>();
  for (const value of values) {
    const reduce = (op: string): string => {
      const output = target.fresh(`${value}_${op}`);
      target.node(op, [value], [output], `${value}_${op}`, { keepdims: 0n });
      return output;
    };
    const shape = target.fresh(`${value}_Shape`);
    target.node('Shape', [value], [shape], `${value}_Shape`);
    outputs.set(value, { min: reduce('ReduceMin'), max: reduce('ReduceMax'), sum: reduce('ReduceL1'), shape });
  }
  const infos = [...outputs.values()].flatMap(({ min, max, sum, shape }) => [
    ...[min, max, sum].map(name => valueInfo(name, 'float32', [])),
    valueInfo(shape, 'int64', [null]),
  ]);
  return { target, outputs, model: target.finish(infos) };
}

/** Adds only the shapes. */
export function withShapes(work: Workpiece, source: ByteSource, values: Iterable<string>): ObservedValues {
  return withOneEach(work, source, values, 'Shape', name => valueInfo(name, 'int64', [null]));
}

/** Adds the values themselves. */
export function withValues(work: Workpiece, source: ByteSource, values: Iterable<string>): ObservedValues {
  return withOneEach(work, source, values, 'Identity', name => valueInfo(name, 'float32', null));
}

function withOneEach(
  work: Workpiece,
  source: ByteSource,
  values: Iterable<string>,
  op: string,
  info: (name: string) => ReturnType<typeof valueInfo>,
): ObservedValues {
  const target = copyOf(work, source);
  const outputs = new Map<string, string>();
  for (const value of values) {
    const output = target.fresh(`${value}_${op}`);
    target.node(op, [value], [output], `${value}_${op}`);
    outputs.set(value, output);
  }
  return { target, outputs, model: target.finish([...outputs.values()].map(info)) };
}

function copyOf(work: Workpiece, source: ByteSource): TargetModel {
  const target = new TargetModel(work, source);
  for (const node of work.graph.node) target.keep(node);
  return target;
}
