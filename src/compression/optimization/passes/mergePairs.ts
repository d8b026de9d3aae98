import { attribute } from '../../../formats/onnx/edit/attributes';
import { DTYPES, type DType } from '../../../model/dtype';
import { dtypeOf } from '../../../model/elementTypes';
import { intOf, intsOf } from '../../graph/attributes';
import { numbersOf } from '../../graph/constants';
import type { GraphIndex } from '../../graph/graphIndex';
import { type AttributeProto, inputOf, isOp, type NodeProto, outputOf } from '../../graph/protos';
import { type Duplicate, dropDuplicates } from '../../graph/replaceValues';
import type { KnownValues } from '../knownValues';
import type { Pass } from '../pass';
import { type PassContext, shapeOf } from '../passContext';

/** What becomes of the second of two nodes: it is the value `same`, or it reads `inputs` instead, with other attributes. */
type Merged =
  | { readonly same: string }
  | { readonly inputs: readonly string[]; readonly attributes?: readonly AttributeProto[] };

interface Pair {
  readonly first: NodeProto;
  readonly second: NodeProto;
  readonly known: KnownValues;
  readonly index: GraphIndex;
  readonly context: PassContext;
}

type PairRule = (pair: Pair) => Merged | null | Promise<Merged | null>;

/** Two operators in a row that only arrange, convert or negate become one or none. */
export const mergePairs: Pass = {
  id: 'merge-pairs',
  title: 'Merge Transposes, Reshapes, Casts and negated choices in a row',
  mends: [],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { work } = context;
    const known = await context.known();
    const index = context.index();
    const inverse: Duplicate[] = [];
    const touched = new Set<NodeProto>();
    for (const second of work.graph.node) {
      const first = index.producer(inputOf(second, 0));
      const rule = first === undefined ? undefined : ruleFor(first, second);
      // A node that was changed in this run no longer computes what the index says of it.
      if (first === undefined || rule === undefined || touched.has(first) || inputOf(first, 0) === '') continue;
      const merged = await rule({ first, second, known, index, context });
      if (merged === null) continue;
      touched.add(second);
      if ('same' in merged) {
        inverse.push({ node: second, output: outputOf(second), same: merged.same });
        continue;
      }
      second.input = [...merged.inputs];
      if (merged.attributes !== undefined) second.attribute = [...merged.attributes];
      context.changed(second);
    }
    const gone = dropDuplicates(work, inverse, (node, reason) => context.skipped(node, reason));
    for (const node of gone) context.changed(node);
  },
};

const VIEWS = ['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze'] as const;

function ruleFor(first: NodeProto, second: NodeProto): PairRule | undefined {
  if (isOp(first, 'Transpose') && isOp(second, 'Transpose')) return transposes;
  if (isOp(first, 'Cast') && isOp(second, 'Cast')) return casts;
  if (isOp(first, ...VIEWS) && isOp(second, ...VIEWS)) return views;
  if (isOp(first, 'Not') && isOp(second, 'Where')) return negatedChoice;
  return undefined;
}

/** Axis i of the second is axis q[i] of the first, which is axis p[q[i]] of what that reads. */
const transposes: PairRule = ({ first, second, known, index }) => {
  const rank = shapeOf(known.type(inputOf(first, 0)))?.length;
  const p = intsOf(first, 'perm', null) ?? reversed(rank);
  const q = intsOf(second, 'perm', null) ?? reversed(p?.length);
  if (p === null || q === null || p.length !== q.length || !isOrder(p) || !isOrder(q)) return null;
  const order = q.map(axis => p[axis] ?? 0);
  if (order.every((axis, place) => axis === place)) return { same: inputOf(first, 0) };
  if (index.onlyConsumer(outputOf(first)) !== second) return null;
  return { inputs: [inputOf(first, 0)], attributes: [attribute('perm', order.map(BigInt))] };
};

function isOrder(order: readonly number[]): boolean {
  return new Set(order).size === order.length && order.every(axis => axis >= 0 && axis < order.length);
}

function reversed(rank: number | undefined): number[] | null {
  return rank === undefined ? null : Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}

/** A view of a view is a view; when the shape is that of the beginning, it is nothing. */
const views: PairRule = async ({ first, second, known, context }) => {
  const before = shapeOf(known.type(inputOf(first, 0)));
  const after = shapeOf(known.type(outputOf(second)));
  if (before !== null && after !== null && before.length === after.length) {
    if (before.every((size, axis) => size !== null && size === after[axis])) return { same: inputOf(first, 0) };
  }
  if (!isOp(second, 'Reshape')) return null;
  const wanted = context.constant(inputOf(second, 1));
  if (wanted === undefined) return null;
  // A zero copies a size of the value in between.
  return (await numbersOf(wanted)).includes(0) ? null : { inputs: [inputOf(first, 0), inputOf(second, 1)] };
};

/** A choice by a negated condition is the other choice. */
const negatedChoice: PairRule = ({ first, second }) => ({
  inputs: [inputOf(first, 0), inputOf(second, 2), inputOf(second, 1)],
});

/** A conversion that loses nothing can be left out before another one. */
const casts: PairRule = ({ first, second, known }) => {
  const from = known.type(inputOf(first, 0));
  const between = dtypeOf(intOf(first, 'to', 0));
  const to = dtypeOf(intOf(second, 'to', 0));
  if (from?.kind !== 'tensor' || between === undefined || !holdsAll(between, from.dtype)) return null;
  return to === from.dtype ? { same: inputOf(first, 0) } : { inputs: [inputOf(first, 0)] };
};

/** Types whose every value another type holds exactly, besides itself. */
const HELD: ReadonlyMap<DType, readonly DType[]> = new Map<DType, readonly DType[]>([
  ['float64', ['float32', 'float16', 'bfloat16', 'int32', 'uint32', 'int16', 'uint16', 'int8', 'uint8']],
  ['float32', ['float16', 'bfloat16', 'int16', 'uint16', 'int8', 'uint8']],
  ['int64', ['int32', 'uint32', 'int16', 'uint16', 'int8', 'uint8']],
  ['int32', ['int16', 'uint16', 'int8', 'uint8']],
]);

function holdsAll(wide: DType, narrow: DType): boolean {
  if (DTYPES[narrow].kind === 'bool') return HELD.has(wide);
  return HELD.get(wide)?.includes(narrow) ?? false;
}
