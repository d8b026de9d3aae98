import type { Structure } from './sameStructure';

/** Operators that only move and reshape; a block is not named after them while it holds others. */
const PLUMBING = new Set([
  'Cast',
  'Concat',
  'Constant',
  'ConstantOfShape',
  'DequantizeLinear',
  'Dropout',
  'Equal',
  'Expand',
  'Flatten',
  'Gather',
  'Identity',
  'Pad',
  'QuantizeLinear',
  'Range',
  'Reshape',
  'Shape',
  'Slice',
  'Split',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
  'Where',
]);

/** Operators by which people recognise what a block is, whether they own weights or not. */
const TELLING = new Set([
  'Attention',
  'AveragePool',
  'Conv',
  'ConvTranspose',
  'Einsum',
  'Erf',
  'GRU',
  'Gelu',
  'Gemm',
  'LSTM',
  'LayerNormalization',
  'MatMul',
  'MaxPool',
  'Relu',
  'Sigmoid',
  'Softmax',
  'Tanh',
]);

const MOST_OPERATORS = 3;

/** What a block is called by what it holds, in the order of the file: `Conv–Relu block`, `LayerNormalization–MatMul–Softmax… block`. */
export function blockTitle({ graph, contents }: Structure, entries: readonly number[]): string {
  const { page } = graph;
  const telling = new Set<string>();
  const owning = new Set<string>();
  const working = new Set<string>();
  const all = new Set<string>();
  const add = (node: number): void => {
    const op = page.ops[page.op[node] ?? 0] ?? '';
    all.add(op);
    if (PLUMBING.has(op)) return;
    working.add(op);
    if (TELLING.has(op)) telling.add(op);
    if (TELLING.has(op) || (page.weightBytes[node] ?? 0) > 0) owning.add(op);
  };
  for (const entry of entries) {
    if (entry >= 0) add(entry);
    else {
      const [first = 0, end = 0] = [contents.first[-1 - entry], contents.end[-1 - entry]];
      for (let rank = first; rank < end; rank++) add(contents.order[rank] ?? 0);
    }
  }
  const sets = [telling, owning, working, all];
  const chosen = sets.find(({ size }) => size > 1) ?? sets.find(({ size }) => size > 0) ?? all;
  const shown = [...chosen].slice(0, MOST_OPERATORS).join('–');
  return `${shown}${chosen.size > MOST_OPERATORS ? '…' : ''} block`;
}
