import { graphAttribute, intAttribute } from '../../../model/attributes';
import { elementType } from '../../../model/elementTypes';
import type { ValueType } from '../../../model/model';
import type { Steps } from '../../../model/steps';
import { normalizeAxis, type Shape, size, withDimension } from '../dimensions';
import { commonType } from '../mergeTypes';
import { type Inferred, type Rule, type RuleContext, type RuleTable, tensor, UNKNOWN } from '../rule';

const known = (type: ValueType | null): Inferred => ({ type, data: null });

/** What a sequence or optional input holds. */
function contents(type: ValueType | null): ValueType | null {
  return type?.kind === 'sequence' || type?.kind === 'optional' ? type.of : null;
}

const construct: Rule = context => {
  const [first = null, ...rest] = context.node.inputs.map((_, i) => context.type(i));
  return [known({ kind: 'sequence', of: rest.reduce(commonType, first) })];
};

const insert: Rule = context => {
  const of = commonType(contents(context.type(0)), context.type(1));
  return [known({ kind: 'sequence', of: of ?? contents(context.type(0)) })];
};

/** Parts of equal or given length; with `keepdims` 0 and no lengths the axis disappears. */
const splitToSequence: Rule = context => {
  const input = context.shape(0);
  const dtype = context.dtype(0);
  if (input === null || dtype === null) return [known({ kind: 'sequence', of: tensor(dtype, null).type })];
  const axis = normalizeAxis(intAttribute(context.node, 'axis', 0), input.length);
  if (axis === null) return [UNKNOWN];
  const lengths = (context.has(1) ? context.numbers(1) : [1]) ?? [];
  const isEqual = lengths.length > 0 && lengths.every(length => length === lengths[0]);
  const whole = input[axis];
  const divides = typeof whole === 'number' && isEqual && whole % (lengths[0] ?? 1) === 0;
  const part = divides || (isEqual && (context.shape(1)?.length ?? 0) === 1) ? size(lengths[0] ?? -1) : null;
  const drops = !context.has(1) && intAttribute(context.node, 'keepdims', 1) === 0;
  const shape = drops ? input.filter((_, i) => i !== axis) : withDimension(input, axis, part);
  return [known({ kind: 'sequence', of: { kind: 'tensor', dtype, shape } })];
};

const concatFromSequence: Rule = context => {
  const of = contents(context.type(0));
  if (of?.kind !== 'tensor') return [UNKNOWN];
  if (of.shape === null) return [tensor(of.dtype, null)];
  const isNew = intAttribute(context.node, 'new_axis', 0) !== 0;
  const axis = normalizeAxis(intAttribute(context.node, 'axis', 0), of.shape.length + (isNew ? 1 : 0));
  if (axis === null) return [tensor(of.dtype, null)];
  const shape: Shape = isNew
    ? [...of.shape.slice(0, axis), context.fresh(0), ...of.shape.slice(axis)]
    : withDimension(of.shape, axis, context.fresh(0));
  return [tensor(of.dtype, shape)];
};

function* sequenceMap(context: RuleContext): Steps<readonly Inferred[]> {
  const body = graphAttribute(context.node, 'body');
  if (body === null) return [];
  const inputs = context.node.inputs.map((_, i) => {
    const type = context.type(i);
    return known(type?.kind === 'sequence' ? type.of : type);
  });
  const outputs = yield* context.infer(body, inputs);
  return outputs.map(({ type }) => known({ kind: 'sequence', of: type }));
}

const optional: Rule = context => {
  const declared = context.node.attributes.find(({ name }) => name === 'type')?.value;
  const of = context.has(0) ? context.type(0) : declared?.kind === 'type' ? declared.value : null;
  return [known({ kind: 'optional', of })];
};

export const sequences: RuleTable = {
  ConcatFromSequence: concatFromSequence,
  Optional: optional,
  OptionalGetElement: context => {
    const type = context.type(0);
    return [known(type?.kind === 'optional' ? type.of : type)];
  },
  OptionalHasElement: () => [tensor('bool', [])],
  SequenceAt: context => [known(contents(context.type(0)))],
  SequenceConstruct: construct,
  SequenceEmpty: context => {
    const dtype = elementType(intAttribute(context.node, 'dtype', 1));
    return [known({ kind: 'sequence', of: tensor(dtype, null).type })];
  },
  SequenceErase: context => [known(context.type(0))],
  SequenceInsert: insert,
  SequenceLength: context => [tensor('int64', [], [context.fresh(0)])],
  SequenceMap: sequenceMap,
  SplitToSequence: splitToSequence,
};
