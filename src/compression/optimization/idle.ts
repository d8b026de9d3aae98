import { DTYPES } from '../../model/dtype';
import { dtypeOf } from '../../model/elementTypes';
import { intOf, intsOf } from '../graph/attributes';
import { type Constant, numbersOf } from '../graph/constants';
import { inputCount, inputOf, type NodeProto, outputOf } from '../graph/protos';
import type { KnownValues } from './knownValues';
import { shapeOf } from './passContext';

/** A node and what is known around it. */
export interface IdleQuestion {
  readonly node: NodeProto;
  readonly known: KnownValues;
  readonly opset: number;
  constant(name: string): Constant | undefined;
}

/** The input that the first output always equals, by position; `null` when there is none. */
export type IdleRule = (question: IdleQuestion) => number | null | Promise<number | null>;

const identity: IdleRule = () => 0;

/** Dropout passes its input through unless training mode is or may be on. */
const dropout: IdleRule = async ({ node, constant }) => {
  const mode = inputOf(node, 2);
  if (mode === '') return 0;
  const given = constant(mode);
  return given !== undefined && (await numbersOf(given)).every(value => value === 0) ? 0 : null;
};

const cast: IdleRule = ({ node, known }) => {
  const type = known.type(inputOf(node, 0));
  return type?.kind === 'tensor' && type.dtype === dtypeOf(intOf(node, 'to', 0)) ? 0 : null;
};

const castLike: IdleRule = ({ node, known }) => {
  const [type, like] = [known.type(inputOf(node, 0)), known.type(inputOf(node, 1))];
  return type?.kind === 'tensor' && like?.kind === 'tensor' && type.dtype === like.dtype ? 0 : null;
};

/** What only arranges elements by shape does nothing when the shape stays. */
const sameShape: IdleRule = ({ node, known }) => (keepsShape(node, known, 0) ? 0 : null);

const transpose: IdleRule = ({ node, known }) => {
  const order = intsOf(node, 'perm', null);
  if (order !== null) return order.every((axis, place) => axis === place) ? 0 : null;
  const rank = shapeOf(known.type(inputOf(node, 0)))?.length;
  return rank !== undefined && rank <= 1 ? 0 : null;
};

const pad: IdleRule = async ({ node, constant }) => {
  const pads = intsOf(node, 'pads', null) ?? (await given(constant, inputOf(node, 1)));
  return pads?.every(amount => amount === 0) ? 0 : null;
};

/** A slice that keeps the shape and does not turn an axis round takes everything. */
const slice: IdleRule = async ({ node, known, constant }) => {
  const steps = inputOf(node, 4) === '' ? [] : await given(constant, inputOf(node, 4));
  return steps?.every(step => step > 0) && keepsShape(node, known, 0) ? 0 : null;
};

/** Of one tensor, what joins or combines several is that tensor. */
const ofOne: IdleRule = ({ node }) => (inputCount(node) === 1 ? 0 : null);

const split: IdleRule = ({ node }) => ((node.output ?? []).length === 1 ? 0 : null);

const tile: IdleRule = async ({ node, constant }) =>
  (await given(constant, inputOf(node, 1)))?.every(repeat => repeat === 1) ? 0 : null;

/** x · 1 for any element type: exact in floating-point arithmetic as well. */
const product: IdleRule = question => neutral(question, [0, 1], 1);
const quotient: IdleRule = question => neutral(question, [0], 1);
/** x − 0 is x; x + 0 is not, where x is −0. */
const difference: IdleRule = question => neutral(question, [0], 0);
const sum: IdleRule = async question => {
  const type = question.known.type(inputOf(question.node, 0));
  const isInteger = type?.kind === 'tensor' && /int$/.test(DTYPES[type.dtype].kind);
  return isInteger ? neutral(question, [0, 1], 0) : null;
};

/** Operators that can be idle, each with how to tell. One line each. */
export const IDLE: ReadonlyMap<string, IdleRule> = new Map([
  ['Identity', identity],
  ['Dropout', dropout],
  ['Cast', cast],
  ['CastLike', castLike],
  ['Reshape', sameShape],
  ['Flatten', sameShape],
  ['Squeeze', sameShape],
  ['Unsqueeze', sameShape],
  ['Expand', sameShape],
  ['Tile', tile],
  ['Transpose', transpose],
  ['Pad', pad],
  ['Slice', slice],
  ['Concat', ofOne],
  ['Sum', ofOne],
  ['Mean', ofOne],
  ['Max', ofOne],
  ['Min', ofOne],
  ['Split', split],
  ['Mul', product],
  ['Div', quotient],
  ['Sub', difference],
  ['Add', sum],
]);

function given(constant: IdleQuestion['constant'], name: string): Promise<readonly number[]> | null {
  const found = constant(name);
  return found === undefined || found.dtype === 'string' ? null : numbersOf(found);
}

/** Every size is known or named, and the same before and after. */
function keepsShape(node: NodeProto, known: KnownValues, at: number): boolean {
  const before = shapeOf(known.type(inputOf(node, at)));
  const after = shapeOf(known.type(outputOf(node)));
  if (before === null || after === null || before.length !== after.length) return false;
  return before.every((size, axis) => size !== null && size === after[axis]);
}

/** The position among `places` whose value passes because all of the other operand is `element` and adds no size. */
async function neutral(
  { node, known, constant }: IdleQuestion,
  places: readonly number[],
  element: number,
): Promise<number | null> {
  for (const at of places) {
    const other = constant(inputOf(node, 1 - at));
    if (other === undefined || !/^(float|int|uint)/.test(DTYPES[other.dtype].kind) || other.elements !== 1) continue;
    const rank = shapeOf(known.type(inputOf(node, at)))?.length;
    if (rank === undefined || other.shape.length > rank) continue;
    if (Object.is((await numbersOf(other))[0], element)) return at;
  }
  return null;
}
