import { graphAttribute, intAttribute, intsAttribute } from '../../../model/attributes';
import type { Dimension, ValueType } from '../../../model/model';
import type { Steps } from '../../../model/steps';
import { normalizeAxis, type Shape } from '../dimensions';
import { commonType } from '../mergeTypes';
import { type Inferred, type RuleContext, type RuleTable, tensor, UNKNOWN } from '../rule';

/** What is true of both branches; a known condition picks one. */
function* conditional(context: RuleContext): Steps<readonly Inferred[]> {
  const branches: (readonly Inferred[])[] = [];
  for (const name of ['then_branch', 'else_branch']) {
    const graph = graphAttribute(context.node, name);
    branches.push(graph === null ? [] : yield* context.infer(graph, []));
  }
  const condition = context.numbers(0)?.[0];
  if (condition !== undefined) return branches[condition === 0 ? 1 : 0] ?? [];
  return context.node.outputs.map((_, i) => {
    return either(branches[0]?.[i] ?? UNKNOWN, branches[1]?.[i] ?? UNKNOWN, () => context.fresh(i));
  });
}

/** Times that a body is looked at anew because what it carries changes its type. */
const MOST_PASSES = 4;

/** Loop: iteration, condition, carried values; then the carried values again and one stacked tensor for each scan output. */
function* loop(context: RuleContext): Steps<readonly Inferred[]> {
  const body = graphAttribute(context.node, 'body');
  if (body === null) return [];
  const initial = context.node.inputs.slice(2).map((_, i): Inferred => ({ type: context.type(i + 2), data: null }));
  // The body only runs while the condition holds.
  const outputs = yield* settle(context, initial, carried =>
    context.infer(body, [tensor('int64', []), tensor('bool', [], [1]), ...carried]),
  );
  const trips = tripCount(context, outputs[0]?.data?.[0] === 1) ?? context.fresh(initial.length);
  const finals = initial.map((value, i) => either(value, outputs[i + 1] ?? UNKNOWN, () => context.fresh(i)));
  const stacked = outputs.slice(1 + initial.length).map(value => stack(value, trips, 0));
  return [...finals, ...stacked];
}

/** How often the body runs, `null` when only running tells. `goesOn`: the body always asks for another round. */
function tripCount(context: RuleContext, goesOn: boolean): Dimension {
  const condition = context.has(1) ? (context.numbers(1)?.[0] ?? null) : 1;
  if (condition === 0) return 0;
  const count = context.data(0)?.[0] ?? null;
  if (condition === null || !goesOn) return null;
  return typeof count === 'number' && count < 0 ? 0 : count;
}

/** Runs the body with what it carries, sizes that change from round to round opened, until its types repeat. */
function* settle(
  context: RuleContext,
  initial: readonly Inferred[],
  run: (carried: readonly Inferred[]) => Steps<readonly Inferred[]>,
): Steps<readonly Inferred[]> {
  const opened = new Set<Dimension>();
  const open = (of: Dimension, output: number): Dimension => {
    if (opened.has(of)) return of;
    const size = context.fresh(output);
    opened.add(size);
    return size;
  };
  let carried = initial;
  let outputs = yield* run(carried);
  for (let pass = 1; pass < MOST_PASSES; pass++) {
    const isLast = pass === MOST_PASSES - 1;
    const after = carried.map((value, i) =>
      either(value, outputs[i + 1] ?? UNKNOWN, of => (isLast ? null : open(of, i))),
    );
    if (after.every((value, i) => isSame(value.type, carried[i]?.type ?? null))) break;
    carried = after;
    outputs = yield* run(carried);
  }
  return outputs;
}

/** Scan: states, then sequences that are cut along an axis; results are stacked along an axis. */
function* scan(context: RuleContext): Steps<readonly Inferred[]> {
  const { node } = context;
  const body = graphAttribute(node, 'body');
  const isBatched = context.opset < 9;
  // Before opset 9 lengths of the sequences came first, and every other input and output had a batch axis in front.
  const first = isBatched ? 1 : 0;
  const sequences = intAttribute(node, 'num_scan_inputs', 0);
  const states = node.inputs.length - first - sequences;
  if (body === null || !(sequences >= 0 && states >= 0)) return [];
  const inputAxes = intsAttribute(node, 'scan_input_axes', []);
  const outputAxes = intsAttribute(node, 'scan_output_axes', []);
  const axisOf = (axes: readonly number[], i: number): number => (isBatched ? 0 : (axes[i] ?? 0));
  let steps: Dimension = null;
  let batch: Dimension = null;
  const inputs = node.inputs.slice(first).map((_, i): Inferred => {
    const input = tensor(context.dtype(i + first), context.shape(i + first));
    if (isBatched) batch = sizeAlong(input, 0) ?? batch;
    const one = isBatched ? without(input, 0) : input;
    if (i < states) return isBatched ? one : { type: context.type(i), data: null };
    const axis = axisOf(inputAxes, i - states);
    const length = sizeAlong(one, axis);
    if (steps === null || typeof length === 'number') steps = length ?? steps;
    return without(one, axis);
  });
  const outputs = yield* context.infer(body, inputs);
  return outputs.map((value, i) => {
    const result =
      i < states
        ? either(inputs[i] ?? UNKNOWN, value, () => context.fresh(i))
        : stack(value, steps, axisOf(outputAxes, i - states));
    return isBatched ? stack(result, batch, 0) : result;
  });
}

/** What two values that may come from either place have in common; a size of `a` that differs is opened. */
function either(a: Inferred, b: Inferred, open: (of: Dimension) => Dimension): Inferred {
  const type = commonType(a.type, b.type);
  if (type?.kind !== 'tensor' || type.shape === null) return { type, data: null };
  const [first, second] = [shapeOf(a), shapeOf(b)];
  const shape = type.shape.map((size, axis) => (first?.[axis] === second?.[axis] ? size : open(first?.[axis] ?? null)));
  return { type: { ...type, shape }, data: null };
}

function shapeOf({ type }: Inferred): Shape | null {
  return type?.kind === 'tensor' ? type.shape : null;
}

function sizeAlong(value: Inferred, at: number): Dimension {
  const shape = shapeOf(value);
  const axis = shape === null ? null : normalizeAxis(at, shape.length);
  return axis === null ? null : (shape?.[axis] ?? null);
}

function without(value: Inferred, at: number): Inferred {
  const { type } = value;
  if (type?.kind !== 'tensor' || type.shape === null) return value;
  const axis = normalizeAxis(at, type.shape.length);
  return tensor(type.dtype, axis === null ? null : type.shape.filter((_, i) => i !== axis));
}

function stack({ type }: Inferred, length: Dimension, at: number): Inferred {
  if (type?.kind !== 'tensor') return UNKNOWN;
  const axis = type.shape === null ? null : normalizeAxis(at, type.shape.length + 1);
  if (type.shape === null || axis === null) return tensor(type.dtype, null);
  return tensor(type.dtype, [...type.shape.slice(0, axis), length, ...type.shape.slice(axis)]);
}

function isSame(a: ValueType | null, b: ValueType | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export const control: RuleTable = { If: conditional, Loop: loop, Scan: scan };
