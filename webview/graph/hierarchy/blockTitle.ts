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

/** What a block is called by what it holds: `Conv–BatchNormalization–Relu block`, `MatMul–Softmax–Erf… block`. */
export function blockTitle({ graph, contents }: Structure, entries: readonly number[]): string {
  const { page } = graph;
  const owning = new Set<string>();
  const working = new Set<string>();
  const all = new Set<string>();
  const add = (node: number): void => {
    const op = page.ops[page.op[node] ?? 0] ?? '';
    all.add(op);
    if (PLUMBING.has(op)) return;
    working.add(op);
    if ((page.weightBytes[node] ?? 0) > 0 || TELLING.has(op)) owning.add(op);
  };
  for (const entry of entries) {
    if (entry >= 0) add(entry);
    else {
      const [first = 0, end = 0] = [contents.first[-1 - entry], contents.end[-1 - entry]];
      for (let rank = first; rank < end; rank++) add(contents.order[rank] ?? 0);
    }
  }
  const telling = owning.size > 1 ? owning : working.size > 0 ? working : all;
  const shown = [...telling].slice(0, MOST_OPERATORS).join('–');
  return `${shown}${telling.size > MOST_OPERATORS ? '…' : ''} block`;
}
