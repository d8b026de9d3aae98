import { inputOf, isOp, type NodeProto, type ValueInfoProto } from './protos';
import type { Workpiece } from './workpiece';

/** Operators whose result has as many dimensions as their first input. */
const SAME_RANK = [
  'AveragePool',
  'BatchNormalization',
  'Cast',
  'Clip',
  'Dropout',
  'Elu',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'HardSigmoid',
  'HardSwish',
  'Identity',
  'InstanceNormalization',
  'LRN',
  'LeakyRelu',
  'LogSoftmax',
  'MaxPool',
  'PRelu',
  'Pad',
  'Relu',
  'Resize',
  'Sigmoid',
  'Slice',
  'Softmax',
  'Split',
  'Tanh',
  'Transpose',
] as const;

/** Elementwise operators that broadcast. */
const BROADCASTING = ['Add', 'Div', 'Mul', 'Sub', 'Sum'] as const;

/**
 * Tells the number of dimensions of main-graph values, from what the model declares and from the operators that are sure about it;
 * `null` for the others.
 */
export function ranksOf(work: Workpiece): (value: string) => number | null {
  const index = work.index();
  const known = new Map<string, number | null>();
  const declared = [...work.graph.input, ...(work.graph.valueInfo ?? []), ...(work.graph.output ?? [])];
  for (const value of declared) {
    const rank = declaredRank(value);
    if (rank !== null) known.set(value.name ?? '', rank);
  }
  const rank = (value: string): number | null => {
    const before = known.get(value);
    if (before !== undefined) return before;
    known.set(value, null);
    const constant = work.constant(value);
    const producer = index.producer(value);
    const found = constant?.shape.length ?? (producer === undefined ? null : rankOfResult(producer, rank, work));
    known.set(value, found);
    return found;
  };
  // Asked in order, so that no chain of producers is long enough to overflow the stack.
  for (const node of work.graph.node) for (const output of node.output ?? []) rank(output);
  return rank;
}

function declaredRank(value: ValueInfoProto): number | null {
  return value.type?.tensorType?.shape?.dim?.length ?? null;
}

function rankOfResult(node: NodeProto, rank: (value: string) => number | null, work: Workpiece): number | null {
  if (isOp(node, ...SAME_RANK)) return rank(inputOf(node, 0));
  if (isOp(node, 'Conv', 'ConvTranspose')) return rank(inputOf(node, 0)) ?? rank(inputOf(node, 1));
  if (isOp(node, 'Gemm', 'Flatten')) return 2;
  if (isOp(node, 'Concat')) return rank(inputOf(node, 0));
  if (isOp(node, 'Reshape')) return work.constant(inputOf(node, 1))?.elements ?? null;
  if (isOp(node, ...BROADCASTING)) {
    const ranks = (node.input ?? []).map(rank);
    return ranks.reduce<number | null>(
      (most, each) => (most === null || each === null ? null : Math.max(most, each)),
      0,
    );
  }
  return null;
}
