import { findAttribute } from '../../formats/onnx/edit/attributes';
import { bigintOf, safeInteger } from '../../formats/onnx/integers';
import { DTYPES } from '../../model/dtype';
import { bigintsOf, floatOf, floatsOf, tensorOf } from '../graph/attributes';
import {
  byteLength,
  type Constant,
  elementCount,
  filledConstant,
  floatConstant,
  integerConstant,
  numbersOf,
  storedConstant,
} from '../graph/constants';
import { inputOf, isOp, type NodeProto, outputOf } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

/** A tensor of more elements than this is no weight; a model that fills one is left to do so when it runs. */
const MOST_FILLED = 2 ** 31;

/**
 * Makes the results of `Constant` nodes, and of `ConstantOfShape` nodes whose shape is known, constants like initializers, so
 * that a weight is found wherever an exporter put it.
 */
export async function liftConstants(work: Workpiece): Promise<void> {
  const index = work.index();
  const kept: NodeProto[] = [];
  for (const node of work.graph.node) {
    const lifted = index.isOutput(outputOf(node)) ? null : await lift(work, node);
    if (lifted === null) kept.push(node);
    else work.add(lifted);
  }
  work.graph.node = kept;
}

async function lift(work: Workpiece, node: NodeProto): Promise<Constant | null> {
  if (isOp(node, 'Constant')) return constantOf(work, node);
  if (isOp(node, 'ConstantOfShape')) return filledOf(work, node);
  return null;
}

/** What a `Constant` node holds; `null` for texts, sparse values and what references an attribute of a function. */
export function constantOf(work: Workpiece, node: NodeProto): Constant | null {
  const name = outputOf(node);
  const tensor = tensorOf(node, 'value');
  if (tensor !== null) return storedConstant({ ...tensor, name }, work.files);
  if (findAttribute(node, 'value_float')) {
    return floatConstant(name, [], Float32Array.of(floatOf(node, 'value_float', 0)));
  }
  if (findAttribute(node, 'value_floats')) {
    const values = floatsOf(node, 'value_floats', []);
    return floatConstant(name, [values.length], Float32Array.from(values));
  }
  const single = findAttribute(node, 'value_int');
  if (single !== undefined) return integerConstant(name, [bigintOf(single.i ?? 0)], []);
  if (findAttribute(node, 'value_ints')) return integerConstant(name, bigintsOf(node, 'value_ints', []));
  return null;
}

async function filledOf(work: Workpiece, node: NodeProto): Promise<Constant | null> {
  const shapeOf = work.constant(inputOf(node, 0));
  if (shapeOf === undefined || shapeOf.dtype !== 'int64') return null;
  const shape = (await numbersOf(shapeOf)).map(size => safeInteger(size, 'A dimension', outputOf(node)));
  if (shape.some(size => size < 0) || elementCount(shape) > MOST_FILLED) return null;
  const value = tensorOf(node, 'value');
  if (value === null) return filledConstant(outputOf(node), 'float32', shape, new Uint8Array(4));
  const element = storedConstant(value, work.files);
  if (element.elements !== 1 || DTYPES[element.dtype].bits % 8 !== 0) return null;
  const bytes = new Uint8Array(byteLength(element));
  for await (const chunk of element.chunks(bytes.length)) bytes.set(chunk);
  return filledConstant(outputOf(node), element.dtype, shape, bytes);
}
