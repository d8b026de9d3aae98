import { intOf, intsOf } from '../graph/attributes';
import { type Constant, elementCount, numbersOf, viewOf } from '../graph/constants';
import { inputOf, isOp, type NodeProto, outputOf } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';

/** Applies Identity, Reshape, Flatten, Squeeze and Unsqueeze to constants: the same bytes under another shape. */
export async function foldViews(work: Workpiece): Promise<void> {
  const index = work.index();
  const kept: NodeProto[] = [];
  for (const node of work.graph.node) {
    const source = work.constant(inputOf(node, 0));
    const shape = source === undefined || index.isOutput(outputOf(node)) ? null : await viewShape(work, node, source);
    if (source === undefined || shape === null || elementCount(shape) !== source.elements) kept.push(node);
    else work.add(viewOf(source, outputOf(node), shape));
  }
  work.graph.node = kept;
}

/** The shape of what a node makes of a constant without moving its elements; `null` for other nodes. */
export async function viewShape(work: Workpiece, node: NodeProto, source: Constant): Promise<readonly number[] | null> {
  const { shape } = source;
  if (isOp(node, 'Identity')) return shape;
  if (isOp(node, 'Reshape')) return reshaped(work, node, source);
  if (isOp(node, 'Flatten')) {
    const axis = intOf(node, 'axis', 1);
    const at = axis < 0 ? axis + shape.length : axis;
    return [elementCount(shape.slice(0, at)), elementCount(shape.slice(at))];
  }
  if (isOp(node, 'Squeeze')) {
    const axes = await axesOf(work, node);
    if (axes === undefined) return null;
    const dropped = axes?.map(axis => (axis < 0 ? axis + shape.length : axis));
    return shape.filter((size, axis) => (dropped === undefined ? size !== 1 : !dropped.includes(axis)));
  }
  if (isOp(node, 'Unsqueeze')) {
    const axes = await axesOf(work, node);
    return axes ? unsqueezed(shape, axes) : null;
  }
  return null;
}

/** Axes as an attribute (before opset 13) or an input; `null` when left out, `undefined` when only known at run time. */
async function axesOf(work: Workpiece, node: NodeProto): Promise<readonly number[] | null | undefined> {
  const attribute = intsOf(node, 'axes', null);
  if (attribute !== null) return attribute;
  const name = inputOf(node, 1);
  if (name === '') return null;
  const constant = work.constant(name);
  return constant === undefined ? undefined : numbersOf(constant);
}

async function reshaped(work: Workpiece, node: NodeProto, source: Constant): Promise<readonly number[] | null> {
  const wanted = work.constant(inputOf(node, 1));
  if (wanted === undefined || intOf(node, 'allowzero', 0) !== 0) return null;
  const sizes = (await numbersOf(wanted)).map((size, axis) => (size === 0 ? (source.shape[axis] ?? 0) : size));
  const known = elementCount(sizes.filter(size => size !== -1));
  return sizes.map(size => (size === -1 ? source.elements / Math.max(1, known) : size));
}

function unsqueezed(shape: readonly number[], axes: readonly number[]): readonly number[] {
  const rank = shape.length + axes.length;
  const added = new Set(axes.map(axis => (axis < 0 ? axis + rank : axis)));
  const sizes = shape[Symbol.iterator]();
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (sizes.next().value ?? 1)));
}
