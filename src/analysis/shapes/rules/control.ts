import { graphAttribute, intAttribute, intsAttribute } from '../../../model/attributes';
import type { Dimension, ValueType } from '../../../model/model';
import type { Steps } from '../../../model/steps';
import { type Shape, withDimension } from '../dimensions';
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
  return context.node.outputs.map((_, i) => common(branches[0]?.[i] ?? UNKNOWN, branches[1]?.[i] ?? UNKNOWN));
}

/** Loop: iteration, condition, carried values; then the carried values again and one stacked tensor for each scan output. */
function* loop(context: RuleContext): Steps<readonly Inferred[]> {
  const body = graphAttribute(context.node, 'body');
  if (body === null) return [];
  const fixed = [tensor('int64', []), tensor('bool', [])];
  let carried = context.node.inputs.slice(2).map((_, i): Inferred => ({ type: context.type(i + 2), data: null }));
  let outputs = yield* context.infer(body, [...fixed, ...carried]);
  const after = carried.map((value, i) => common(value, outputs[i + 1] ?? UNKNOWN));
  if (after.some((value, i) => !isSame(value.type, carried[i]?.type ?? null))) {
    carried = after;
    outputs = yield* context.infer(body, [...fixed, ...carried]);
  }
  const count = context.data(0)?.[0] ?? null;
  const canStop = context.has(1) && context.numbers(1)?.[0] !== 1;
  const steps: Dimension = canStop || (typeof count === 'number' && count < 0) ? null : count;
  const finals = carried.map((value, i) => common(value, outputs[i + 1] ?? UNKNOWN));
  const isUnconditional = !body.outputs[0] || keepsCondition(body);
  const stacked = outputs.slice(1 + carried.length).map(value => stack(value, isUnconditional ? steps : null, 0));
  return [...finals, ...stacked];
}

/** Whether the body hands its condition on unchanged, so that only the trip count ends the loop. */
function keepsCondition(body: NonNullable<ReturnType<typeof graphAttribute>>): boolean {
  const condition = body.inputs[1]?.name;
  const result = body.outputs[0]?.name;
  if (condition === undefined || result === condition) return true;
  const producer = body.nodes.find(node => node.outputs.includes(result ?? ''));
  return producer?.op === 'Identity' && producer.inputs[0] === condition;
}

/** Scan: states, then sequences that are cut along an axis; results are stacked along an axis. */
function* scan(context: RuleContext): Steps<readonly Inferred[]> {
  const { node } = context;
  const body = graphAttribute(node, 'body');
  const sequences = intAttribute(node, 'num_scan_inputs', 0);
  if (body === null || !(sequences >= 0 && sequences <= node.inputs.length)) return [];
  const states = node.inputs.length - sequences;
  const isBatched = context.opset < 9;
  if (isBatched) return [];
  const inputAxes = intsAttribute(node, 'scan_input_axes', []);
  const outputAxes = intsAttribute(node, 'scan_output_axes', []);
  let steps: Dimension = null;
  const inputs = node.inputs.map((_, i): Inferred => {
    if (i < states) return { type: context.type(i), data: null };
    const shape = context.shape(i);
    const at = inputAxes[i - states] ?? 0;
    const axis = at < 0 ? at + (shape?.length ?? 0) : at;
    const length = shape?.[axis] ?? null;
    if (steps === null || typeof length === 'number') steps = length;
    return tensor(context.dtype(i), shape?.filter((_, k) => k !== axis) ?? null);
  });
  const outputs = yield* context.infer(body, inputs);
  return outputs.map((value, i) => {
    return i < states ? common(inputs[i] ?? UNKNOWN, value) : stack(value, steps, outputAxes[i - states] ?? 0);
  });
}

function common(a: Inferred, b: Inferred): Inferred {
  return { type: commonType(a.type, b.type), data: null };
}

function stack({ type }: Inferred, length: Dimension, at: number): Inferred {
  if (type === null || type.kind !== 'tensor') return UNKNOWN;
  if (type.shape === null) return tensor(type.dtype, null);
  const axis = at < 0 ? at + type.shape.length + 1 : at;
  if (!(axis >= 0 && axis <= type.shape.length)) return tensor(type.dtype, null);
  const shape: Shape = [...type.shape.slice(0, axis), null, ...type.shape.slice(axis)];
  return tensor(type.dtype, withDimension(shape, axis, length));
}

function isSame(a: ValueType | null, b: ValueType | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export const control: RuleTable = { If: conditional, Loop: loop, Scan: scan };
